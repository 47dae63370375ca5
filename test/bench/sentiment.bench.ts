import type { BenchOptions } from './bench-options.ts'
import { atLeast, type BenchResult, type Goal } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { CHINESE_REVIEWS, hasChineseReviews, readChineseReviews } from './sentiment/chinese-grams.ts'
import {
  hasCorpora,
  LABELLED,
  readCalmTurns,
  readReviews,
  readTweets,
  type LabelledText,
} from './sentiment/corpora.ts'
import {
  bestNegativeCut,
  leadInterval,
  macroF1,
  negativesAuc,
  ratesOf,
  type Cuts,
  type Scored,
} from './sentiment/metrics.ts'
import { scorers, type Scorer } from './sentiment/rivals.ts'
import { scoreWords } from '../../server/language/sentiment/sentiment.ts'

type Form = 'spoken' | 'raw'

interface Measured {
  readonly scorer: Scorer
  readonly scored: readonly Scored[]
  readonly cuts: Cuts
}

const HEADINGS = ['', 'AUC', 'neg P', 'neg R', 'neg F1', 'macro-F1', 'neg F1 at 0', 'macro at 0']
/** Utterances and written texts a second of one core, at least. */
const FAST = { spoken: 50_000, written: 20_000 }
/** How far around 0 the default cuts call a text neutral, in each scorer's own steps: none but what is exactly 0. */
const HAIR = 1e-9
const RESAMPLINGS = { full: 2000, quick: 200 }
/** From here on a calm customer would count as unhappy. */
const UNHAPPY = -0.3

/**
 * Ours beside the three scorers that are used most, on texts that nothing was trained or chosen on. Each scorer gets
 * the cut for negatives that had the best F1 on the texts kept for choosing settings; `at 0` is the sign alone.
 * Messages and reviews are written, so it is our reading of written texts that has to win, marks stripped or not.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  if (!hasCorpora()) throw new Error(`the labelled texts are not there: ${LABELLED}`)
  const sets = { tweets: readTweets(), reviews: readReviews() }
  const goals: Record<string, Goal> = {}
  const all = scorers()
  const resamplings = options.quick ? RESAMPLINGS.quick : RESAMPLINGS.full
  for (const [name, texts] of Object.entries(sets)) {
    for (const form of ['spoken', 'raw'] as const) {
      const style = form === 'raw' ? 'as written' : 'as a recogniser writes'
      const measured = report(`${name}, ${style}`, texts, form, all)
      Object.assign(goals, goalsOf(`${name}_${form}`, measured, resamplings))
    }
  }
  reportCalm(all)
  reportChinese()
  const rounds = options.quick ? 1 : 5
  const [written = NaN, spoken = NaN] = reportSpeed(sets.tweets, all, rounds)
  goals['texts_per_s'] = atLeast(written, FAST.written)
  goals['utterances_per_s'] = atLeast(spoken, FAST.spoken)
  return Promise.resolve({ goals })
}

function report(
  title: string,
  texts: readonly LabelledText[],
  form: Form,
  all: readonly Scorer[],
): readonly Measured[] {
  const held = texts.filter(({ split }) => split === 'report')
  const chosen = texts.filter(({ split }) => split === 'development')
  console.log(`\n${title}: ${held.length} texts, cuts from ${chosen.length} others`)
  // A text that is not negative is neutral at 0, if the set has neutral ones.
  const hasNeutral = held.some(({ label }) => label === 'neutral')
  const measured = all.map((scorer) => {
    const scoreOne = (each: LabelledText): Scored => ({ score: scorer.score(each[form]), label: each.label })
    const negative = bestNegativeCut(chosen.map(scoreOne))
    const cuts = { negative, positive: hasNeutral ? Math.max(negative, 0) + HAIR : negative + HAIR }
    return { scorer, scored: held.map(scoreOne), cuts }
  })
  printTable(HEADINGS, measured.map(rowOf))
  return measured
}

function rowOf({ scorer, scored, cuts }: Measured): readonly string[] {
  const sign = { negative: -HAIR, positive: HAIR }
  const { precision, recall, f1 } = ratesOf(scored, 'negative', cuts)
  const values = [negativesAuc(scored), precision, recall, f1, macroF1(scored, cuts)]
  const atSign = [ratesOf(scored, 'negative', sign).f1, macroF1(scored, sign)]
  return [scorer.name, ...[...values, ...atSign].map((value) => figure(value, 3))]
}

/** What is measured of a scorer: its AUC, and the F1 of negatives at its cut. */
const FIGURES = {
  auc: () => negativesAuc,
  negative_f1:
    ({ cuts }: Measured) =>
    (scored: readonly Scored[]) =>
      ratesOf(scored, 'negative', cuts).f1,
}

