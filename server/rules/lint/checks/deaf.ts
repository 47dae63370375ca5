import { exactWords, sayable } from '../../../language/phrases/sayable.ts'
import { warn, type Hearing, type LintCheck } from '../check.ts'
import { phraseLists, type PhraseList } from '../phrase-lists.ts'
import { nearHint } from './unknown-word.ts'

/** A phrase that cannot be heard, however it is said: each way to say it has a word that the recogniser never writes. */
export const deafPhrase: LintCheck = {
  id: 'deaf-phrase',
  find({ rules, hearing }) {
    if (hearing === null) return []
    return rules.flatMap((document) =>
      phraseLists(document)
        .filter((list) => !isDeaf(list, hearing))
        .flatMap(({ path, phrases }) =>
          phrases.flatMap(({ text, root }, index) => {
            if (sayable(root, (word) => hearing.hears(word))) return []
            const message = `the model can never hear "${text}", expected words that it knows${hintFor([{ root }], hearing)}`
            return [warn(deafPhrase, document, { path: [...path, index], message })]
          }),
        ),
    )
  },
}

/** A list of phrases of which none can be heard: the part of the rule that waits for it is deaf. */
export const deafRule: LintCheck = {
  id: 'deaf-rule',
  find({ rules, hearing }) {
    if (hearing === null) return []
    return rules.flatMap((document) =>
      phraseLists(document)
        .filter((list) => isDeaf(list, hearing))
        .map(({ path, phrases, condition }) => {
          const what = condition.kind === 'absence' ? 'so they are always missing' : 'so this never happens'
          const message = `the model can hear none of these phrases, ${what}, expected words that it knows${hintFor(phrases, hearing)}`
          return { ...warn(deafRule, document, { path, message }), severity: 'error' as const }
        }),
    )
  },
}

function isDeaf({ phrases }: PhraseList, hearing: Hearing): boolean {
  return !phrases.some(({ root }) => sayable(root, (word) => hearing.hears(word)))
}

function hintFor(phrases: readonly Pick<PhraseList['phrases'][number], 'root'>[], hearing: Hearing): string {
  const words = phrases.flatMap(({ root }) => exactWords(root)).filter((word) => !hearing.hears(word))
  return nearHint(words, hearing)
}
