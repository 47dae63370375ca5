import type { Match } from '../contracts/match.ts'
import type { LatencyMs } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'

/**
 * Milliseconds of each stage from the end of the evidence's last word to `createdAt`, rounded to a tenth.
 * `settle` is audio time, the others wall time. Empty when a tick decided the match: there was no word to
 * measure from. Clocks of the source and word times are estimates, so a stage is never below zero.
 */
export function latencyOf(match: Match, createdAt: WallMs): LatencyMs {
  const { evidence, stamps } = match
  if (stamps === null) return {}
  const lastWordEndMs = evidence.words.at(-1)?.endMs ?? evidence.endMs
  return {
    network: stage(stamps.heardAt - stamps.capturedAt),
    settle: stage(match.atMs - lastWordEndMs),
    recognise: stage(stamps.decodedAt - stamps.heardAt),
    rules: stage(stamps.matchedAt - stamps.decodedAt),
    actions: stage(createdAt - stamps.matchedAt),
  }
}

function stage(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10)
}
