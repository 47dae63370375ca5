import type { CountedDay } from '../../contracts/kept-figures.ts'
import type { WallMs } from '../../contracts/time.ts'
import type { LocalDay } from '../../platform/local-days.ts'

const HOUR_MS = 3_600_000

/** A day is counted once more when what was under way at its end is over. */
const SETTLES_MS = 2 * HOUR_MS

/** A day that people still judge is counted again at most so often. */
const AGAIN_MS = HOUR_MS

/** Beginnings of hours since the epoch, with when it was heard that people had judged what was told in them. */
export type JudgedHours = ReadonlyMap<WallMs, WallMs>

export interface DaysDueInput {
  /** All days that are over and of which there may be something, the oldest first. */
  readonly days: readonly LocalDay[]
  readonly kept: readonly CountedDay[]
  readonly judged: JudgedHours
  readonly now: WallMs
}

/** Days that are to be counted now, the newest first. */
export function daysDue({ days, kept, judged, now }: DaysDueInput): readonly LocalDay[] {
  const byFrom = new Map(kept.map((day) => [Number(day.from), day]))
  const due = days.filter((day) => {
    const known = byFrom.get(day.from)
    if (known?.to !== day.to) return true
    if (known.countedAt < day.to + SETTLES_MS) return now >= day.to + SETTLES_MS
    return now - known.countedAt >= AGAIN_MS && isJudgedSince(known, judged)
  })
  return due.toReversed()
}

/** Days that are kept and are none any more: they are too old, or the site's time zone is another one now. */
export function daysToForget(days: readonly LocalDay[], kept: readonly CountedDay[]): readonly WallMs[] {
  const wanted = new Map(days.map(({ from, to }) => [from, to]))
  return kept.filter(({ from, to }) => wanted.get(from) !== to).map(({ from }) => from)
}

/** What was judged and is not yet in the days that are kept. */
export function stillJudged(judged: JudgedHours, kept: readonly CountedDay[]): JudgedHours {
  return new Map(
    [...judged].filter(([hour, heardAt]) =>
      kept.some((day) => isJudgedSince(day, new Map([[hour, heardAt]]))),
    ),
  )
}

function isJudgedSince({ from, to, countedAt }: CountedDay, judged: JudgedHours): boolean {
  return [...judged].some(([hour, heardAt]) => hour < to && hour + HOUR_MS > from && heardAt > countedAt)
}