/** Our reading of written texts against the best of the others, each figure by itself. */
function goalsOf(name: string, measured: readonly Measured[], resamplings: number): Record<string, Goal> {
  const ours = measured.find(({ scorer }) => scorer.ours)
  const others = measured.filter(({ scorer }) => !scorer.ours)
  const goals: Record<string, Goal> = {}
  for (const [kind, figureOf] of Object.entries(FIGURES)) {
    const best = others.toSorted((a, b) => figureOf(b)(b.scored) - figureOf(a)(a.scored))[0]
    if (ours === undefined || best === undefined) continue
    const lead = figureOf(ours)(ours.scored) - figureOf(best)(best.scored)
    const pair = {
      ours: ours.scored,
      theirs: best.scored,
      ourFigure: figureOf(ours),
      theirFigure: figureOf(best),
    }
    const interval = leadInterval(pair, resamplings)
    const [low, high] = interval.map((value) => figure(value, 3))
    console.log(
      `${kind}: ${figure(lead, 4)} ahead of ${best.scorer.name}, in 95 % of resamplings ${low} to ${high}`,
    )
    goals[`${name}_${kind}_lead`] = atLeast(lead, 0)
  }
  return goals
}

/** How many turns of calm customers each of ours would call unhappy. */
function reportCalm(all: readonly Scorer[]): void {
  const turns = readCalmTurns()
  console.log(`\ncalm service dialogues: ${turns.length} turns of customers, share at ${UNHAPPY} or below`)
  for (const { name, ours, score } of all) {
    if (ours)
      console.log(`${name}: ${percent(turns.filter((turn) => score(turn) <= UNHAPPY).length / turns.length)}`)
  }
}

function reportChinese(): void {
  if (!hasChineseReviews(CHINESE_REVIEWS)) {
    console.log(`\nChinese: not measured, ${CHINESE_REVIEWS} is not there`)
    return
  }
  const held = readChineseReviews(CHINESE_REVIEWS).filter(({ split }) => split === 'report')
  const startMs = performance.now()
  const scored = held.map(({ text, label }) => ({ score: scoreWords([text], 'zh').score, label }))
  const perSecond = (held.length / (performance.now() - startMs)) * 1000
  const cuts = { negative: 0, positive: HAIR }
  const { precision, recall, f1 } = ratesOf(scored, 'negative', cuts)
  console.log(`\nChinese reviews: ${held.length} texts, cut 0, ${figure(perSecond)} a second`)
  const values = [negativesAuc(scored), precision, recall, f1, macroF1(scored, cuts)]
  printTable(HEADINGS.slice(0, values.length + 1), [['earshot', ...values.map((value) => figure(value, 3))]])
}

/** Texts a second, as each is written, the scorers in turn, the best round of each; returns all. */
function reportSpeed(
  texts: readonly LabelledText[],
  all: readonly Scorer[],
  rounds: number,
): readonly number[] {
  const best = all.map(() => 0)
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { score, form }] of all.entries()) {
      const startMs = performance.now()
      for (const text of texts) score(text[form])
      const perSecond = (texts.length / (performance.now() - startMs)) * 1000
      best[index] = Math.max(best[index] ?? 0, perSecond)
    }
  }
  console.log('\ntexts a second on one core')
  printTable(
    ['', 'a second'],
    all.map(({ name }, index) => [name, figure(best[index] ?? NaN)]),
  )
  return best
}
