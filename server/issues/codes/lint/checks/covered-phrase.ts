import { covers } from '../../../../language/phrases/covers.ts'
import { phraseFault, phraseLists, type LintCheck } from '../check.ts'

/** A phrase that holds a shorter one of its list adds nothing: whoever says it has said the shorter one. */
export const coveredPhrase: LintCheck = {
  id: 'covered-phrase',
  find(subject) {
    return subject.documents.flatMap((document) =>
      phraseLists(subject, document).flatMap(({ key, phrases }) =>
        phrases.flatMap((phrase, at) => {
          const cover = phrases.find((other, index) => {
            if (other.text === phrase.text || !covers(other.root, phrase.root)) return false
            // Of two that mean the same, the second is too much.
            return index < at || !covers(phrase.root, other.root)
          })
          if (cover === undefined) return []
          const message = `"${phrase.text}" never counts: whoever says it has said "${cover.text}", expected only one of the two`
          return [phraseFault(document, { key, at, check: coveredPhrase.id, message })]
        }),
      ),
    )
  },
}
