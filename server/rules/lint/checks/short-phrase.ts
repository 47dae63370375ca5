import { saysNothing } from '../../../language/phrases/says-nothing.ts'
import { warn, type LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'

/** A phrase that common words alone make up fires all the time. What must be missing may be as short as it likes. */
export const shortPhrase: LintCheck = {
  id: 'short-phrase',
  find({ rules }) {
    return rules.flatMap((document) =>
      phraseLists(document)
        .filter(({ condition }) => condition.kind === 'said')
        .flatMap(({ path, phrases }) =>
          phrases.flatMap(({ text, root }, index) => {
            if (!saysNothing(root)) return []
            const message = `"${text}" can be one common word alone and fires all the time, expected more words`
            return [warn(shortPhrase, document, { path: [...path, index], message })]
          }),
        ),
    )
  },
}
