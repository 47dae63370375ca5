import type { Firing } from './firing.ts'

/** Two rules that fire on the same words. */
export interface Overlap {
  /** Of the two, the one that fires less often. */
  readonly rarer: string
  readonly other: string
  /** Times that the rarer one fired on words of the other, of all times that it fired on words. */
  readonly shared: number
  readonly of: number
}

/** Fewer times may be chance. */
const LEAST_SHARED = 5

/** Pairs of rules of which the rarer fires on words of the other at least in this share of cases; by name. */
export function findOverlaps(firings: readonly Firing[], share: number): readonly Overlap[] {
  const times = new Map<string, number>()
  const byUtterance = new Map<string, Firing[]>()
  for (const firing of firings) {
    if (firing.words === null) continue
    times.set(firing.ruleId, (times.get(firing.ruleId) ?? 0) + 1)
    const key = JSON.stringify([firing.callId, firing.words.utteranceId])
    const others = byUtterance.get(key) ?? []
    byUtterance.set(key, others)
    others.push(firing)
  }
  const counts = new Map<string, Overlap>()
  for (const firing of [...byUtterance.values()].flatMap((group) => group.map((each) => ({ each, group })))) {
    for (const other of rulesOn(firing.each, firing.group)) {
      const { ruleId } = firing.each
      const of = times.get(ruleId) ?? 0
      if (!isRarer(ruleId, other, times)) continue
      const key = JSON.stringify([ruleId, other])
      counts.set(key, { rarer: ruleId, other, of, shared: (counts.get(key)?.shared ?? 0) + 1 })
    }
  }
  return [...counts.values()]
    .filter(({ shared, of }) => shared >= LEAST_SHARED && shared / of >= share)
    .toSorted((one, other) => compare(one.rarer, other.rarer) || compare(one.other, other.other))
}

/** Other rules with words in common, each once. */
function rulesOn({ ruleId, words }: Firing, group: readonly Firing[]): ReadonlySet<string> {
  const touching = group.filter((other) => {
    if (other.ruleId === ruleId || words === null || other.words === null) return false
    return other.words.startMs < words.endMs && words.startMs < other.words.endMs
  })
  return new Set(touching.map((other) => other.ruleId))
}

/** Of two that fire equally often, the one whose name comes first. */
function isRarer(one: string, other: string, times: ReadonlyMap<string, number>): boolean {
  return (
    (times.get(one) ?? 0) - (times.get(other) ?? 0) < 0 ||
    (times.get(one) === times.get(other) && one < other)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
