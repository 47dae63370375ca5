import type { Party } from '../../../server/contracts/call.ts'
import { sumWordErrors, wordErrors, wordsOf, type WordErrors } from '../../helpers/word-error-rate.ts'
import { percent, printTable } from './table.ts'

/** What both sides heard of one party, in each run. */
export interface ComparedTexts {
  readonly scene: string
  readonly id: string
  readonly party: Party
  readonly reference: string | null
  readonly plain: readonly string[]
  readonly ours: readonly string[]
}

/** Word errors of both sides; where there is no reference, how many words differ between the two. */
export function printTexts(texts: readonly ComparedTexts[]): void {
  console.log('\nwhat was heard (differ: words of ours that are not those of the plain loop)')
  const rows = texts.map(({ scene, id, party, reference, plain, ours }) => {
    const rate = (heard: readonly string[]): string =>
      reference === null ? '-' : percent(sumWordErrors(errorsOf(reference, heard)).rate)
    const words = (heard: readonly string[]): string =>
      String(Math.round(heard.reduce((sum, text) => sum + wordsOf(text).length, 0) / heard.length))
    const differing = ours.flatMap((text, run) => errorsOf(plain[run] ?? '', [text]))
    return [
      `${id}, ${party}`,
      scene.endsWith('alone') ? 'alone' : 'among others',
      words(plain),
      words(ours),
      rate(plain),
      rate(ours),
      percent(sumWordErrors(differing).rate),
    ]
  })
  printTable(['', '', 'words plain', 'words earshot', 'WER plain', 'WER earshot', 'differ'], rows)
}

/** Word error rate of ours less the plain loop's, over all texts that have a reference. */
export function wordErrorDifference(texts: readonly ComparedTexts[]): number {
  const rate = (heardOf: (text: ComparedTexts) => readonly string[]): number => {
    const errors = texts.flatMap((text) =>
      text.reference === null ? [] : errorsOf(text.reference, heardOf(text)),
    )
    return sumWordErrors(errors).rate
  }
  return rate(({ ours }) => ours) - rate(({ plain }) => plain)
}

function errorsOf(reference: string, heard: readonly string[]): readonly WordErrors[] {
  return heard.map((text) => wordErrors(reference, text))
}
