/** What one utterance of a party adds. */
export interface AffectSample {
  /** Call time at which it ended, in milliseconds. */
  readonly atMs: number
  readonly words: number
  /** -1 to 1, of `scoreWords`. */
  readonly score: number
  /** Nothing but "yes", "okay", "uh huh": see `isBackchannel`. */
  readonly backchannel?: boolean
}

/** How one party has felt through a call: plain data that can be kept as JSON. */
export interface Affect {
  /** Weighted sum of scores and of weights, both halved every three utterances. */
  readonly scoreSum: number
  readonly weightSum: number
  /** Scores of the last utterances that counted, oldest first. */
  readonly last: readonly number[]
  /** What was said at the beginning of the call: sums as above, without decay. */
  readonly early: WeightedSum
  /** What was said within the last minute, oldest first. */
  readonly recent: readonly { readonly atMs: number; readonly words: number; readonly score: number }[]
}

interface WeightedSum {
  readonly scores: number
  readonly words: number
}

/** Utterances until one counts half. */
const HALF_LIFE = 3
const DECAY = 0.5 ** (1 / HALF_LIFE)
/** A shorter utterance says too little. */
const FEWEST_WORDS = 3
/** An utterance weighs by its words up to so many, so that one long story does not stand for the call. */
const MOST_WORDS = 25
const EARLY_MS = 120_000
const RECENT_MS = 60_000
/** Utterances that `sustainedNegative` looks at, how many must be negative, and what negative is. */
const WINDOW = 5
const NEGATIVE_OF_WINDOW = 3
const NEGATIVE = -0.3

export const initialAffect: Affect = {
  scoreSum: 0,
  weightSum: 0,
  last: [],
  early: { scores: 0, words: 0 },
  recent: [],
}

/** The affect after one more utterance; utterances come in the order of their ends. */
export function takeUtterance(affect: Affect, sample: AffectSample): Affect {
  if (sample.words < FEWEST_WORDS || sample.backchannel === true) return affect
  const words = Math.min(sample.words, MOST_WORDS)
  const { atMs, score } = sample
  return {
    scoreSum: affect.scoreSum * DECAY + score * words,
    weightSum: affect.weightSum * DECAY + words,
    last: [...affect.last, score].slice(-WINDOW),
    early: atMs <= EARLY_MS ? add(affect.early, score, words) : affect.early,
    recent: [...affect.recent.filter((each) => each.atMs > atMs - RECENT_MS), { atMs, words, score }],
  }
}

/** -1 to 1, the last utterances counting most; null before the first that counts. */
export function affectLevel(affect: Affect): number | null {
  return affect.weightSum === 0 ? null : affect.scoreSum / affect.weightSum
}

/**
 * How much better the last minute is than the first two, -2 to 2; null in the first two minutes, and while one of the
 * two has no utterance that counts.
 */
export function affectTrend(affect: Affect, atMs: number): number | null {
  if (atMs <= EARLY_MS || affect.early.words === 0) return null
  const lately = affectLately(affect, atMs)
  return lately === null ? null : lately - mean(affect.early)
}

/** The mean of what was said since a minute before `atMs`, -1 to 1; null when none of it counts. */
export function affectLately(affect: Affect, atMs: number): number | null {
  let recent: WeightedSum = { scores: 0, words: 0 }
  for (const each of affect.recent) {
    if (each.atMs > atMs - RECENT_MS) recent = add(recent, each.score, each.words)
  }
  return recent.words === 0 ? null : mean(recent)
}

/** At least three of the last five utterances that counted were negative: more than one bad line. */
export function sustainedNegative(affect: Affect): boolean {
  return affect.last.filter((score) => score <= NEGATIVE).length >= NEGATIVE_OF_WINDOW
}

function add(sum: WeightedSum, score: number, words: number): WeightedSum {
  return { scores: sum.scores + score * words, words: sum.words + words }
}

function mean(sum: WeightedSum): number {
  return sum.scores / sum.words
}
