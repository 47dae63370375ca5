import { describe, expect, it } from 'vitest'
import { AttentionBudget, type AttentionLimits } from '../../../server/actions/attention-budget.ts'
import {
  CallOutcomes,
  type CallOutcomesOptions,
  type Decided,
} from '../../../server/actions/call-outcomes.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { CallBuilder } from '../../fixtures/rules/call-builder.ts'
import { buildEvidence, buildMatch, buildWords, type MatchChange } from '../../helpers/message-builders.ts'

const NOW = wallMs(1_000_000)
const PLENTY: AttentionLimits = { perCall: 100, perAgentHour: 100, perRuleHour: 100 }

function open(
  limits: AttentionLimits = PLENTY,
  budget = new AttentionBudget(),
  articleOf?: CallOutcomesOptions['articleOf'],
): CallOutcomes {
  const known = { agentId: 'agent-7', limits, budget, articleOf }
  return new CallOutcomes({ ...known, quiet: () => null, queueAttribute: 'queue' })
}

/** A match on the customer's words in this stretch of the call. */
function on(startMs: number, endMs: number, change: MatchChange = {}): ReturnType<typeof buildMatch> {
  const evidence = { ...buildEvidence(), startMs: callMs(startMs), endMs: callMs(endMs) }
  return { ...buildMatch({ atMs: callMs(endMs), ...change }), evidence }
}

function told(decided: readonly Decided[]): readonly string[] {
  return decided.map(({ outcome }) => `${outcome.rule} ${outcome.state} ${outcome.reason}`)
}

function take(call: CallOutcomes, match: ReturnType<typeof buildMatch>): readonly string[] {
  const decision = call.take(match, NOW)
  return decision.type === 'ignore' ? [`ignored ${decision.cause}`] : told(decision.decided)
}

describe('two cards for the same words', () => {
  const rule = (id: string, priority: number): MatchChange => ({
    matchId: `match-${id}`,
    rule: { id, version: 1, priority },
  })

  it('are one: the first stays', () => {
    const call = open()
    expect(take(call, on(1000, 2000, rule('a', 50)))).toEqual(['a@1 shown matched'])
    expect(take(call, on(1500, 2500, rule('b', 50)))).toEqual(['b@1 held same-words'])
    expect(take(call, on(2000, 3000, rule('c', 50)))).toEqual(['c@1 shown matched'])
  })

  it('are one: what matters more takes the place', () => {
    const call = open()
    take(call, on(1000, 2000, rule('a', 50)))
    expect(take(call, on(1500, 2500, rule('b', 70)))).toEqual([
      'a@1 retracted outranked',
      'b@1 shown matched',
    ])
    expect(take(call, { ...on(1000, 2000, rule('a', 50)), state: 'confirmed' })).toEqual(['ignored repeated'])
  })

  it('are two again when the first was withdrawn, and for an alert', () => {
    const call = open()
    take(call, on(1000, 2000, rule('a', 50)))
    take(call, { ...on(1000, 2000, rule('a', 50)), state: 'retracted' })
    expect(take(call, on(1000, 2000, rule('b', 50)))).toEqual(['b@1 shown matched'])
    const alert = on(1000, 2000, { ...rule('c', 50), action: { kind: 'alert' } })
    expect(take(call, alert)).toEqual(['c@1 shown matched'])
  })
})

