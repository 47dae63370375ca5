import type { PhraseNode } from '../../../language/phrases/phrase.ts'
import { warn, type LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'

/** Words that nearly every call has many times; said alone they say nothing of what it is about. */
const COMMON = new Set(
  `a about actually ah all also am an and any are as at be because been but by can could did do does for from get
  go going gonna good got had has have he her here him his how i if i'll i'm in into is it it's its just know like
  look maybe me mean more my no not now of oh ok okay on one or our out over really right she should so some
  something than that that's the their them then there these they thing things think this those to too uh um up
  us very was we well were what when where which who why will with would yeah yes you you're your`.split(
    /\s+/,
  ),
)

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

/** Whether one common word alone is a way to say it. */
function saysNothing(node: PhraseNode): boolean {
  switch (node.kind) {
    case 'word':
      return node.pattern.kind === 'exact' && COMMON.has(node.pattern.text)
    case 'choice':
    case 'list':
      return node.of.some(saysNothing)
    case 'sequence': {
      const needed = node.of.filter(({ kind }) => kind !== 'optional')
      const [only] = needed
      return only !== undefined && needed.length === 1 && saysNothing(only)
    }
    case 'optional':
    case 'gap':
    case 'slot':
      return false
  }
}
