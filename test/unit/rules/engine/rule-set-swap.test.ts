import { describe, expect, it } from 'vitest'
import type { CallMessage } from '../../../../server/contracts/transcript.ts'
import type { RuleSet } from '../../../../server/rules/compile/compile.ts'
import { initialCallState } from '../../../../server/rules/engine/call-state.ts'
import { step } from '../../../../server/rules/engine/step.ts'
import type { UnstampedMatch } from '../../../../server/rules/engine/unstamped-match.ts'
import { buildRule, saidRule } from '../../../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import { ruleSetOf } from '../../../fixtures/rules/run-call.ts'

/** Plays a call of which the messages from `swapAt` on (by seq) are judged by another rule set. */
function play(
  messages: readonly CallMessage[],
  sets: { before: RuleSet; after: RuleSet; swapAt: number },
): readonly string[] {
  let state = initialCallState('call-1')
  const matches: UnstampedMatch[] = []
  for (const message of messages) {
    const stepped = step(message.seq < sets.swapAt ? sets.before : sets.after, state, message)
    state = stepped.state
    matches.push(...stepped.matches)
  }
  return matches.map(({ rule, state: change, atMs }) => `${change} ${rule.id}@${rule.version} @${atMs}`)
}

const HELLO = saidRule(['hello'], { id: 'hello' })
const OTHER = saidRule(['good day'], { id: 'other' })

const GREETED = new CallBuilder()
  .partial({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 2000 })
  .final({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 3000 }).messages

const MISSING = 'missing: { speaker: agent, phrases: [recorded] }, within: 30s'

describe('a new rule set in the middle of a call', () => {
  it('leaves an unchanged rule its half-matched state', () => {
    const sets = { before: ruleSetOf(HELLO), after: ruleSetOf(OTHER, HELLO), swapAt: 3 }
    expect(play(GREETED, sets)).toEqual(['fired hello@1 @2000', 'confirmed hello@1 @3000'])
  })

  it('retracts what a changed rule had fired, and lets the new version begin anew', () => {
    const changed = saidRule(['hello', 'hi'], { id: 'hello', version: 2 })
    const sets = { before: ruleSetOf(HELLO), after: ruleSetOf(changed), swapAt: 3 }
    expect(play(GREETED, sets)).toEqual([
      'fired hello@1 @2000',
      'retracted hello@1 @3000',
      'fired hello@2 @3000',
      'confirmed hello@2 @3000',
    ])
  })

  it('retracts what a removed rule had fired', () => {
    const sets = { before: ruleSetOf(HELLO), after: ruleSetOf(), swapAt: 3 }
    expect(play(GREETED, sets)).toEqual(['fired hello@1 @2000', 'retracted hello@1 @3000'])
  })

  it('lets the watch of an unchanged absence run on', () => {
    const absence = buildRule({ id: 'absence', when: `{ absence: { ${MISSING} } }` })
    const call = new CallBuilder().tick(10_000).tick(30_000).tick(31_000)
    const sets = { before: ruleSetOf(absence), after: ruleSetOf(absence, HELLO), swapAt: 3 }
    expect(play(call.messages, sets)).toEqual(['fired absence@1 @30000', 'confirmed absence@1 @31000'])
  })

  it('does not judge the start of a call that a new rule has not heard', () => {
    const absence = buildRule({ id: 'absence', when: `{ absence: { ${MISSING} } }` })
    const call = new CallBuilder().tick(10_000).tick(30_000).tick(60_000)
    const sets = { before: ruleSetOf(HELLO), after: ruleSetOf(absence, HELLO), swapAt: 3 }
    expect(play(call.messages, sets)).toEqual([])
  })

  it('lets a new rule begin an absence by its phrase', () => {
    const after = 'after: { speaker: customer, phrases: [hello] }'
    const absence = buildRule({ id: 'absence', when: `{ absence: { ${after}, ${MISSING} } }` })
    const call = new CallBuilder()
      .tick(10_000)
      .final({ id: 'u1', text: 'hello', fromMs: 11_000, atMs: 12_000 })
      .tick(42_000)
      .tick(43_000)
    const sets = { before: ruleSetOf(), after: ruleSetOf(absence), swapAt: 3 }
    expect(play(call.messages, sets)).toEqual(['fired absence@1 @42000', 'confirmed absence@1 @43000'])
  })
})
