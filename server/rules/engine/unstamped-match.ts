import type { Match, MatchStamps } from '../../contracts/match.ts'

/** A match as the pure core makes it: everything but the wall time of the decision, which only the shell may read. */
export type UnstampedMatch = Omit<Match, 'stamps'> & {
  readonly stamps: Omit<MatchStamps, 'matchedAt'> | null
}
