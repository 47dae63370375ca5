import { describe, expect, it } from 'vitest'
import { initialCallState, type CallState } from '../../../../server/rules/engine/call-state.ts'
import { MAX_FAILURES } from '../../../../server/rules/engine/run-rules.ts'
import { step, type CallStep } from '../../../../server/rules/engine/step.ts'
import type { RuleSet } from '../../../../server/rules/compile/compile.ts'
import type { CallMessage } from '../../../../server/contracts/transcript.ts'
import { saidRule } from '../../../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import { inShort } from '../../../fixtures/rules/run-call.ts'
import { withThrowingRule } from '../../../fixtures/rules/throwing-rule.ts'

const BROKEN = saidRule(['hello'], { id: 'broken' })
const SOUND = saidRule(['hello'], { id: 'sound' })

function steps(set: RuleSet, messages: readonly CallMessage[]): readonly CallStep[] {
  let state: CallState = initialCallState('call-1')
  return messages.map((message) => {
    const stepped = step(set, state, message)
    state = stepped.state
    return stepped
  })
}

function hellos(count: number): readonly CallMessage[] {
  const call = new CallBuilder()
  for (let index = 1; index <= count; index += 1) {
    call.final({ id: `u${index}`, text: 'hello', fromMs: index * 5000, atMs: index * 5000 + 1000 })
  }
  return call.messages
}

describe('a rule that throws', () => {
  it('is told, and costs no other rule anything', () => {
    const set = withThrowingRule([BROKEN, SOUND], 'broken', () => true)
    const [, stepped] = steps(set, hellos(1))
    expect(stepped?.failed).toMatchObject([
      { ruleId: 'broken', disabled: false, error: new Error('this rule is broken') },
    ])
    expect(stepped?.matches.map((match) => `${match.rule.id} ${match.state}`)).toEqual([
      'sound fired',
      'sound confirmed',
    ])
  })

  it('is silent for the rest of the call after too many failures', () => {
    const set = withThrowingRule([BROKEN, SOUND], 'broken', () => true)
    const stepped = steps(set, hellos(MAX_FAILURES + 2)).slice(1)
    expect(stepped.map(({ failed }) => failed.map(({ disabled }) => disabled))).toEqual([
      [false],
      [false],
      [true],
      [],
      [],
    ])
    expect(stepped.every(({ matches }) => matches.length === 2)).toBe(true)
  })

  it('goes on with the state it had when it throws only once', () => {
    const set = withThrowingRule([BROKEN], 'broken', (_, input) => input.seq === 3)
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 2000 })
      .partial({ id: 'u1', text: 'well hello', fromMs: 1000, atMs: 2100 })
      .final({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 3000 })
    const stepped = steps(set, call.messages)
    expect(stepped.map(({ failed }) => failed.length)).toEqual([0, 0, 1, 0])
    const matches = stepped.flatMap((each) => each.matches)
    expect(matches.map(inShort)).toEqual(['fired hello @2000', 'confirmed hello @3000'])
  })

  it('leaves nothing undecided when it is switched off', () => {
    const set = withThrowingRule([BROKEN], 'broken', (_, input) => input.seq >= 3)
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 2000 })
      .partial({ id: 'u1', text: 'well hello', fromMs: 1000, atMs: 3000 })
      .partial({ id: 'u1', text: 'so well hello', fromMs: 1000, atMs: 4000 })
      .partial({ id: 'u1', text: 'oh so well hello', fromMs: 1000, atMs: 5000 })
      .final({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 6000 })
    const stepped = steps(set, call.messages)
    expect(stepped.flatMap(({ matches }) => matches).map(inShort)).toEqual([
      'fired hello @2000',
      'retracted hello @5000',
    ])
    expect(stepped.at(-1)?.state.rules).toEqual({})
  })
})
