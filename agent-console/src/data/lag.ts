/** A call this far behind is worth noticing: a prompt comes after the moment it is for. */
export const NOTICED_LAG_MS = 1000
/** So far behind, what the screen shows is history. */
const BAD_LAG_MS = 5000

export type LagLevel = 'none' | 'noticed' | 'bad'

/** How much the lag of a call matters to whoever watches it. */
export function lagLevel(lagMs: number): LagLevel {
  if (lagMs > BAD_LAG_MS) return 'bad'
  return lagMs > NOTICED_LAG_MS ? 'noticed' : 'none'
}
