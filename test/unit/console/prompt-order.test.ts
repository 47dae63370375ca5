import { expect, test } from 'vitest'
import { isExpired, promptOrder } from '../../../agent-console/src/data/prompt-order.ts'
import type { Verdict } from '../../../agent-console/src/data/verdicts.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { callMs } from '../../../server/contracts/time.ts'
import { buildOutcome } from '../../helpers/message-builders.ts'

function prompt(outcomeId: string, priority: number, change: Partial<Outcome> = {}): Outcome {
  return buildOutcome({ outcomeId, priority, ...change })
}

test('prompts come by priority, of the same the newest first, withdrawn ones last', () => {
  const outcomes = [
    prompt('a', 50),
    prompt('withdrawn', 100, { state: 'retracted' }),
    prompt('b', 50),
    prompt('outranked', 60, { state: 'retracted', reason: 'outranked' }),
    prompt('alert', 90, { kind: 'alert' }),
    prompt('urgent', 90),
    prompt('hint', 0),
  ]
  expect(promptOrder(outcomes).map(({ outcomeId }) => outcomeId)).toEqual([
    'urgent',
    'b',
    'a',
    'hint',
    'withdrawn',
  ])
})

test.each([
  [null, 1_000_000, false],
  [45_000, 54_999, false],
  [45_000, 55_000, true],
])('a card at 10 s that is of use for %s ms has expired at %s ms: %s', (expiresMs, callAtMs, expired) => {
  const card = { steps: [], link: null, expiresMs }
  expect(isExpired(prompt('a', 50, { atMs: callMs(10_000), card }), callAtMs)).toBe(expired)
})

test('a card that says nothing of it never expires', () => {
  expect(isExpired(prompt('a', 50), 1_000_000)).toBe(false)
})

test('puts behind the others what the agent found wrong or not of use, as long as that was kept', () => {
  const outcomes = [90, 70, 50, 30].map((priority) => buildOutcome({ outcomeId: String(priority), priority }))
  const verdicts = new Map<string, Verdict>([
    ['90', { verdict: 'wrong', state: 'kept' }],
    ['70', { verdict: 'used', state: 'kept' }],
    ['50', { verdict: 'not-now', state: 'failed' }],
  ])
  expect(promptOrder(outcomes, verdicts).map(({ outcomeId }) => outcomeId)).toEqual(['70', '50', '30', '90'])
})