describe('a prompt while the agent speaks', () => {
  const speech = new CallBuilder()
    .partial({ id: 'a', party: 'agent', text: 'let me see', fromMs: 4000, atMs: 5000 })
    .tick(5500)
    .partial({ id: 'a', party: 'agent', text: 'let me see what', fromMs: 4000, atMs: 5600 })
    .tick(5899)
    .tick(5900)
    .messages.slice(1)
  const [speaking, meanwhile, more, still, pause] = speech as [
    CallMessage,
    CallMessage,
    CallMessage,
    CallMessage,
    CallMessage,
  ]
  const match = on(3000, 5300, { rule: { id: 'a', version: 1, priority: 50 } })

  it('waits for the pause, and says so', () => {
    const call = open()
    call.hear(speaking, NOW)
    expect(take(call, match)).toEqual(['a@1 held agent-speaking'])
    expect([meanwhile, more, still].flatMap((message) => call.hear(message, NOW))).toEqual([])
    const let_go = call.hear(pause, wallMs(NOW + 600))
    expect(told(let_go)).toEqual(['a@1 shown matched'])
    expect(let_go[0]).toMatchObject({ reaches: true, outcome: { createdAt: NOW, latencyMs: { wait: 600 } } })
    expect(take(call, { ...match, state: 'confirmed' })).toEqual(['a@1 confirmed confirmed-by-final'])
  })

  it('comes confirmed when the final was quicker than the pause', () => {
    const call = open()
    call.hear(speaking, NOW)
    take(call, match)
    expect(take(call, { ...match, state: 'confirmed' })).toEqual(['ignored held'])
    expect(told(call.hear(pause, NOW))).toEqual(['a@1 confirmed confirmed-by-final'])
  })

  it('never comes when it was withdrawn before the pause', () => {
    const call = open()
    call.hear(speaking, NOW)
    take(call, match)
    expect(take(call, { ...match, state: 'retracted' })).toEqual(['a@1 held not-in-final'])
    expect(call.hear(pause, NOW)).toEqual([])
  })

  it('waits no longer than it is of use', () => {
    const call = open()
    call.hear(speaking, NOW)
    take(call, match)
    const on_and_on = (endMs: number): CallMessage => {
      const text = Array.from({ length: 20 }, () => 'word').join(' ')
      const spoken = { id: 'a', party: 'agent' as const, text, fromMs: endMs - 6000, atMs: endMs }
      const [, message] = new CallBuilder().partial(spoken).messages
      if (message === undefined) throw new TypeError('a partial is a message')
      return message
    }
    expect(call.hear(on_and_on(7799), NOW)).toEqual([])
    expect(told(call.hear(on_and_on(7800), NOW))).toEqual(['a@1 shown matched'])
  })

  it('comes at once when it is urgent, and when the agent has finished', () => {
    const call = open()
    call.hear(speaking, NOW)
    const urgent = on(3000, 5300, { matchId: 'u', rule: { id: 'u', version: 1, priority: 90 } })
    expect(take(call, urgent)).toEqual(['u@1 shown matched'])
    const finished = open()
    const final = new CallBuilder().final({ id: 'a', party: 'agent', text: 'yes', fromMs: 4900, atMs: 5250 })
    for (const message of [speaking, ...final.messages.slice(1)]) finished.hear(message, NOW)
    expect(take(finished, match)).toEqual(['a@1 shown matched'])
  })

  it('of several the most important comes, and those on its words stay held', () => {
    const call = open()
    call.hear(speaking, NOW)
    take(call, on(3000, 5300, { matchId: 'low', rule: { id: 'low', version: 1, priority: 30 } }))
    take(call, on(3000, 5300, { matchId: 'high', rule: { id: 'high', version: 1, priority: 60 } }))
    expect(told(call.hear(pause, NOW))).toEqual(['high@1 shown matched', 'low@1 held same-words'])
  })
})

describe('the attention budget', () => {
  it('of a call is spent by what is shown, and given back by what is withdrawn', () => {
    const call = open({ ...PLENTY, perCall: 2 })
    const at = (n: number): ReturnType<typeof buildMatch> =>
      on(n * 1000, n * 1000 + 500, { matchId: `m${n}`, rule: { id: `r${n}`, version: 1, priority: 70 } })
    expect([1, 2, 3].flatMap((n) => take(call, at(n)))).toEqual([
      'r1@1 shown matched',
      'r2@1 shown matched',
      'r3@1 held budget-spent',
    ])
    take(call, { ...at(1), state: 'retracted' })
    expect(take(call, at(4))).toEqual(['r4@1 shown matched'])
  })

  it('of an hour is shared by the calls of an agent', () => {
    const budget = new AttentionBudget()
    const limits = { ...PLENTY, perAgentHour: 1 }
    take(open(limits, budget), on(1000, 2000))
    const next = open(limits, budget)
    expect(take(next, on(1000, 2000))).toEqual(['cancel-risk@2 held budget-spent'])
    next.agentId = 'agent-8'
    expect(take(next, on(5000, 6000, { matchId: 'later' }))).toEqual(['cancel-risk@2 shown matched'])
  })
})

describe('texts that name what was said', () => {
  const paid = (said: string, state: 'fired' | 'confirmed' = 'fired'): ReturnType<typeof buildMatch> => {
    const words = buildWords(said, 4000)
    return {
      ...buildMatch({
        state,
        action: {
          text: 'Confirm {slot.amount|the amount}: {article.title|no article}.',
          card: { steps: ['Say {slot.amount|it}.'], link: null, expiresMs: null, article: 'refund' },
        },
      }),
      evidence: buildEvidence({ words, slots: [{ name: 'amount', from: 0, to: words.length }] }),
    }
  }
  const articleOf = (id: string): { title: string; body: string } | null =>
    id === 'refund' ? { title: 'Refunds', body: 'Find it.' } : null
  const told = (match: ReturnType<typeof buildMatch>, call: CallOutcomes): unknown => {
    const decision = call.take(match, NOW)
    if (decision.type === 'ignore') return decision.cause
    return decision.decided.map(({ outcome: { text, card } }) => [text, card?.steps])
  }

  it('say it as the final has it', () => {
    const call = open(PLENTY, new AttentionBudget(), articleOf)
    expect(told(paid('twenty dollars'), call)).toEqual([
      ['Confirm twenty dollars: Refunds.', ['Say twenty dollars.']],
    ])
    expect(told(paid('twenty five dollars', 'confirmed'), call)).toEqual([
      ['Confirm twenty five dollars: Refunds.', ['Say twenty five dollars.']],
    ])
  })

  it('say what stands behind the bar where nothing was caught', () => {
    const { slots: _, ...evidence } = paid('twenty dollars').evidence
    expect(told({ ...paid('twenty dollars'), evidence }, open())).toEqual([
      ['Confirm the amount: no article.', ['Say it.']],
    ])
  })
})
