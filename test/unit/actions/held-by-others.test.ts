import { describe, expect, it } from 'vitest'
import { AttentionBudget } from '../../../server/actions/attention-budget.ts'
import { CallOutcomes, type CallOutcomesOptions } from '../../../server/actions/call-outcomes.ts'
import type { Inhibitor, Match } from '../../../server/contracts/match.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { CallBuilder } from '../../fixtures/rules/call-builder.ts'
import { buildEvidence, buildMatch, buildOutcome } from '../../helpers/message-builders.ts'

const NOW = wallMs(1_000_000)
const PLENTY = { perCall: 9999, perAgentHour: 9999, perRuleHour: 9999 }

function open(change: Partial<CallOutcomesOptions> = {}): CallOutcomes {
  return new CallOutcomes({
    ...{ agentId: 'agent-7', limits: PLENTY, budget: new AttentionBudget(), quiet: () => null },
    queueAttribute: 'queue',
    ...change,
  })
}

/** A match on words of its own. */
function said(id: string, atMs: number, change: Parameters<typeof buildMatch>[0] = {}): Match {
  const match = buildMatch({
    matchId: `${id}-${atMs}`,
    atMs,
    ...change,
    rule: { id, version: 1, title: `title of ${id}`, priority: 50, ...change.rule },
  })
  return { ...match, evidence: buildEvidence({ startMs: callMs(atMs - 50), endMs: callMs(atMs) }) }
}

function by(ruleId: string, forMs: number | null = null): { action: { inhibitedBy: readonly Inhibitor[] } } {
  return { action: { inhibitedBy: [{ ruleId, forMs }] } }
}

function take(call: CallOutcomes, match: Match): readonly unknown[] {
  const decision = call.take(match, NOW)
  if (decision.type === 'ignore') return [decision.cause]
  return decision.decided.map(({ outcome: { state, reason, because } }) =>
    because === undefined ? `${state} ${reason}` : [`${state} ${reason}`, because],
  )
}

const DANGER = { type: 'outcome', rule: 'danger@1', title: 'title of danger' }

describe('a rule that another holds back', () => {
  it('says nothing while the other one stands, and names it', () => {
    const call = open()
    expect(take(call, said('sale', 1000, by('danger')))).toEqual(['shown matched'])
    take(call, said('danger', 2000))
    expect(take(call, said('sale', 900_000, by('danger')))).toEqual([
      ['held inhibited', { ...DANGER, outcomeId: expect.stringMatching(/^[\w-]{22}$/) }],
    ])
    expect(take(call, said('other', 900_000))).toEqual(['shown matched'])
    expect(take(call, said('sale', 950_000, by('nobody')))).toEqual(['shown matched'])
  })

  it.each([
    [61_999, 'held inhibited'],
    [62_000, 'shown matched'],
  ])('for the time that the other one asks for: at %s ms it is %s', (atMs, expected) => {
    const call = open()
    take(call, said('danger', 2000))
    expect(take(call, said('sale', atMs, by('danger', 60_000))).flat()[0]).toBe(expected)
  })

  it('is free once the other one is withdrawn, and until it is shown at all', () => {
    const call = open()
    const danger = said('danger', 2000)
    take(call, danger)
    take(call, { ...danger, state: 'retracted' })
    expect(take(call, said('sale', 3000, by('danger')))).toEqual(['shown matched'])
    take(call, said('danger', 4000, { rule: { status: 'shadow' } }))
    expect(take(call, said('sale', 5000, by('danger')))).toEqual(['shown matched'])
  })

  it('stays held when it was, and is held by the earlier one where the later is withdrawn', () => {
    const call = open()
    take(call, said('danger', 2000))
    const later = said('danger', 3000)
    take(call, later)
    const held = said('sale', 4000, by('danger'))
    take(call, held)
    take(call, { ...later, state: 'retracted' })
    expect(take(call, { ...held, state: 'confirmed' })).toEqual(['held'])
    expect(take(call, said('sale', 5000, by('danger'))).flat()[0]).toBe('held inhibited')
  })

  it('is held in a call of any length, by what was said before a restart, too', () => {
    const call = open()
    take(call, said('danger', 2000, { state: 'confirmed' }))
    for (let n = 0; n < 600; n += 1) take(call, said('chat', 3000 + n * 100, { state: 'confirmed' }))
    expect(take(call, said('sale', 100_000, by('danger'))).flat()[0]).toBe('held inhibited')

    const outcome = buildOutcome({ rule: 'danger@3', callId: 'call-0', state: 'confirmed' })
    const restarted = open({ earlier: [{ outcome, atMs: callMs(-5000) }] })
    expect(take(restarted, said('sale', 1000, by('danger', 7000))).flat()[0]).toBe('held inhibited')
    expect(take(restarted, said('sale', 2000, by('danger', 7000)))).toEqual(['shown matched'])
  })

  it('is held when it waited for a pause in which the other one came', () => {
    const call = open()
    const speaks = new CallBuilder()
      .partial({ id: 'a', party: 'agent', text: 'let me see', fromMs: 4000, atMs: 5000 })
      .messages.slice(1)
    for (const message of speaks) call.hear(message, NOW)
    expect(take(call, said('sale', 5000, by('danger')))).toEqual(['held agent-speaking'])
    take(call, said('danger', 5100, { action: { kind: 'alert' } }))
    const pause = new CallBuilder().tick(9000).messages.slice(1)
    const told = pause.flatMap((message) => call.hear(message, NOW)).map(({ outcome }) => outcome)
    expect(told).toMatchObject([{ state: 'held', reason: 'inhibited', because: DANGER }])
  })
})

describe('an alert that is told in a group', () => {
  const alert = (atMs: number, severity: 'high' | 'critical' = 'high'): Match =>
    said('hold', atMs, { rule: { severity }, action: { kind: 'alert', cooldownMs: 60_000 } })

  it('is held and names its case, uses up no cooldown, and is taken back with its words', () => {
    let caseId: string | null = 'group-1'
    const call = open({ grouping: { groupFor: () => caseId } })
    const group = { type: 'group', caseId: 'group-1' }
    expect(take(call, alert(1000))).toEqual([['held grouped', group]])
    expect(take(call, { ...alert(1000), state: 'confirmed' })).toEqual(['held'])
    expect(take(call, { ...alert(1000), state: 'retracted' })).toEqual([['held not-in-final', group]])
    expect(take(call, { ...alert(1000), state: 'retracted' })).toEqual(['held'])
    caseId = null
    expect(take(call, alert(2000))).toEqual(['shown matched'])
  })

  it('is shown by itself all the same when it is critical', () => {
    const call = open({ grouping: { groupFor: () => 'group-1' } })
    expect(take(call, alert(1000, 'critical'))).toEqual(['shown matched'])
  })
})
