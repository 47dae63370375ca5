import type { CallMs } from '../../contracts/time.ts'
import type { RuleHit } from './compiled-rule.ts'

/**
 * One time that somebody said what the rule listens for. Hits that share a word are one occasion, however
 * many phrases of the rule fit, so that no word counts twice.
 */
export interface Occasion {
  readonly startMs: CallMs
  readonly endMs: CallMs
  readonly hits: readonly RuleHit[]
}

/** Groups hits of one utterance, given by start, into occasions, by start. */
export function occasionsOf(hits: readonly RuleHit[]): readonly Occasion[] {
  const clusters: { to: number; hits: RuleHit[] }[] = []
  for (const hit of hits) {
    const last = clusters.at(-1)
    if (last !== undefined && hit.from < last.to) {
      last.hits.push(hit)
      last.to = Math.max(last.to, hit.to)
    } else {
      clusters.push({ to: hit.to, hits: [hit] })
    }
  }
  return clusters.map((cluster) => toOccasion(cluster.hits))
}

/** The hit that says most: the longest, of equals the first. Undefined when none passes. */
export function longestHit(
  occasion: Occasion,
  passes: (hit: RuleHit) => boolean = () => true,
): RuleHit | undefined {
  return occasion.hits
    .filter(passes)
    .reduce<RuleHit | undefined>(
      (best, hit) => (best !== undefined && lengthOf(best) >= lengthOf(hit) ? best : hit),
      undefined,
    )
}

function toOccasion(hits: readonly RuleHit[]): Occasion {
  const earliest = hits.reduce((best, hit) => (hit.startMs < best.startMs ? hit : best))
  const latest = hits.reduce((best, hit) => (hit.endMs > best.endMs ? hit : best))
  return { startMs: earliest.startMs, endMs: latest.endMs, hits }
}

function lengthOf(hit: RuleHit): number {
  return hit.to - hit.from
}
