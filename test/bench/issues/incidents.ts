import type { Chance } from './chance.ts'
import { TICKS_PER_DAY } from './volume-model.ts'

/** Something breaks: so many more contacts an hour about one subject, after a ramp of twenty minutes. */
export interface Incident {
  /** A code, or an intent. */
  readonly subject: number
  readonly perHour: number
  /** Ticks, the first one included and the last one not. */
  readonly from: number
  readonly to: number
  /** What it is counted under in the tables. */
  readonly group: string
}

export const RAMP_TICKS = 4

/** Expected additional contacts of a tick. */
export function incidentRate({ perHour, from, to }: Incident, tick: number): number {
  if (tick < from || tick >= to) return 0
  return (perHour / 12) * Math.min(1, (tick - from + 0.5) / RAMP_TICKS)
}

/** Incidents of two to five hours, evenly over the days; one subject's never less than half a day apart. */
export function planIncidents(
  chance: Chance,
  {
    fromDay,
    toDay,
    kinds,
  }: {
    fromDay: number
    toDay: number
    kinds: readonly { readonly subject: number; readonly perHour: number; readonly group: string }[]
  },
): readonly Incident[] {
  const planned: Incident[] = []
  const length = (toDay - fromDay) * TICKS_PER_DAY - 72
  chance.shuffled(kinds).forEach((kind, index) => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      // First in a slot of its own, then wherever there is room for the subject.
      const share = attempt === 0 ? (index + chance.share()) / kinds.length : chance.share()
      const from = fromDay * TICKS_PER_DAY + Math.floor(share * length)
      const to = from + Math.round(chance.between(24, 60))
      const isNear = planned.some(
        (one) => one.subject === kind.subject && from < one.to + 144 && to + 144 > one.from,
      )
      if (isNear) continue
      planned.push({ ...kind, from, to })
      return
    }
    throw new Error('there is no room for so many incidents of one subject')
  })
  return planned.toSorted((a, b) => a.from - b.from)
}
