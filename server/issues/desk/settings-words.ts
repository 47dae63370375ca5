import type { IssueSettings } from '../../contracts/issue-desk.ts'

/** Quiet history that thresholds need; before, they come from theory. As in detection. */
const LEAST_DAYS = { codes: 7, phrases: 4 }

export interface SettingsFacts {
  readonly settings: IssueSettings
  readonly codes: number
  /** Days of quiet history. */
  readonly days: { readonly codes: number; readonly phrases: number }
  /** Feeds of which it is not known yet what is usual. */
  readonly newFeeds: readonly string[]
}

/** What the settings mean for the people who set them. */
export function settingsInWords({ settings, codes, days, newFeeds }: SettingsFacts): readonly string[] {
  const { codeFalseAlarmsPerWeek, phraseFalseAlarmsPerWeek } = settings
  const words = [
    `${alarms(codeFalseAlarmsPerWeek)} over all ${count(codes, 'code')}, ${basis(days.codes, LEAST_DAYS.codes)}.`,
    `${alarms(phraseFalseAlarmsPerWeek)} over all words that no code knows, ${basis(days.phrases, LEAST_DAYS.phrases)}.`,
    `A contact takes ${minutes(settings.handlingSeconds)}${costOf(settings)}.`,
  ]
  if (newFeeds.length > 0) {
    words.push(
      `What is usual is not known yet for ${newFeeds.join(', ')}: a new feed is listened to for a day, and until it has had 50 contacts, before it raises an issue. Import past feedback to shorten that.`,
    )
  }
  return words
}

function alarms(perWeek: number): string {
  if (perWeek >= 1) return `About ${count(perWeek, 'false alarm')} a week`
  const weeks = rounded(1 / perWeek)
  return `About one false alarm in ${count(weeks, 'week')}`
}

function basis(days: number, least: number): string {
  const known = Math.floor(days)
  if (days >= least) return `measured on ${count(known, 'quiet day')} of this site`
  return `by theory until this site has ${count(least, 'quiet day')} (${String(known)} so far)`
}

function costOf({ handlingSeconds, costPerHour }: IssueSettings): string {
  if (costPerHour === null) return '; what it costs is not set'
  const each = (handlingSeconds / 3600) * costPerHour.amount
  return ` and costs ${each.toFixed(2)} ${costPerHour.currency}`
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${String(Math.round(seconds))} seconds` : `${String(rounded(seconds / 60))} minutes`
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function count(value: number, noun: string): string {
  const near = rounded(value)
  const said =
    Number.isInteger(near) && noun === 'false alarm' ? (NUMBERS[near] ?? String(near)) : String(near)
  return `${said} ${noun}${near === 1 ? '' : 's'}`
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
