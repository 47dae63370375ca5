import { expect, test } from 'vitest'
import { AttentionBudget } from '../../../server/actions/attention-budget.ts'
import { wallMs } from '../../../server/contracts/time.ts'

const HOUR_MS = 3_600_000

function shown(budget: AttentionBudget, outcomeId: string, at: number, ruleId = 'a'): void {
  budget.spend('agent-7', { outcomeId, ruleId, at: wallMs(at) })
}

function spent(budget: AttentionBudget, at: number, ruleId = 'a'): readonly number[] {
  const { inHour, ofRuleInHour } = budget.inHour('agent-7', { ruleId, now: wallMs(at) })
  return [inHour, ofRuleInHour]
}

test('what was shown counts for an hour, of its own agent and rule', () => {
  const budget = new AttentionBudget()
  shown(budget, 'one', 0)
  shown(budget, 'two', 1000, 'b')
  expect(spent(budget, 1000)).toEqual([2, 1])
  expect(spent(budget, HOUR_MS - 1)).toEqual([2, 1])
  expect(spent(budget, HOUR_MS)).toEqual([1, 0])
  expect(spent(budget, HOUR_MS + 1000)).toEqual([0, 0])
  expect(budget.inHour('agent-8', { ruleId: 'a', now: wallMs(1000) })).toEqual({ inHour: 0, ofRuleInHour: 0 })
})

test('what was withdrawn no longer counts', () => {
  const budget = new AttentionBudget()
  shown(budget, 'one', 0)
  shown(budget, 'two', 0)
  budget.refund('agent-7', 'one')
  budget.refund('agent-8', 'two')
  expect(spent(budget, 1)).toEqual([1, 1])
})

test('what was shown before a restart counts, and is given back when it is withdrawn', () => {
  const at = (n: number) => ({ outcomeId: `o-${n}`, ruleId: 'a', agentId: 'agent-7', at: wallMs(n) })
  const budget = new AttentionBudget([at(0), at(1000)])
  expect(spent(budget, 2000)).toEqual([2, 2])
  budget.refund('agent-7', 'o-1000')
  expect(spent(budget, 2000)).toEqual([1, 1])
  expect(spent(budget, HOUR_MS)).toEqual([0, 0])
})
