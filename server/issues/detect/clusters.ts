import { type Entry } from './contact-window.ts'

/** Two features are one subject when so much of the rarer one's customers said both. */
const SHARED = 0.34
/** And at least so much of the more frequent one's: a word that is in every second contact ties nothing together. */
const SHARED_OF_LARGER = 0.12

/** A feature that is more frequent than usual. */
export interface Candidate {
  readonly feature: number
  /** -log10 of the chance to see it so often. */
  readonly score: number
  /** Ticks of the window in which it is most surprising. */
  readonly ticks: number
  /** Its usual share of contacts. */
  readonly share: number
}

/** Features that the same customers said, with what these customers said. */
export interface Cluster {
  /** Most surprising first. */
  readonly candidates: readonly Candidate[]
  /** Customers who said the first feature, or two of the others, each with one entry; those with most features first. */
  readonly supporters: readonly Entry[]
  /** The first candidate's score, and more for each further way in which other customers say it. */
  readonly score: number
}

/** Further features that add to a cluster's score. */
const MOST_WAYS = 8
/** Part of the evidence of a further feature that counts, and from which score on it is evidence. */
const WAY_WEIGHT = 0.5
const WAY_FROM = 3

/** Joins candidates that share customers, so that ten ways to say one thing are one issue. */
export function clusterByContacts(
  candidates: readonly Candidate[],
  entries: Iterable<Entry>,
): readonly Cluster[] {
  const said = whoSaid(candidates, entries)
  const roots = joinShared(
    candidates.length,
    said.map((one) => one.indexes),
  )
  const groups = Map.groupBy(candidates.keys(), (index) => rootOf(roots, index))
  return [...groups.values()].map((members) => toCluster(candidates, members, said))
}

/** What one customer said of the candidates, by their numbers, and the contact in which they said most of it. */
interface Said {
  readonly entry: Entry
  readonly indexes: readonly number[]
}

/** A call comes in parts, so what a customer said is put together from all of them. */
function whoSaid(candidates: readonly Candidate[], entries: Iterable<Entry>): readonly Said[] {
  const numbers = new Map(candidates.map(({ feature }, index) => [feature, index]))
  const byPerson = new Map<number, Said & { readonly most: number }>()
  for (const entry of entries) {
    if (!entry.counts) continue
    const found: number[] = []
    for (const feature of entry.features) {
      const index = numbers.get(feature)
      if (index !== undefined) found.push(index)
    }
    if (found.length === 0) continue
    const known = byPerson.get(entry.person)
    const best = known === undefined || found.length > known.most ? { entry, most: found.length } : known
    const indexes = known === undefined ? found : [...known.indexes, ...found]
    byPerson.set(entry.person, { entry: best.entry, most: best.most, indexes })
  }
  return [...byPerson.values()]
}

function toCluster(
  candidates: readonly Candidate[],
  members: readonly number[],
  said: readonly Said[],
): Cluster {
  const ordered = members.toSorted((a, b) => (candidates[b]?.score ?? 0) - (candidates[a]?.score ?? 0))
  const inCluster = new Set(members)
  const supporters = said
    .map(({ entry, indexes }) => ({ entry, hits: indexes.filter((index) => inCluster.has(index)) }))
    .filter(({ hits }) => hits.length > 1 || hits.includes(ordered[0] ?? -1))
    .toSorted((a, b) => b.hits.length - a.hits.length)
    .map(({ entry }) => entry)
  const chosen = ordered.flatMap((index) => candidates[index] ?? [])
  return { candidates: chosen, supporters, score: scoreOf(chosen, said, ordered) }
}

/** Customers who say it in other words are evidence of their own; those who say all of them count once. */
function scoreOf(
  candidates: readonly Candidate[],
  said: readonly Said[],
  ordered: readonly number[],
): number {
  const covered = new Set<Entry>()
  let score = 0
  candidates.slice(0, MOST_WAYS).forEach((candidate, rank) => {
    const index = ordered[rank] ?? -1
    const customers = said.filter(({ indexes }) => indexes.includes(index)).map(({ entry }) => entry)
    const others = customers.filter((entry) => !covered.has(entry))
    for (const entry of others) covered.add(entry)
    const share = others.length / Math.max(1, customers.length)
    score += rank === 0 ? candidate.score : WAY_WEIGHT * share * Math.max(0, candidate.score - WAY_FROM)
  })
  return score
}

/** Union-find over the features of each customer. */
function joinShared(size: number, said: readonly (readonly number[])[]): Int32Array {
  const customers = new Int32Array(size)
  const both = new Map<number, number>()
  for (const indexes of said) {
    for (const one of indexes) {
      customers[one] = (customers[one] ?? 0) + 1
      for (const other of indexes) {
        if (one < other) both.set(one * size + other, (both.get(one * size + other) ?? 0) + 1)
      }
    }
  }
  const roots = Int32Array.from({ length: size }, (_, index) => index)
  for (const [pair, shared] of both) {
    const one = Math.floor(pair / size)
    const other = pair % size
    const sizes = [customers[one] ?? 0, customers[other] ?? 0] as const
    if (shared < SHARED * Math.min(...sizes) || shared < SHARED_OF_LARGER * Math.max(...sizes)) continue
    roots[rootOf(roots, one)] = rootOf(roots, other)
  }
  return roots
}

function rootOf(roots: Int32Array, index: number): number {
  let root = index
  while (roots[root] !== root) root = roots[root] ?? root
  roots[index] = root
  return root
}
