import { describe, expect, it } from 'vitest'
import { traceCall, type TracedCall } from '../../../../server/rules/engine/trace-call.ts'
import type { Condition } from '../../../../server/rules/compile/rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import * as when from '../../../fixtures/rules/conditions.ts'
import { inShort, matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

const cancel = when.said('customer', ['cancel'])
const CALL = new CallBuilder()
  .update(500, { attributes: { queue: 'billing' } })
  .partial({ id: 'c', text: 'cancel the counsel', fromMs: 1000, atMs: 2200 })
  .final({ id: 'c', text: 'cancel it', fromMs: 1000, atMs: 3000 })
  .update(5000, { attributes: { queue: 'sales' } })
  .final({ id: 'd', text: 'cancel', fromMs: 6000, atMs: 7000 })
  .ticks(7000, 12_000)
  .end(12_500)

function trace(condition: Condition): TracedCall {
  const set = ruleSetOf(when.ruleOf('test-rule', condition), when.ruleOf('other', cancel))
  return traceCall({ set, ruleId: 'test-rule', callId: CALL.callId, messages: CALL.messages })
}

/** `path depth: occurrences; intervals`: a node in short. */
function lines({ nodes }: TracedCall): readonly string[] {
  return nodes.map(({ path, depth, occurrences, held }) => {
    const moments = occurrences.map(({ atMs }) => atMs).join(' ')
    const intervals = held.map(({ fromMs, toMs }) => `${fromMs}-${toMs ?? ''}`).join(' ')
    return `${path} ${depth}: ${moments}; ${intervals}`
  })
}

describe('traceCall', () => {
  it('tells of each condition when it happened and when it held', () => {
    const billing = when.attribute('queue', 'billing')
    expect(lines(trace(when.all(cancel, when.not(billing))))).toEqual([
      'all 0: 6300; 6300-',
      'all[0].said 1: 1300 6300; 1300-',
      'all[1].not 1: ; 0-500 5000-',
      'all[1].not[0].attribute 2: 500; 500-5000',
    ])
  })

  it('tells of what never happened', () => {
    const condition = when.sequence(1000, cancel, when.said('agent', ['offer']))
    expect(lines(trace(condition))).toEqual([
      'sequence 0: ; ',
      'sequence[0].said 1: 1300 6300; 1300-',
      'sequence[1].said 1: ; ',
    ])
  })

  it('joins intervals of states', () => {
    const early: Condition = { kind: 'call-time', firstMs: 4000, afterMs: null }
    const billing = when.attribute('queue', 'billing')
    const all = when.all(cancel, when.any(when.all(early, billing), when.not(when.any(early, billing))))
    expect(lines(trace(all)).slice(2, 3)).toEqual(['all[1].any 1: 500; 500-4000 5000-'])
  })

  it('tells of absences, other rules and evidence', () => {
    const condition = when.absence(when.said('agent', ['offer']), {
      after: when.ruleFires('other'),
      withinMs: 4000,
    })
    const traced = trace(condition)
    expect(lines(traced)).toEqual(['absence 0: 5300 10300; 5300-', 'absence.after.rule 1: 1300 6300; 1300-'])
    expect(traced.nodes[1]?.occurrences[0]?.parts).toMatchObject([{ condition: 'rule', phrase: 'other' }])
  })

  it('gives the matches of the rule as live', () => {
    const set = ruleSetOf(when.ruleOf('test-rule', cancel), when.ruleOf('other', cancel))
    const live = matchesOf(set, CALL.messages).filter(({ rule }) => rule.id === 'test-rule')
    expect(trace(cancel).matches.map(inShort)).toEqual(live.map(inShort))
    expect(live).toHaveLength(4)
  })

  it('refuses a rule that the set does not have', () => {
    const set = ruleSetOf(when.ruleOf('other', cancel))
    const options = { set, ruleId: 'gone', callId: CALL.callId, messages: CALL.messages }
    expect(() => traceCall(options)).toThrow('there is no rule gone')
  })
})
