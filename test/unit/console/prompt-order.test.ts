import { expect, test } from 'vitest'
import { promptOrder } from '../../../agent-console/src/data/prompt-order.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { buildOutcome } from '../../helpers/message-builders.ts'

function prompt(outcomeId: string, priority: number, change: Partial<Outcome> = {}): Outcome {
  return buildOutcome({ outcomeId, priority, ...change })
}

test('prompts come by priority, of the same the newest first, withdrawn ones last', () => {
  const outcomes = [
    prompt('a', 50),
    prompt('withdrawn', 100, { state: 'retracted' }),
    prompt('b', 50),
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
