import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import type { CallInfo } from '../../../../server/contracts/call.ts'
import { EARLIER_CONTACTS, formatContacts } from '../../../../server/contracts/earlier-contacts.ts'
import type { Condition, StateCondition } from '../../../../server/rules/compile/rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import * as when from '../../../fixtures/rules/conditions.ts'
import { inShort, matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

function play(condition: Condition, call: CallBuilder): readonly string[] {
  return matchesOf(ruleSetOf(when.ruleOf('test-rule', condition)), call.messages).map(inShort)
}

/** Times at which a rule was confirmed: when the state began, or the words ended. */
function momentsOf(condition: Condition, call: CallBuilder): readonly number[] {
  return matchesOf(ruleSetOf(when.ruleOf('test-rule', condition)), call.end(400_000).messages)
    .filter(({ state }) => state === 'confirmed')
    .map(({ evidence }) => evidence.endMs)
}

const SILENCE: StateCondition = { kind: 'silence', party: null, forMs: 10_000 }
const ON_HOLD: StateCondition = { kind: 'hold', forMs: 30_000 }
const LATER: StateCondition = { kind: 'call-time', firstMs: null, afterMs: 20_000 }
const BILLING = when.attribute('queue', 'billing')
const cancel = when.said('customer', ['cancel'])

/** Something said whose last word ends at a time. */
function endingAt(call: CallBuilder, endMs: number, text = 'cancel'): CallBuilder {
  const fromMs = endMs - text.split(' ').length * 300
  return call.final({ id: `at-${endMs}`, text, fromMs, atMs: endMs + 500 })
}

describe('a state by itself', () => {
  it('fires when it begins to hold, at the tick, and is confirmed when all is known up to then', () => {
    const call = endingAt(new CallBuilder(), 3000).ticks(3500, 20_500)
    expect(play(SILENCE, call)).toEqual(['fired silence @13500', 'confirmed silence @14500'])
  })

  it('shows what the rule asks for, and never what the call holds', () => {
    const call = new CallBuilder('call-1', { attributes: { queue: 'Billing', name: 'Ann' } })
    const [fired] = matchesOf(ruleSetOf(when.ruleOf('test-rule', BILLING)), call.messages)
    expect(fired?.evidence).toEqual({
      ...{ condition: 'attribute', party: null, phrase: 'queue is billing', words: [], utteranceId: null },
      ...{ startMs: 0, endMs: 0, confidence: null, score: 1, others: [] },
    })
  })

  it('fires again when it has ended and begins again', () => {
    const call = endingAt(endingAt(new CallBuilder(), 3000).ticks(3500, 17_500), 20_000)
    expect(momentsOf(SILENCE, call.ticks(20_500, 33_500))).toEqual([13_000, 30_000])
  })

  it('is retracted when somebody turns out to have spoken', () => {
    const call = endingAt(new CallBuilder(), 3000)
      .tick(12_900)
      .tick(13_000)
      .final({ id: 'late', party: 'agent', text: 'hello', fromMs: 12_600, atMs: 13_400 })
      .tick(14_500)
    expect(play(SILENCE, call)).toEqual(['fired silence @13000', 'retracted silence @14500'])
  })

  it('that holds from the start begins with it', () => {
    const call = new CallBuilder('call-1', { attributes: { queue: 'billing' } })
    expect(play(BILLING, call)).toEqual(['fired attribute @0', 'confirmed attribute @0'])
  })

  it('begins with the update that makes it so', () => {
    const call = new CallBuilder()
      .update(5000, { attributes: { queue: 'billing' } })
      .update(5500, { attributes: { queue: 'billing' } })
      .tick(6000)
    expect(play(BILLING, call)).toEqual(['fired attribute @5000', 'confirmed attribute @6000'])
  })
})

interface Bound {
  readonly name: string
  readonly state: StateCondition
  readonly call?: Partial<CallInfo>
  readonly build: (call: CallBuilder) => CallBuilder
  /** The moment from which it holds; words that end a millisecond before are too early. */
  readonly fromMs: number
}

const BOUNDS: readonly Bound[] = [
  { name: 'call-time', state: LATER, build: (call) => call, fromMs: 20_000 },
  {
    name: 'attribute',
    state: BILLING,
    build: (call) => call.update(20_000, { attributes: { queue: 'billing' } }),
    fromMs: 20_000,
  },
  {
    name: 'hold',
    state: ON_HOLD,
    build: (call) => call.update(10_000, { onHold: true }),
    fromMs: 40_000,
  },
  {
    name: 'silence of the agent',
    state: { kind: 'silence', party: 'agent', forMs: 10_000 },
    build: (call) => call.final({ id: 'a', party: 'agent', text: 'hello', fromMs: 9700, atMs: 10_500 }),
    fromMs: 20_000,
  },
  {
    name: 'time',
    state: {
      kind: 'time',
      open: true,
      hours: { name: 'h', zone: 'UTC', hours: [{ days: [4], from: 1, to: 1440 }], holidays: [] },
    },
    // A minute past midnight of a Thursday comes 20 s into the call.
    call: { startedAt: wallMs(40_000) },
    build: (call) => call,
    fromMs: 20_000,
  },
]

describe.each(BOUNDS)('words joined with $name', ({ state, call, build, fromMs }) => {
  it.each([
    // Words before the state make the join happen when it begins.
    { offMs: -1, atMs: 0 },
    { offMs: 0, atMs: 0 },
    { offMs: 1, atMs: 1 },
  ])('that end $offMs ms from its beginning', ({ offMs, atMs }) => {
    const spoken = endingAt(build(new CallBuilder('call-1', call)).ticks(0, fromMs), fromMs + offMs)
    const moments = matchesOf(
      ruleSetOf(when.ruleOf('test-rule', when.all(cancel, state))),
      spoken.end(fromMs + 9000).messages,
    ).filter((match) => match.state === 'confirmed')
    expect(moments.map(({ evidence }) => evidence.endMs)).toEqual([fromMs + atMs])
    expect(moments[0]?.evidence.condition).toBe(offMs < 0 ? state.kind : 'said')
  })
})

describe('joins with states', () => {
  it('call-time: in the first seconds, to the last millisecond', () => {
    const first: StateCondition = { kind: 'call-time', firstMs: 20_000, afterMs: null }
    const moments = [19_999, 20_000, 20_001].map(
      (endMs) =>
        momentsOf(when.all(cancel, first), endingAt(new CallBuilder().ticks(0, 19_000), endMs)).length,
    )
    expect(moments).toEqual([1, 0, 0])
  })

  it('repeat-contact and language are so from the start', () => {
    const attributes = { [EARLIER_CONTACTS]: formatContacts([wallMs(90_000), wallMs(80_000)]) }
    const call = (): CallBuilder =>
      endingAt(new CallBuilder('call-1', { startedAt: wallMs(100_000), language: 'en-GB', attributes }), 3000)
    const repeat = (times: number): StateCondition => ({ kind: 'repeat-contact', times, withinMs: 20_000 })
    expect(momentsOf(when.all(cancel, repeat(2)), call())).toHaveLength(1)
    expect(momentsOf(when.all(cancel, repeat(3)), call())).toHaveLength(0)
    expect(momentsOf(when.all(cancel, { kind: 'language', languages: ['en'] }), call())).toHaveLength(1)
    expect(momentsOf(when.all(cancel, { kind: 'language', languages: ['de'] }), call())).toHaveLength(0)
  })

  it('not a state: only while it is not so', () => {
    const quiet = when.all(cancel, when.not(LATER))
    expect(momentsOf(quiet, endingAt(new CallBuilder().ticks(0, 10_000), 19_999))).toEqual([19_999])
    expect(momentsOf(quiet, endingAt(new CallBuilder().ticks(0, 10_000), 20_000))).toEqual([])
  })

  it('any of states holds while one does', () => {
    const joined = when.all(cancel, when.any(BILLING, LATER))
    expect(momentsOf(joined, endingAt(new CallBuilder().ticks(0, 10_000), 15_000))).toEqual([20_000])
    const billing = new CallBuilder('call-1', { attributes: { queue: 'billing' } })
    expect(momentsOf(joined, endingAt(billing.ticks(0, 4000), 5000))).toEqual([5000, 20_000])
  })

  it('mood: words of anger change it for what is said after them', () => {
    const angry: StateCondition = { kind: 'sentiment', party: 'customer', above: null, below: -0.1 }
    const call = endingAt(new CallBuilder(), 5000, 'this is terrible awful horrible service').ticks(
      5500,
      8500,
    )
    expect(momentsOf(angry, call)).toEqual([5000])
    expect(momentsOf(angry, endingAt(new CallBuilder(), 5000, 'the weather in april'))).toEqual([])
  })

  it('talk-over and talk-ratio are measured up to the moment', () => {
    const call = (): CallBuilder =>
      new CallBuilder()
        .final({ id: 'c', text: 'a b c d e f g h', fromMs: 1000, atMs: 3900 })
        .final({ id: 'a', party: 'agent', text: 'a b c d', fromMs: 2000, atMs: 3700 })
        .ticks(4000, 8000)
    expect(momentsOf({ kind: 'talk-over', by: 'agent', forMs: 1000 }, call())).toEqual([3000])
    expect(momentsOf({ kind: 'talk-over', by: 'customer', forMs: 1000 }, call())).toEqual([])
    expect(
      momentsOf(
        { kind: 'talk-ratio', party: 'customer', afterMs: 3000, overMs: null, above: 0.6, below: null },
        call(),
      ),
    ).toEqual([3400])
  })

  it('pace is measured over what the party has said', () => {
    const text = Array.from({ length: 20 }, () => 'word').join(' ')
    const call = (): CallBuilder =>
      new CallBuilder().final({ id: 'c', text, fromMs: 1000, atMs: 7500 }).tick(8000)
    const pace = (above: number): StateCondition => ({
      ...{ kind: 'pace', party: 'customer', overMs: 30_000, above, below: null },
    })
    // A word of 300 ms after the other: two hundred a minute.
    expect(momentsOf(pace(199), call())).toEqual([7000])
    expect(momentsOf(pace(200), call())).toEqual([])
  })

  it('phase: what is said in the farewell', () => {
    const closing = when.all(cancel, { kind: 'phase', phases: ['closing'] })
    const call = (): CallBuilder =>
      new CallBuilder()
        .final({ id: 'c1', text: 'i would like to ask about my bill', fromMs: 1000, atMs: 4000 })
        .final({ id: 'a1', party: 'agent', text: 'have a nice day', fromMs: 60_000, atMs: 62_000 })
        .ticks(62_000, 63_000)
    expect(momentsOf(closing, endingAt(call(), 65_000))).toEqual([65_000])
    const early = new CallBuilder().final({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 2000 })
    expect(momentsOf(closing, early)).toEqual([])
  })
})
