import { expect, it } from 'vitest'
import { redactKept } from '../../../../server/redaction/redact-words.ts'
import { initialCallState, type CallState } from '../../../../server/rules/engine/call-state.ts'
import { step } from '../../../../server/rules/engine/step.ts'
import { fromKept, toKept } from '../../../../server/rules/keep/kept-form.ts'
import { maskState } from '../../../../server/rules/keep/mask-state.ts'
import { buildRule, saidRule } from '../../../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import { ruleSetOf } from '../../../fixtures/rules/run-call.ts'

const CARD = 'my card number is four five three nine one two seven eight'
const SET = ruleSetOf(
  saidRule(['number is four five'], { id: 'card' }),
  saidRule(['my card number'], { id: 'card-fast', timing: 'fast' }),
  buildRule({
    id: 'in-a-row',
    when: `{ absence: {
      after: { speaker: customer, phrases: [number is four] },
      missing: { speaker: agent, phrases: [thank you] }, within: 30s } }`,
  }),
)

const CALL = new CallBuilder('a')
  .partial({ id: 'u1', text: CARD, fromMs: 1000, atMs: 5500, stayedMs: 900 })
  .tick(6000)
  .final({ id: 'u1', text: CARD, fromMs: 1000, atMs: 6500 })
  .tick(7000)
  .partial({ id: 'u2', text: 'nine one one', fromMs: 7200, atMs: 8500, stayedMs: 900 })

/** The state after each message, and the words of it that reached the store. */
function keptStates(): readonly CallState[] {
  const states: CallState[] = []
  let state = initialCallState('a')
  for (const message of CALL.messages) {
    state = step(SET, state, message).state
    states.push(state)
  }
  return states
}

it('what the engine remembers holds the numbers that were said, and what is kept of it does not', () => {
  const digits = /"(four|five|three|nine|one|two|seven|eight)"/
  const states = keptStates()
  expect(states.filter((state) => digits.test(JSON.stringify(state))).length).toBeGreaterThan(3)
  for (const state of states) expect(JSON.stringify(maskState(state, redactKept))).not.toMatch(digits)
})

it('what is kept of the engine’s state has its form', () => {
  for (const state of keptStates()) {
    const kept = fromKept(JSON.parse(JSON.stringify(toKept(maskState(state, (words) => words)))))
    expect(kept).toEqual(JSON.parse(JSON.stringify(state)))
  }
})
