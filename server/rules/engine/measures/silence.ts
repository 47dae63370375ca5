import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'
import { quietSinceMs } from './speech.ts'

/**
 * From when on the silence has lasted long enough; null: somebody speaks, or the caller is on hold. Counted from
 * the end of the last speech, or of the last hold, or from the call's start. Missing audio is silence: a source
 * that sends no silence is heard as one with gaps.
 */
export function silentFromMs(measures: Measures, { party, forMs }: StateOf<'silence'>): number | null {
  const { speech, hold, heardFromMs } = measures
  const quietMs = quietSinceMs(speech, party)
  if (quietMs === null || hold.sinceMs !== null) return null
  return Math.max(quietMs, hold.last?.toMs ?? 0, heardFromMs) + forMs
}
