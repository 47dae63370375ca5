import type {
  ContactResolution,
  QualityGroup,
  QualityItemFigures,
  QualityReport,
  QualityRow,
  ScoreCard,
  ScoreItem,
  ScoreResult,
} from '../../../server/contracts/quality.ts'
import type { ListedCalls, PlaceFilter } from './quality-place.ts'

export const GROUP_NAMES: Readonly<Record<QualityGroup, string>> = {
  all: 'Everyone',
  site: 'Sites',
  team: 'Teams',
  agent: 'Agents',
  queue: 'Queues',
}

export const FILTER_NAMES: Readonly<Record<PlaceFilter, string>> = {
  site: 'Site',
  team: 'Team',
  agent: 'Agent',
  queue: 'Queue',
}

export const RESULT_NAMES: Readonly<Record<ScoreResult, string>> = {
  met: 'Met',
  missed: 'Missed',
  'not-applicable': 'No occasion',
}

export const RESOLUTION_NAMES: Readonly<Record<ContactResolution, string>> = {
  first: 'Solved at first contact',
  open: 'May still come back',
  repeated: 'Came back about it',
  unknown: 'Not known whether solved',
}

/** A score as `81`; a dash while there is none. */
export function scoreWords(score: number | null): string {
  return score === null ? '–' : String(Math.round(score))
}

/** How a score is to be taken, for its colour: below 60 somebody should look, from 80 on it is good. */
export function scoreTone(score: number | null): 'good' | 'fair' | 'poor' | 'none' {
  if (score === null) return 'none'
  if (score >= 80) return 'good'
  return score >= 60 ? 'fair' : 'poor'
}

/** Who a row is; those of whom nobody says it are named, too. */
export function rowName(row: Pick<QualityRow, 'key' | 'title'>, group: QualityGroup): string {
  if (group === 'all') return 'All calls'
  if (row.key === '') return `No ${FILTER_NAMES[group].toLowerCase()} known`
  return row.title
}

export function filterWords(name: PlaceFilter, value: string): string {
  return value === '' ? `No ${FILTER_NAMES[name].toLowerCase()} known` : `${FILTER_NAMES[name]} ${value}`
}

/** A length as `4:03`. */
export function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Of the calls that gave an occasion, the share that met the item; null: none did. */
export function metShare({ met, missed }: Pick<QualityItemFigures, 'met' | 'missed'>): number | null {
  return met + missed === 0 ? null : met / (met + missed)
}

/** Items by their section, both in the order in which they come. */
export function bySection<T extends Pick<ScoreItem, 'section'>>(
  items: readonly T[],
): readonly { readonly section: string; readonly items: readonly T[] }[] {
  const sections = Map.groupBy(items, ({ section }) => section)
  return [...sections].map(([section, its]) => ({ section, items: its }))
}

/** What the listed calls have in common, as a heading. */
export function callsHeading(calls: ListedCalls, report: QualityReport | null): string {
  const { item, result, resolution, failed, order } = calls
  if (item !== undefined) {
    const title = report?.items.find(({ itemId }) => itemId === item)?.title ?? item
    return `${RESULT_NAMES[result ?? 'missed']}: ${title}`
  }
  if (failed === true) return 'Calls with a critical item missed'
  if (resolution !== undefined) return `Calls: ${RESOLUTION_NAMES[resolution].toLowerCase()}`
  return order === 'lowest' ? 'Calls, the lowest score first' : 'Calls, the newest first'
}

/** The items that were missed, the weightiest first: what a coach would talk about. */
export function missedItems(card: ScoreCard): readonly ScoreItem[] {
  return card.items
    .filter(({ result }) => result === 'missed')
    .toSorted((one, other) => Number(other.critical) - Number(one.critical) || other.weight - one.weight)
}
