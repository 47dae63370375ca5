import type { Party } from '../../../server/contracts/call.ts'
import { sumWordErrors, wordErrors, wordsOf, type WordErrors } from '../../helpers/word-error-rate.ts'
import { percent, printTable } from './table.ts'

/** What both sides heard of one party in one run. */
export interface ComparedTexts {
  readonly scene: string
  readonly id: string
  readonly party: Party
  readonly reference: string | null
  readonly plain: string
  readonly ours: string
}

/** Word errors of both sides; where there is no reference, how many words differ between the two. */
export function printTexts(texts: readonly ComparedTexts[]): void {
  console.log('\nwhat was heard (differ: words of ours that are not those of the plain loop)')
  const rows = texts.map(({ scene, id, party, reference, plain, ours }) => {
    const rate = (heard: string): string =>
      reference === null ? '-' : percent(wordErrors(reference, heard).rate)
    return [
      `${id}, ${party}`,
      scene.endsWith('alone') ? 'alone' : 'among others',
      String(wordsOf(plain).length),
      String(wordsOf(ours).length),
      rate(plain),
      rate(ours),
      percent(wordErrors(plain, ours).rate),
    ]
  })
  printTable(['', '', 'words plain', 'words earshot', 'WER plain', 'WER earshot', 'differ'], rows)
}

/** Word error rate of ours less the plain loop's, over all texts that have a reference. */
export function wordErrorDifference(texts: readonly ComparedTexts[]): number {
  const rate = (heardOf: (text: ComparedTexts) => string): number => {
    const errors = texts.flatMap((text): readonly WordErrors[] =>
      text.reference === null ? [] : [wordErrors(text.reference, heardOf(text))],
    )
    return sumWordErrors(errors).rate
  }
  return rate(({ ours }) => ours) - rate(({ plain }) => plain)
}
