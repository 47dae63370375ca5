import { callMs, type CallMs } from '../../../contracts/time.ts'
import { talkTime, whenTalkTimeIs, type Hold } from './hold.ts'
import { departures, type Window } from './window.ts'

/**
 * The first call time after `atMs` at which speech leaves one of the windows and `holds` answers otherwise than
 * now; null: it stays as it is. `holds` is asked about talk time.
 */
export function nextDeparture(
  {
    hold,
    windows,
    overMs,
  }: { readonly hold: Hold; readonly windows: readonly Window[]; readonly overMs: number },
  holds: (talkMs: number) => boolean,
  atMs: CallMs,
): CallMs | null {
  if (hold.sinceMs !== null) return null
  const nowMs = talkTime(hold, atMs)
  const now = holds(nowMs)
  const moments = windows.flatMap((window) => departures(window, overMs, nowMs)).sort((a, b) => a - b)
  const change = moments.find((moment) => holds(moment) !== now)
  return change === undefined ? null : whenTalkTimeIs(hold, callMs(change))
}
