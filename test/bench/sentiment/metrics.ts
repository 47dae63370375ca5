import { seededRandom } from '../../helpers/seeded-random.ts'
import { type Label } from './corpora.ts'

/** What a scorer said of a text, -1 to 1 or on any scale of its own, beside what people said. */
export interface Scored {
  readonly score: number
  readonly label: Label
}

/** At most `negative` is negative, at least `positive` is positive, between them neutral. */
export interface Cuts {
  readonly negative: number
  readonly positive: number
}

export interface Rates {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Probability that a negative text scores below another one, ties counted half (Mann and Whitney). */
export function negativesAuc(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => a.score - b.score)
  let negatives = 0
  let rankSum = 0
  for (let from = 0; from < sorted.length;) {
    let to = from
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1
    const tied = sorted.slice(from, to).filter(({ label }) => label === 'negative').length
    negatives += tied
    rankSum += tied * ((from + 1 + to) / 2)
    from = to
  }
  const others = sorted.length - negatives
  return 1 - (rankSum - (negatives * (negatives + 1)) / 2) / (negatives * others)
}

/** How well the cuts find the texts of one label. */
export function ratesOf(scored: readonly Scored[], label: Label, cuts: Cuts): Rates {
  let hits = 0
  let claimed = 0
  let there = 0
  for (const text of scored) {
    const says = labelOf(text.score, cuts) === label
    if (says) claimed += 1
    if (text.label === label) there += 1
    if (says && text.label === label) hits += 1
  }
  const precision = claimed === 0 ? 0 : hits / claimed
  const recall = there === 0 ? 0 : hits / there
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** Mean F1 of the labels that the texts have; where none is neutral, two of them. */
export function macroF1(scored: readonly Scored[], cuts: Cuts): number {
  const labels = [...new Set(scored.map(({ label }) => label))]
  const sum = labels.reduce((total, label) => total + ratesOf(scored, label, cuts).f1, 0)
  return sum / labels.length
}

/** The cut below which the negatives' F1 is highest. */
export function bestNegativeCut(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => a.score - b.score)
  const there = sorted.filter(({ label }) => label === 'negative').length
  let hits = 0
  let best = { f1: 0, cut: 0 }
  for (const [index, { score, label }] of sorted.entries()) {
    if (label === 'negative') hits += 1
    const next = sorted[index + 1]?.score
    if (next === score) continue
    const f1 = (2 * hits) / (index + 1 + there)
    if (f1 > best.f1) best = { f1, cut: next === undefined ? score : (score + next) / 2 }
  }
  return best.cut
}

/** Two scorers on the same texts in the same order, and what is measured of each. */
export interface Pair {
  readonly ours: readonly Scored[]
  readonly theirs: readonly Scored[]
  readonly ourFigure: (scored: readonly Scored[]) => number
  readonly theirFigure: (scored: readonly Scored[]) => number
}

/** Where ours less theirs lies in 95 % of resamplings of the texts (bootstrap, with a seed). */
export function leadInterval(
  { ours, theirs, ourFigure, theirFigure }: Pair,
  resamplings: number,
): readonly [low: number, high: number] {
  const random = seededRandom(1)
  const leads: number[] = []
  for (let round = 0; round < resamplings; round += 1) {
    const drawn = ours.map(() => Math.floor(random() * ours.length))
    const of = (scored: readonly Scored[]): Scored[] => drawn.flatMap((index) => scored[index] ?? [])
    leads.push(ourFigure(of(ours)) - theirFigure(of(theirs)))
  }
  leads.sort((a, b) => a - b)
  const at = (share: number): number => leads[Math.round(share * (leads.length - 1))] ?? NaN
  return [at(0.025), at(0.975)]
}

function labelOf(score: number, cuts: Cuts): Label {
  if (score <= cuts.negative) return 'negative'
  return score >= cuts.positive ? 'positive' : 'neutral'
}
