import { callMs, type CallMs } from '../../../contracts/time.ts'
import type { Calendar } from '../../compile/rule.ts'
import { offsetMs } from '../../../platform/zone-offset.ts'
import { DAY_MS, localTime, nextQuarter } from './local-time.ts'
import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'

const MINUTE_MS = 60_000

export function timeHolds({ zeroAt }: Measures, { hours, open }: StateOf<'time'>, atMs: CallMs): boolean {
  return zeroAt !== null && isOpen(hours, Math.floor(zeroAt + atMs)) === open
}

/**
 * When the site opens or closes next, or a later moment of the same day at which its hours say something. Where
 * the clocks are put forward or back before that: the next quarter of an hour, to be asked again.
 */
export function timeChangesMs({ zeroAt }: Measures, { hours }: StateOf<'time'>, atMs: CallMs): CallMs | null {
  if (zeroAt === null) return null
  const wallMs = Math.floor(zeroAt + atMs)
  const { day, date, ofDayMs } = localTime(hours.zone, wallMs)
  const today = hours.holidays.includes(date) ? [] : hours.hours.filter(({ days }) => days.includes(day))
  const moments = today.flatMap(({ from, to }) => [from * MINUTE_MS, to * MINUTE_MS])
  const next = Math.min(DAY_MS, ...moments.filter((ms) => ms > ofDayMs))
  const nextWallMs = wallMs + next - ofDayMs
  const steady = offsetMs(hours.zone, nextWallMs) === offsetMs(hours.zone, wallMs)
  return callMs((steady ? nextWallMs : nextQuarter(wallMs)) - zeroAt)
}

function isOpen({ zone, hours, holidays }: Calendar, wallMs: number): boolean {
  const { date, day, ofDayMs } = localTime(zone, wallMs)
  if (holidays.includes(date)) return false
  return hours.some(
    ({ days, from, to }) => days.includes(day) && ofDayMs >= from * MINUTE_MS && ofDayMs < to * MINUTE_MS,
  )
}
