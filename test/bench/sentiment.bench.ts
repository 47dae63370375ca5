import type { BenchOptions } from './bench-options.ts'
import { atLeast, type BenchResult, type Goal } from './goals.ts'
import { figure, printTable } from './measure/table.ts'
import { CHINESE_REVIEWS, hasChineseReviews, readChineseReviews } from './sentiment/chinese-grams.ts'
import { LABELLED, hasCorpora, readReviews, readTweets, type LabelledText } from './sentiment/corpora.ts'
import { bestNegativeCut, macroF1, negativesAuc, ratesOf, type Scored } from './sentiment/metrics.ts'
import { scorers, type Scorer } from './sentiment/rivals.ts'
import { scoreWords } from '../../server/language/sentiment/sentiment.ts'

type Form = 'spoken' | 'raw'

interface Figures {
  readonly auc: number
  readonly f1: number
}

const HEADINGS = ['', 'AUC', 'neg P', 'neg R', 'neg F1', 'macro-F1', 'neg F1 at 0', 'macro at 0']
/** Utterances a second of one core, at least. */
const FAST = 50_000
/** How far around 0 the default cuts call a text neutral, in each scorer's own steps: none but what is exactly 0. */
const HAIR = 1e-9

/**
 * Ours beside the three scorers that are used most, on texts that nothing was trained or chosen on. Each scorer gets
 * the cut for negatives that had the best F1 on the texts kept for choosing settings; `at 0` is the sign alone.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  if (!hasCorpora()) throw new Error(`the labelled texts are not there: ${LABELLED}`)
  const sets = { tweets: readTweets(), reviews: readReviews() }
  const goals: Record<string, Goal> = {}
  const all = scorers()
  for (const [name, texts] of Object.entries(sets)) {
    for (const form of ['spoken', 'raw'] as const) {
      const figures = report(
        `${name}, ${form === 'raw' ? 'as written' : 'as a recogniser writes'}`,
        texts,
        form,
        all,
      )
      if (form === 'spoken') Object.assign(goals, goalsOf(name, figures))
    }
  }
  reportChinese()
  goals['utterances_per_s'] = atLeast(reportSpeed(sets.tweets, all, options.quick ? 1 : 5), FAST)
  return Promise.resolve({ goals })
}

function report(
  title: string,
  texts: readonly LabelledText[],
  form: Form,
  all: readonly Scorer[],
): readonly Figures[] {
  const held = texts.filter(({ split }) => split === 'report')
  const chosen = texts.filter(({ split }) => split === 'development')
  console.log(`\n${title}: ${held.length} texts, cuts from ${chosen.length} others`)
  const figures: Figures[] = []
  const rows = all.map(({ name, score }) => {
    const score1 = (each: LabelledText): Scored => ({ score: score(each[form]), label: each.label })
    const scored = held.map(score1)
    const negative = bestNegativeCut(chosen.map(score1))
    const sign = { negative: -HAIR, positive: HAIR }
    // A text that is not negative is neutral at 0, if the set has neutral ones.
    const hasNeutral = held.some(({ label }) => label === 'neutral')
    const cuts = { negative, positive: hasNeutral ? Math.max(negative, 0) + HAIR : negative + HAIR }
    const { precision, recall, f1 } = ratesOf(scored, 'negative', cuts)
    const auc = negativesAuc(scored)
    figures.push({ auc, f1 })
    const atSign = [ratesOf(scored, 'negative', sign).f1, macroF1(scored, sign)]
    return [
      name,
      ...[auc, precision, recall, f1, macroF1(scored, cuts), ...atSign].map((value) => figure(value, 3)),
    ]
  })
  printTable(HEADINGS, rows)
  return figures
}

/** Ours is the first; what it is held against is the best of the others. */
function goalsOf(name: string, [ours, ...others]: readonly Figures[]): Record<string, Goal> {
  const lead = (kind: keyof Figures): number =>
    (ours?.[kind] ?? NaN) - Math.max(...others.map((each) => each[kind]))
  return {
    [`${name}_auc_lead`]: atLeast(lead('auc'), 0),
    [`${name}_negative_f1_lead`]: atLeast(lead('f1'), 0),
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

/** Utterances a second, the scorers in turn, the best round of each; returns ours. */
function reportSpeed(texts: readonly LabelledText[], all: readonly Scorer[], rounds: number): number {
  const best = all.map(() => 0)
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { score }] of all.entries()) {
      const startMs = performance.now()
      for (const { spoken } of texts) score(spoken)
      const perSecond = (texts.length / (performance.now() - startMs)) * 1000
      best[index] = Math.max(best[index] ?? 0, perSecond)
    }
  }
  console.log('\nutterances a second on one core')
  const ours = best[0] ?? 0
  const rows = all.map(({ name }, index) => [
    name,
    figure(best[index] ?? NaN),
    figure(ours / (best[index] ?? NaN), 2),
  ])
  printTable(['', 'a second', 'ours / its'], rows)
  return ours
}
