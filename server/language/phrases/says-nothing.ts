import type { PhraseNode } from './phrase.ts'

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

/** Whether one common word alone is a way to say it. */
export function saysNothing(node: PhraseNode): boolean {
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
