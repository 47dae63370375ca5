import type { CallMessage } from '../../../server/contracts/transcript.ts'
import type { Rule } from '../../../server/rules/compile/rule.ts'
import { groupsOf } from '../../../server/rules/compile/tree.ts'
import { allConditions } from '../../../server/rules/file/walk.ts'

/**
 * What one would write without an engine: each utterance, partial or final, searched for the words of each rule.
 * It knows no time, no speaker, no settling, no joins, and tells the same words again and again.
 */
export type PlainSearch = (message: CallMessage) => number

/** A regular expression for each rule, tried one after another. */
export function expressionPerRule(rules: readonly Rule[]): PlainSearch {
  const expressions = sourcesOf(rules).map((source) => new RegExp(source, 'u'))
  return onUtterances((text) => {
    let found = 0
    for (const expression of expressions) if (expression.test(text)) found += 1
    return found
  })
}

/** A place of a phrase: a word, or a group in brackets that may hold groups. */
const PLACES = /\((?:[^()]|\([^()]*\))*\)\??|[^\s()]+/g

/** What `re2` has to search for many expressions at once. */
interface ExpressionSet {
  match(text: string): readonly number[]
}

type ExpressionSetMaker = new (sources: readonly string[], flags: string) => ExpressionSet

/** All expressions in one set of `re2`; null where that library is not installed. */
export async function expressionSet(rules: readonly Rule[]): Promise<PlainSearch | null> {
  const maker = await loadSetMaker('re2')
  if (maker === null) return null
  const set = new maker(sourcesOf(rules), 'u')
  return onUtterances((text) => set.match(text).length)
}

/** By a name that is not known when types are checked: nobody needs the library but for this comparison. */
async function loadSetMaker(name: string): Promise<ExpressionSetMaker | null> {
  try {
    const loaded = (await import(name)) as { default: { Set?: ExpressionSetMaker } }
    return loaded.default.Set ?? null
  } catch {
    // Not installed, or built for another Node: the benchmark says so.
    return null
  }
}

/** Each word is given with the space after it. */
function onUtterances(search: (text: string) => number): PlainSearch {
  return (message) => (message.type === 'utterance' ? search(`${message.text} `) : 0)
}

function sourcesOf(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap((rule) => {
    const phrases = allConditions(rule.condition)
      .flatMap((condition) => groupsOf(condition).flatMap(({ group }) => group.phrases))
      .map(({ text }) => toExpression(text))
    return phrases.length === 0 ? [] : [`(?:^| )(?:${phrases.join('|')})`]
  })
}

/** As near as an expression comes to a phrase: beginnings of words, alternatives, what may be left out, gaps. */
function toExpression(phrase: string): string {
  return (phrase.match(PLACES) ?? [])
    .map((place) => {
      const gap = /^\.\.\.(\d*)$/.exec(place)
      if (gap !== null) return `(?:[^ ]+ ){0,${gap[1] === '' ? '3' : (gap[1] ?? '3')}}`
      const mayGo = place.endsWith('?')
      const word = (mayGo ? place.slice(0, -1) : place)
        .replace(/~/g, '')
        .replace(/\(/g, '(?:')
        .replace(/\*/g, '[^ ]*')
      return mayGo ? `(?:${word} )?` : `${word} `
    })
    .join('')
}
