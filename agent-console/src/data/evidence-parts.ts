import type { Evidence, EvidencePart } from '../../../server/contracts/match.ts'

/** So many parts are named beside the one that decided; the rest is counted. */
const MOST_NAMED = 4

/** Outcomes that were kept before parts were told have none. */
type KeptEvidence = Omit<Evidence, 'others'> & Partial<Pick<Evidence, 'others'>>

/** What else held when an outcome came, each thing once, and how many are left out. */
export function otherParts(evidence: KeptEvidence): {
  readonly parts: readonly EvidencePart[]
  readonly left: number
} {
  const seen = new Set([nameOf(evidence)])
  const parts = (evidence.others ?? []).filter((part) => {
    const name = nameOf(part)
    return !seen.has(name) && seen.add(name)
  })
  return { parts: parts.slice(0, MOST_NAMED), left: Math.max(0, parts.length - MOST_NAMED) }
}

function nameOf({ condition, phrase, startMs, words }: Omit<EvidencePart, 'score'>): string {
  return [condition, phrase, words.length === 0 ? '' : startMs].join('\n')
}
