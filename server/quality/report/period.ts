import { AppError } from '../../contracts/errors.ts'
import type { QualityFilter, QualityStep } from '../../contracts/quality.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import { firstDayOf, nextFirstDay } from '../../platform/calendar-steps.ts'
import type { LocalDays } from '../../platform/local-days.ts'

const MOST_DAYS = 400

/** Whole days of the site's calendar. */
export interface Period {
  readonly fromDay: number
  /** Not with it. */
  readonly toDay: number
}

/** A stretch of a period within one step. */
export interface Slice extends Period {
  /** Which step of the period, from 0. */
  readonly step: number
}

/** The days that a period touches. @throws AppError `REQUEST_INVALID` when it has no beginning or is too long. */
export function daysOf({ from, to }: Pick<QualityFilter, 'from' | 'to'>, days: LocalDays): Period {
  if (!(from < to)) throw new AppError('REQUEST_INVALID', 'to: expected a time after from.')
  const period = { fromDay: days.numberOf(from), toDay: days.numberOf(to - 1) + 1 }
  // A period of whole days that the clocks make longer is still one of so many days.
  if (period.toDay - period.fromDay <= MOST_DAYS + 1) return period
  throw new AppError('REQUEST_INVALID', `to: expected a time at most ${MOST_DAYS} days after from.`)
}

/** Each step of a period; the first and the last one are cut to it. */
export function stepsOf(period: Period, step: QualityStep): readonly Period[] {
  const steps: Period[] = []
  for (let fromDay = period.fromDay; fromDay < period.toDay;) {
    const toDay = Math.min(period.toDay, nextFirstDay(step, firstDayOf(step, fromDay)))
    steps.push({ fromDay, toDay })
    fromDay = toDay
  }
  return steps
}

/** A period in parts of which each is read in some milliseconds. */
export function slicesOf({ fromDay, toDay }: Period, atOnce: number): readonly Period[] {
  return Array.from({ length: Math.ceil((toDay - fromDay) / atOnce) }, (_, at) => ({
    fromDay: fromDay + at * atOnce,
    toDay: Math.min(toDay, fromDay + (at + 1) * atOnce),
  }))
}

/** Its beginning and its end. */
export function boundsOf(
  { fromDay, toDay }: Period,
  days: LocalDays,
): { readonly from: WallMs; readonly to: WallMs } {
  return { from: wallMs(days.startOf(fromDay)), to: wallMs(days.startOf(toDay)) }
}
