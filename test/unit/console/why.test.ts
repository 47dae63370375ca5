import { describe, expect, test } from 'vitest'
import { conditionTree, type ConditionBranch } from '../../../agent-console/src/data/condition-tree.ts'
import { ruleChoices } from '../../../agent-console/src/data/rule-choices.ts'
import { asksWords, isJoin } from '../../../agent-console/src/data/asks-words.ts'
import type { ExplainedCondition, RuleInCall } from '../../../server/contracts/explanation.ts'

function condition(path: string, depth: number): ExplainedCondition {
  return { path, depth, asks: path, isState: false, happened: [], held: [], heldThen: false }
}

/** A branch as `path(members…)`, with what lacked of it after a colon. */
function show({ condition: { path }, lack, members }: ConditionBranch): string {
  const inner = members.length === 0 ? '' : `(${members.map(show).join(' ')})`
  return `${path}${inner}${lack === null ? '' : `:${lack}`}`
}

test('conditions lie within each other by their depth, each with what lacked of it', () => {
  const conditions = [
    ...[condition('all', 0), condition('any', 1), condition('x', 2), condition('y', 2)],
    ...[condition('not', 1), condition('z', 2)],
  ]
  const lack = { nearest: null, measured: null, lateMs: null }
  const nearestMiss = {
    atMs: 0,
    held: 0.5,
    lacks: [
      { path: 'y', detail: 'never', ...lack },
      { path: 'not', detail: 'it was so', ...lack },
    ],
  }
  expect(conditionTree({ conditions, nearestMiss }).map(show)).toEqual([
    'all(any(x y:never) not(z):it was so)',
  ])
  expect(conditionTree({ conditions: [condition('said', 0)], nearestMiss: null }).map(show)).toEqual(['said'])
  expect(conditionTree({ conditions: [], nearestMiss: null })).toEqual([])
})

describe('rules to choose from', () => {
  const rule = (ruleId: string, fired: number, near: number): RuleInCall => ({
    ...{ ruleId, title: `Rule ${ruleId}`, status: 'live', kind: 'prompt', fired, near },
  })
  const rules = [rule('hold', 2, 1), rule('refund', 0, 0.6), rule('hold-long', 0, 0.2), rule('calm', 0, 0)]
  const found = (text: string): unknown =>
    ruleChoices(rules, text).map((group) => [group.name, ...group.rules.map(({ ruleId }) => ruleId)])

  test('stand by how far they came', () => {
    expect(found('')).toEqual([
      ['Fired', 'hold'],
      ['Came near', 'refund'],
      ['Other rules', 'hold-long', 'calm'],
    ])
  })

  test('are found by their words', () => {
    expect(found('HOLD rule')).toEqual([
      ['Fired', 'hold'],
      ['Other rules', 'hold-long'],
    ])
    expect(found('nothing like it')).toEqual([])
  })
})

test.each([
  ['all within 30 s', 'All of these within 30 s', true],
  ['any', 'One of these', true],
  ['not', 'Not this', true],
  [
    'said by agent: “put (you|them) on hold”, “one moment*”',
    'said by agent: “put you on hold”, “one moment…”',
    false,
  ],
  ['rule upset fires', 'the rule “Customer is upset” fires', false],
  ['rule gone fires', 'the rule “gone” fires', false],
  ['anybody knows', 'anybody knows', false],
])('%s is put into words', (asks, words, joins) => {
  expect(asksWords({ asks }, new Map([['upset', 'Customer is upset']]))).toBe(words)
  expect(isJoin({ asks })).toBe(joins)
})
