import { expect, it } from 'vitest'
import { AttentionBudget } from '../../../server/actions/attention-budget.ts'
import { CallOutcomes } from '../../../server/actions/call-outcomes.ts'
import type { Match } from '../../../server/contracts/match.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildMatch } from '../../helpers/message-builders.ts'

const LIMITS = { perCall: 100, perAgentHour: 100, perRuleHour: 100 }

function states(...matches: readonly Match[]): readonly string[] {
  const budget = new AttentionBudget()
  const call = new CallOutcomes({
    agentId: 'a',
    limits: LIMITS,
    budget,
    quiet: () => null,
    queueAttribute: 'queue',
  })
  return matches.map((match) => {
    const decision = call.take(match, wallMs(1))
    if (decision.type === 'ignore') return `ignored ${decision.cause}`
    return decision.decided.map(({ outcome: { state, reason } }) => `${state} ${reason}`).join()
  })
}

const fired = buildMatch({ state: 'fired' })
const over = { ...fired, state: 'retracted', because: 'issue-over' } as const

it('a card of an issue that is over is withdrawn, though its words were said', () => {
  expect(states(fired, { ...fired, state: 'confirmed' }, over, over)).toEqual([
    'shown matched',
    'confirmed confirmed-by-final',
    'retracted issue-over',
    'ignored repeated',
  ])
  expect(states({ ...fired, state: 'confirmed' }, over).at(-1)).toBe('retracted issue-over')
  expect(states(fired, over).at(-1)).toBe('retracted issue-over')
})

it('what a final has confirmed is not withdrawn for anything else', () => {
  expect(states(fired, { ...fired, state: 'confirmed' }, { ...fired, state: 'retracted' }).at(-1)).toBe(
    'ignored repeated',
  )
})
