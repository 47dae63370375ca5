import type { Bounds } from '../../compile/rule.ts'

/** Whether a value lies strictly within the bounds; what has not been measured (null) does not. */
export function isWithin({ above, below }: Bounds, value: number | null): boolean {
  if (value === null) return false
  return (above === null || value > above) && (below === null || value < below)
}
