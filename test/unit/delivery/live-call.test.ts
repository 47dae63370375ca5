import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { callMs } from '../../../server/contracts/time.ts'
import type { CallMessage, CallStart } from '../../../server/contracts/transcript.ts'
import {
  startLiveCall,
  stepLiveCall,
  summarise,
  type LiveCall,
} from '../../../server/delivery/live/live-call.ts'
import {
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'

const LIMITS = { finalsPerCall: 3, outcomesPerCall: 2 }
const NAMES = { queue: 'queue' }

type Later = Exclude<CallMessage, CallStart> | Outcome

function fold(...messages: Later[]): LiveCall {
  return messages.reduce(
    (before, message) => stepLiveCall({ before, message, limits: LIMITS }),
    startLiveCall(buildStart()),
  )
}

const tick = (atMs: number, lagMs: number): Later => ({
  type: 'tick',
  callId: 'call-1',
  seq: 5,
  atMs: callMs(atMs),
  lagMs,
})

const texts = (live: LiveCall): string[] => live.finals.map((final) => final.text)

describe('a live call', () => {
  it('starts from what the start says', () => {
    expect(summarise(fold(), NAMES)).toEqual({
      type: 'call',
      callId: 'call-1',
      call: buildStart().call,
      state: 'live',
      onHold: false,
      atMs: 0,
      lagMs: 0,
      talkMs: { agent: 0, customer: 0 },
      alerts: 0,
      prompts: 0,
      mood: null,
      silenceMs: 0,
      overlap: 0,
      queue: 'billing',
      team: null,
      openCase: null,
    })
  })

  it('takes changes and keeps what they do not name', () => {
    const live = fold(
      buildUpdate({ onHold: true }),
      buildUpdate({ agentId: 'agent-8', attributes: { tier: 'gold' } }),
    )
    expect(live.onHold).toBe(true)
    expect(live.call).toMatchObject({ agentId: 'agent-8', attributes: { queue: 'billing', tier: 'gold' } })
  })

  it('shows what each party is saying until it is final', () => {
    const said = (text: string, state: 'partial' | 'final') =>
      buildUtterance({ text, state, party: 'agent', utteranceId: 'u1' })
    expect(fold(said('good', 'partial'), said('good morning', 'partial')).partials).toMatchObject({
      agent: { text: 'good morning' },
      customer: null,
    })
    const final = fold(said('good', 'partial'), said('good morning', 'final'))
    expect(final.partials.agent).toBeNull()
    expect(texts(final)).toEqual(['good morning'])
  })

  it('keeps a partial that is not the one that became final', () => {
    const live = fold(
      buildUtterance({ text: 'second', state: 'partial', startMs: 5000, utteranceId: 'u2' }),
      buildUtterance({ text: 'first', state: 'final', utteranceId: 'u1' }),
    )
    expect(live.partials.customer?.text).toBe('second')
  })

  it('orders finals by their start, whichever party was decoded first', () => {
    const live = fold(
      buildUtterance({ text: 'late', startMs: 4000, party: 'agent' }),
      buildUtterance({ text: 'early', startMs: 1000, party: 'customer' }),
    )
    expect(texts(live)).toEqual(['early', 'late'])
  })

  it('counts talk from the words of finals, once for each utterance', () => {
    const twice = buildUtterance({ text: 'one two three', utteranceId: 'u1' })
    const live = fold(
      twice,
      buildUtterance({ text: 'one two', utteranceId: 'u1' }),
      buildUtterance({ text: 'yes', party: 'agent', startMs: 2000 }),
      buildUtterance({ text: 'not yet counted', state: 'partial', startMs: 3000 }),
    )
    expect(live.talkMs).toEqual({ agent: 300, customer: 600 })
    expect(texts(live)).toEqual(['one two', 'yes'])
  })

  it('lets an empty final take its partial away', () => {
    const live = fold(
      buildUtterance({ text: 'noise', state: 'partial', utteranceId: 'u1' }),
      buildUtterance({ text: '', state: 'final', utteranceId: 'u1' }),
    )
    expect(live.partials.customer).toBeNull()
    expect(live.finals).toEqual([])
  })

  it('leaves out the oldest finals above its limit, and says how many', () => {
    const finals = [0, 1, 2, 3, 4].map((n) => buildUtterance({ text: `n${String(n)}`, startMs: n * 1000 }))
    const live = fold(...finals)
    expect(texts(live)).toEqual(['n2', 'n3', 'n4'])
    expect(live.finalsLeftOut).toBe(2)
  })

  it('follows position and lag, and never goes back in time', () => {
    expect(fold(tick(3000, 120), tick(2000, 80))).toMatchObject({ atMs: 3000, lagMs: 80 })
  })

  it('counts alerts and prompts that stand', () => {
    const alert = buildOutcome({ kind: 'alert', outcomeId: 'o1' })
    expect(summarise(fold(alert, buildOutcome({ outcomeId: 'o2' })), NAMES)).toMatchObject({
      alerts: 1,
      prompts: 1,
    })
    expect(fold(alert, { ...alert, state: 'confirmed' }).alerts).toBe(1)
    expect(fold(alert, { ...alert, state: 'retracted' }).alerts).toBe(0)
    expect(fold({ ...alert, state: 'held' }).alerts).toBe(0)
  })

  it('keeps the latest state of each outcome, up to its limit', () => {
    const live = fold(
      buildOutcome({ outcomeId: 'o1' }),
      buildOutcome({ outcomeId: 'o2' }),
      buildOutcome({ outcomeId: 'o2', state: 'confirmed' }),
      buildOutcome({ outcomeId: 'o3' }),
    )
    expect([...live.outcomes].map(([id, { state }]) => [id, state])).toEqual([
      ['o2', 'confirmed'],
      ['o3', 'shown'],
    ])
    expect(live.prompts).toBe(3)
  })

  it('has nothing moving after its end', () => {
    const live = fold(
      buildUpdate({ onHold: true }),
      buildUtterance({ text: 'bye', state: 'partial' }),
      tick(4000, 300),
      buildEnd('call-1', 9000),
    )
    expect(live).toMatchObject({ state: 'ended', onHold: false, lagMs: 0, atMs: 9000 })
    expect(live.partials).toEqual({ agent: null, customer: null })
  })

  it('does not change the state it came from', () => {
    const before = fold(buildUtterance({ text: 'one' }), buildOutcome())
    const copy = structuredClone(before)
    stepLiveCall({ before, message: buildUtterance({ text: 'two', startMs: 900 }), limits: LIMITS })
    stepLiveCall({ before, message: buildOutcome({ state: 'retracted' }), limits: LIMITS })
    expect(before).toEqual(copy)
  })
})
