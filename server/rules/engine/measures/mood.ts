import { callMs, type CallMs } from '../../../contracts/time.ts'
import { affectLevel, affectTrend, initialAffect, takeUtterance } from '../../../language/sentiment/affect.ts'
import { isBackchannel } from '../../../language/sentiment/backchannel.ts'
import { scoreWords, supported } from '../../../language/sentiment/sentiment.ts'
import { isWithin } from './bounds.ts'
import type { SpokenFact } from './fact.ts'
import type { MeasureNeeds } from './needs.ts'
import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'

/** A trend is looked at in steps: what leaves its windows does so at the end of one. */
const TREND_STEP_MS = 5000

/** A trend compares the call's beginning, up to here, … */
const BEGINNING_MS = 180_000

/** … with the time before, back to here: when nobody speaks for longer, nothing is left that could change. */
const LATELY_MS = 60_000

/** Words are weighed only of parties that a rule asks for, in languages whose moods are known. */
export function takeMoods(
  { moods, language }: Measures,
  fact: SpokenFact,
  needs: MeasureNeeds,
): Measures['moods'] {
  const { party, words, atMs } = fact
  if (words.length === 0 || language === null) return moods
  if (!needs.moods.includes(party) || !supported(language)) return moods
  const texts = words.map(({ text }) => text)
  const score = roundScore(scoreWords(texts, language).score)
  const sample = { atMs, words: words.length, score, backchannel: isBackchannel(texts) }
  const affect = takeUtterance(moods[party] ?? initialAffect, sample)
  // Only a trend asks for single utterances of late, which are most of what there is to keep.
  return { ...moods, [party]: needs.trends.includes(party) ? affect : { ...affect, recent: [] } }
}

export function moodHolds(measures: Measures, condition: StateOf<'sentiment'>): boolean {
  return isWithin(condition, moodAt(measures, condition))
}

/** The party's mood, -1 to 1; null while it has none. */
export function moodAt({ moods }: Measures, { party }: StateOf<'sentiment'>): number | null {
  const affect = moods[party]
  return affect === undefined ? null : affectLevel(affect)
}

export function trendHolds(measures: Measures, condition: StateOf<'sentiment-trend'>, atMs: CallMs): boolean {
  return isWithin(condition, trendAt(measures, condition, atMs))
}

/** How the party's mood has changed, -2 to 2; null while that is not known. */
export function trendAt(
  { moods }: Measures,
  { party }: StateOf<'sentiment-trend'>,
  atMs: CallMs,
): number | null {
  const affect = moods[party]
  return affect === undefined ? null : affectTrend(affect, stepAfter(atMs))
}

export function trendChangesMs(
  measures: Measures,
  condition: StateOf<'sentiment-trend'>,
  atMs: CallMs,
): CallMs | null {
  if (measures.moods[condition.party] === undefined) return null
  const now = trendHolds(measures, condition, atMs)
  const lastMs = Math.max(atMs, BEGINNING_MS) + LATELY_MS + TREND_STEP_MS
  for (let step = stepAfter(atMs); step <= lastMs; step = stepAfter(step)) {
    if (trendHolds(measures, condition, step) !== now) return step
  }
  return null
}

function stepAfter(atMs: CallMs): CallMs {
  return callMs((Math.floor(atMs / TREND_STEP_MS) + 1) * TREND_STEP_MS)
}

/** Two places are more than a score is good for, and three take little room in the state of a call. */
function roundScore(score: number): number {
  return Math.round(score * 1000) / 1000
}
