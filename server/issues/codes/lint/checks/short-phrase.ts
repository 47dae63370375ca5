import { fewestWords } from '../../../../language/phrases/phrase.ts'
import { saysNothing } from '../../../../language/phrases/says-nothing.ts'
import { phraseFault, phraseLists, type LintCheck } from '../check.ts'

/** One word is enough to say that something is wrong, but seldom what: a code counts what customers tell. */
export const shortPhrase: LintCheck = {
  id: 'short-phrase',
  find(subject) {
    return subject.documents.flatMap((document) =>
      phraseLists(subject, document)
        .filter(({ key }) => key !== 'names')
        .flatMap(({ key, phrases }) =>
          phrases.flatMap((phrase, at) => {
            // Where the channel is clear, a word such as "crashes" may be enough.
            const isShort = key === 'phrases' ? fewestWords(phrase) < 2 : saysNothing(phrase.root)
            if (!isShort) return []
            const message = `"${phrase.text}" can be one word alone and is found too often, expected more words`
            return [phraseFault(document, { key, at, check: shortPhrase.id, message })]
          }),
        ),
    )
  },
}
