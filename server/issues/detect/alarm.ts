import { TICKS_PER_DAY } from './tick.ts'

/** Evidence for "it is over" that ends an alarm: a thousand to one. */
const CLEAR_EVIDENCE = Math.log(1000)
/** An hour of quiet at least. */
const CLEAR_TICKS = 12
/** The size of an increase is measured over its first hours and then kept. */
const SIZING_TICKS = 24
/** What lasts a week is no incident any more. */
export const NORMAL_AFTER_TICKS = 7 * TICKS_PER_DAY

/** What is known of an alarm that is open: plain data, all numbers. */
export interface Alarm {
  readonly onset: number
  readonly opened: number
  /** Hits since the onset, what was expected, and contacts that could have hit. */
  hits: number
  expected: number
  volume: number
  /** Evidence for the end, and for how many ticks it has been there. */
  over: number
  quietTicks: number
  /** Additional hits for each contact, measured in the first two hours. */
  increase: number
  /** Hits when it was last told of. */
  told: number
}

export function openAlarm(alarm: Pick<Alarm, 'onset' | 'opened' | 'hits' | 'expected' | 'volume'>): Alarm {
  return { ...alarm, over: 0, quietTicks: 0, increase: sizeOf(alarm), told: alarm.hits }
}

/**
 * One tick of an open alarm. It ends when the last ticks speak a thousand to one for the usual rate against the
 * increased one, in proportion to the contacts there were: a quiet night does not end an incident.
 */
export function stepAlarm(
  alarm: Alarm,
  { count, expected, volume, tick }: { count: number; expected: number; volume: number; tick: number },
): 'goes-on' | 'over' | 'usual-now' {
  alarm.hits += count
  alarm.expected += expected
  alarm.volume += volume
  if (tick - alarm.opened <= SIZING_TICKS) alarm.increase = sizeOf(alarm)
  const raised = expected + alarm.increase * volume
  if (raised > 0 && expected > 0) {
    alarm.over = Math.max(0, alarm.over + (raised - expected) - count * Math.log(raised / expected))
  }
  alarm.quietTicks = alarm.over > 0 ? alarm.quietTicks + 1 : 0
  if (alarm.over >= CLEAR_EVIDENCE && alarm.quietTicks >= CLEAR_TICKS) return 'over'
  return tick - alarm.opened >= NORMAL_AFTER_TICKS ? 'usual-now' : 'goes-on'
}

function sizeOf({ hits, expected, volume }: Pick<Alarm, 'hits' | 'expected' | 'volume'>): number {
  return Math.max(0.005, (hits - expected) / Math.max(1, volume))
}

export function alarmNumbers(alarm: Alarm): readonly number[] {
  const { onset, opened, hits, expected, volume, over, quietTicks, increase, told } = alarm
  return [onset, opened, hits, expected, volume, over, quietTicks, increase, told]
}

export function alarmFrom(numbers: readonly number[]): Alarm {
  const [onset = 0, opened = 0, hits = 0, expected = 0, volume = 0, over = 0, quietTicks = 0] = numbers
  const [increase = 0, told = 0] = numbers.slice(7)
  return { onset, opened, hits, expected, volume, over, quietTicks, increase, told }
}
