import { CHANNELS, type Channel } from '../../contracts/contact.ts'
import type { Change, Issue } from '../../contracts/issue.ts'
import type { Issue as Alarm } from '../detect/issue.ts'
import type { BookSources } from './book-settings.ts'

/** The id of the issue that an alarm opens: readable, fit for an address, and the same after a replay. */
export function issueIdOf(alarmId: string): string {
  return alarmId.replace(/^code:/, '').replaceAll(':', '.')
}

/** The channel that an issue is heard on, as its id says; null: on every one. */
export function heardOnOf(issueId: string): Channel | null {
  const name = /@([a-z-]+)\.\d+$/.exec(issueId)?.[1]
  return CHANNELS.find((channel) => channel === name) ?? null
}

/** An issue that has just been noticed. Its figures are still to be made. */
export function newIssue(alarm: Alarm, sources: BookSources): Issue {
  const code = alarm.code === null ? null : sources.codeFacts(alarm.code)
  const { openedAt, onsetAt } = alarm
  return {
    type: 'issue',
    issueId: issueIdOf(alarm.id),
    revision: 0,
    code: alarm.code,
    title: code?.title ?? alarm.code ?? titleOf(alarm.words),
    features: alarm.words,
    channel: code?.channel ?? alarm.channel,
    step: code?.step ?? null,
    unit: code?.unit ?? null,
    severity: code?.severity ?? 'low',
    state: 'new',
    owner: null,
    silencedUntil: null,
    openedAt,
    onsetAt,
    updatedAt: openedAt,
    active: true,
    timesReopened: 0,
    counts: { contacts: 0, lastHour: 0, expectedLastHour: 0, byChannel: {}, byStep: {} },
    growthPerHour: 0,
    sentiment: null,
    extraCallsNextHour: 0,
    extraAgentsNextHour: 0,
    cost: null,
    need: code?.need ?? 'pain',
    kano: 'indifferent',
    queues: [],
    quotes: [],
    changesBefore: [],
    advice: null,
    tasks: [],
    verification: null,
    history: [{ at: openedAt, by: null, action: 'opened', from: null, to: 'new', note: null }],
  }
}

function titleOf(words: readonly string[]): string {
  return words.map((one) => `“${one.replace(' + ', ' … ')}”`).join(', ')
}

const MOST_CHANGES = 10

/** What was changed shortly before an issue began: on its own channel first, then the latest. */
export function changesBefore(
  { onsetAt, openedAt, channel }: Issue,
  changes: readonly Change[],
  withinMs: number,
): readonly Change[] {
  const rank = (change: Change): number =>
    change.channel !== null && change.channel === channel ? 0 : change.channel === null ? 1 : 2
  return changes
    .filter(({ at }) => at >= onsetAt - withinMs && at <= openedAt)
    .toSorted((a, b) => rank(a) - rank(b) || b.at - a.at)
    .slice(0, MOST_CHANGES)
}
