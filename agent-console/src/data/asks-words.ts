import type { ExplainedCondition } from '../../../server/contracts/explanation.ts'
import { readablePhrase } from './readable-phrase.ts'

/** What joins other conditions, by its key in the rule. */
const JOINS: ReadonlyMap<string, string> = new Map([
  ['all', 'All of these'],
  ['any', 'One of these'],
  ['not', 'Not this'],
])

const RULE = /^rule (\S+) fires$/

/** What a condition asks for, in words for people who have not written the rule; `titles` are those of rules by id. */
export function asksWords(
  { asks }: Pick<ExplainedCondition, 'asks'>,
  titles: ReadonlyMap<string, string>,
): string {
  const [, ruleId] = RULE.exec(asks) ?? []
  if (ruleId !== undefined) return `the rule “${titles.get(ruleId) ?? ruleId}” fires`
  const [first = ''] = asks.split(' ')
  const join = JOINS.get(first)
  if (join !== undefined) return join + asks.slice(first.length)
  return asks.replaceAll(/“([^”]*)”/g, (_, phrase: string) => `“${readablePhrase(phrase)}”`)
}

/** Whether a condition only joins others, so that what became of them says it all. */
export function isJoin({ asks }: Pick<ExplainedCondition, 'asks'>): boolean {
  return JOINS.has(asks.split(' ')[0] ?? '')
}
