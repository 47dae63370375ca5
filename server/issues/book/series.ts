import type { Channel } from '../../contracts/contact.ts'
import type { IssueSeries } from '../../contracts/issue-desk.ts'
import { wallMs } from '../../contracts/time.ts'
import { STEP_MS, TALLY_STEPS, type Tally } from './tally.ts'

const BEFORE_ONSET_STEPS = 72
/** Expected contacts follow the volume of the last steps, as in detection. */
const SMOOTH_STEPS = 4

/** Somebody was there. */
export interface PersonAt {
  readonly person: string
  readonly at: number
}

export interface SeriesFacts {
  readonly onsetAt: number
  readonly now: number
  readonly heardOn: Channel | null
  readonly tally: Tally
  /** The usual share of all contacts at a time. */
  readonly usualShare: (at: number) => number
}

/** When an issue's series begins: six hours before the onset, a week ago at most. */
export function seriesStart(onsetAt: number, now: number): number {
  const last = Math.floor(now / STEP_MS)
  const first = Math.max(Math.floor(onsetAt / STEP_MS) - BEFORE_ONSET_STEPS, last - TALLY_STEPS + 1)
  return Math.min(first, last) * STEP_MS
}

/** Distinct customers in each step of five minutes, and what would have been usual for the contacts there were. */
export function seriesOf(visits: Iterable<PersonAt>, facts: SeriesFacts): IssueSeries {
  const startAt = seriesStart(facts.onsetAt, facts.now)
  const first = startAt / STEP_MS
  const steps = Math.floor(facts.now / STEP_MS) - first + 1
  const people = Array.from({ length: steps }, () => new Set<string>())
  for (const { at, person } of visits) people[Math.floor(at / STEP_MS) - first]?.add(person)
  const volumes = facts.tally.volumes(first - SMOOTH_STEPS + 1, steps + SMOOTH_STEPS - 1, facts.heardOn)
  const expected = people.map((_, at) => {
    const recent = volumes.slice(at, at + SMOOTH_STEPS).reduce((sum, one) => sum + one, 0) / SMOOTH_STEPS
    return Math.round(recent * facts.usualShare(startAt + at * STEP_MS) * 1000) / 1000
  })
  return { startAt: wallMs(startAt), stepMs: STEP_MS, seen: people.map(({ size }) => size), expected }
}
