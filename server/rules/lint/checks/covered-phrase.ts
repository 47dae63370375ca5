import { covers } from '../../../language/phrases/covers.ts'
import { warn, type LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'

/** A phrase that holds a shorter one of its list adds nothing: whoever says it has said the shorter one. */
export const coveredPhrase: LintCheck = {
  id: 'covered-phrase',
  find({ rules }) {
    return rules.flatMap((document) =>
      phraseLists(document).flatMap(({ path, phrases }) =>
        phrases.flatMap((phrase, index) => {
          const cover = phrases.find((other, at) => {
            if (other.text === phrase.text || !covers(other.root, phrase.root)) return false
            // Of two that mean the same, the second is too much.
            return at < index || !covers(phrase.root, other.root)
          })
          if (cover === undefined) return []
          const message = `"${phrase.text}" never counts: whoever says it has said "${cover.text}", expected only one of the two`
          return [warn(coveredPhrase, document, { path: [...path, index], message })]
        }),
      ),
    )
  },
}
