import { warn, type LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'

/** The same phrase twice in one list: one of the two was meant to be another. */
export const duplicatePhrase: LintCheck = {
  id: 'duplicate-phrase',
  find({ rules }) {
    return rules.flatMap((document) =>
      phraseLists(document).flatMap(({ path, phrases }) => {
        const texts = phrases.map(({ text }) => text)
        return texts.flatMap((text, index) => {
          if (texts.indexOf(text) === index) return []
          const message = `the phrase "${text}" stands in this list already, expected it once`
          return [warn(duplicatePhrase, document, { path: [...path, index], message })]
        })
      }),
    )
  },
}
