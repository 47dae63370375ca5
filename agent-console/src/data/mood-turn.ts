import type { MoodSummary } from '../../../server/contracts/events.ts'

/** Against how the customer sounded so long ago, in milliseconds of call time. */
const BACK_MS = 90_000

/** How much better the customer sounds than one and a half minutes ago, -2 to 2; null while that cannot be said. */
export function moodTurn({
  level,
  levels,
  stepMs,
}: Pick<MoodSummary, 'level' | 'levels' | 'stepMs'>): number | null {
  const back = Math.max(1, Math.round(BACK_MS / stepMs))
  const before = levels.at(-1 - back)
  return before === undefined || levels.length <= back ? null : level - before
}
