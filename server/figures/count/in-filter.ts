import { isInScope } from '../../contracts/access.ts'
import type { FiguresFilter } from '../../contracts/figures.ts'
import type { FloorPlace } from '../../contracts/floor.ts'

/** Whether what happened in a place is asked for, by whoever answers for it. */
export function isAskedFor(
  place: FloorPlace,
  { site, team, scope }: Pick<FiguresFilter, 'site' | 'team' | 'scope'>,
): boolean {
  if (site !== undefined && (place.site ?? '') !== site) return false
  if (team !== undefined && (place.team ?? '') !== team) return false
  return isInScope(scope, place)
}
