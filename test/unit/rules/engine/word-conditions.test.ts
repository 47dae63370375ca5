import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../../server/rules/compile/rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import * as when from '../../../fixtures/rules/conditions.ts'
import { inShort, matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

const { said } = when

/** What a rule of this condition does in a call, its confirmations at the end. */
function play(condition: Condition, call: CallBuilder): readonly string[] {
  return matchesOf(ruleSetOf(when.ruleOf('test-rule', condition)), call.messages).map(inShort)
}

/** Whether it is confirmed in a call, once all is known. */
function confirms(condition: Condition, call: CallBuilder): number {
  return play(condition, call.end(200_000)).filter((match) => match.startsWith('confirmed')).length
}

let nextId = 0

/** A final that begins at a time and comes half a second after its words. */
function say(call: CallBuilder, party: 'agent' | 'customer', fromMs: number, text: string): CallBuilder {
  nextId += 1
  const atMs = fromMs + text.split(' ').length * 300 + 500
  return call.final({ id: `u${nextId}`, party, text, fromMs, atMs })
}

function saying(...lines: readonly (readonly ['agent' | 'customer', number, string])[]): CallBuilder {
  const call = new CallBuilder()
  for (const [party, fromMs, text] of lines) say(call, party, fromMs, text)
  return call
}

const cancel = said('customer', ['cancel'])
const offer = said('agent', ['offer'])

describe('near', () => {
  const near = when.near(cancel, ['contract'], { words: 2 })

  it.each([
    { text: 'cancel contract', count: 1 },
    { text: 'cancel my old contract', count: 1 },
    { text: 'cancel my very old contract', count: 0 },
    { text: 'contract i cancel', count: 1 },
    { text: 'cancel', count: 0 },
    { text: 'contract', count: 0 },
  ])('$text: $count', ({ text, count }) => {
    expect(confirms(near, saying(['customer', 1000, text]))).toBe(count)
  })

  it('does not hear the other party, and shows both in the evidence', () => {
    const other = saying(['agent', 900, 'contract'], ['customer', 1000, 'cancel'])
    expect(confirms(near, other)).toBe(0)
    const [fired] = matchesOf(
      ruleSetOf(when.ruleOf('test-rule', near)),
      saying(['customer', 1000, 'cancel my contract']).messages,
    )
    expect(fired?.evidence).toMatchObject({ condition: 'near', phrase: 'cancel', startMs: 1000 })
    expect(fired?.evidence.others).toMatchObject([{ phrase: 'contract', startMs: 1600 }])
  })

  it('finds what it is near to across a pause', () => {
    const call = saying(['customer', 1000, 'my contract'], ['customer', 3000, 'cancel it'])
    expect(confirms(near, call)).toBe(1)
  })

  it.each([
    { text: 'cancel my contract', count: 0 },
    { text: 'cancel my very old contract', count: 1 },
    { text: 'cancel', count: 1 },
  ])('not near: $text: $count', ({ text, count }) => {
    const notNear = when.near(cancel, ['contract'], { words: 2, absent: true })
    expect(confirms(notNear, saying(['customer', 1000, text]))).toBe(count)
  })

  it('not near: waits until the words that could still come are shown', () => {
    const notNear = when.near(cancel, ['contract'], { words: 2, absent: true })
    const call = new CallBuilder()
      .partial({ id: 'u', text: 'cancel', fromMs: 1000, atMs: 2000 })
      .partial({ id: 'u', text: 'cancel my', fromMs: 1000, atMs: 2300 })
      .partial({ id: 'u', text: 'cancel my old', fromMs: 1000, atMs: 2600 })
    expect(play(notNear, call)).toEqual(['fired cancel @2600'])
  })
})

describe('sequence', () => {
  const sequence = when.sequence(5000, cancel, offer)

  it.each([
    { name: 'exactly in time', fromMs: 6000, count: 1 },
    { name: 'a millisecond late', fromMs: 6001, count: 0 },
    { name: 'as soon as the first is over', fromMs: 1300, count: 1 },
    { name: 'before the first is over', fromMs: 1299, count: 0 },
  ])('$name', ({ fromMs, count }) => {
    // The first ends at 1300; the second ends 300 ms after its beginning.
    expect(confirms(sequence, saying(['customer', 1000, 'cancel'], ['agent', fromMs, 'offer']))).toBe(count)
  })

  it('takes the order of speech and not of finals', () => {
    const call = new CallBuilder()
      .partial({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 1500 })
      .final({ id: 'a', party: 'agent', text: 'offer', fromMs: 2000, atMs: 2600 })
      .final({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 4000 })
    expect(play(sequence, call)).toEqual(['fired offer @2600', 'confirmed offer @4000'])
  })

  it('begins anew after each, and with the latest beginning', () => {
    const call = saying(
      ...([
        ['customer', 1000, 'cancel'],
        ['customer', 6000, 'cancel'],
        ['agent', 9000, 'offer'],
        ['agent', 10_000, 'offer'],
      ] as const),
    )
    expect(confirms(sequence, call)).toBe(1)
  })

  it('says in its evidence what came before', () => {
    const set = ruleSetOf(when.ruleOf('test-rule', sequence))
    const call = saying(['customer', 1000, 'cancel'], ['agent', 2000, 'offer'])
    expect(matchesOf(set, call.messages)[0]?.evidence).toMatchObject({
      condition: 'sequence',
      phrase: 'offer',
      others: [{ condition: 'said', phrase: 'cancel' }],
    })
  })

  it('is retracted when what it began with is not in the final', () => {
    const call = new CallBuilder()
      .partial({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 2000 })
      .final({ id: 'a', party: 'agent', text: 'offer', fromMs: 2500, atMs: 3300 })
      .final({ id: 'c', text: 'castle', fromMs: 1000, atMs: 4000 })
      .tick(5000)
    expect(play(sequence, call)).toEqual(['fired offer @3300', 'retracted offer @4000'])
  })
})

describe('count', () => {
  const twice = when.count(cancel, 2, 5000)

  it.each([
    { name: 'exactly within', fromMs: 6000, count: 1 },
    { name: 'a millisecond beyond', fromMs: 6001, count: 0 },
  ])('$name', ({ fromMs, count }) => {
    expect(confirms(twice, saying(['customer', 1000, 'cancel'], ['customer', fromMs, 'cancel']))).toBe(count)
  })

  it('begins anew after each, in the whole call when no time is set', () => {
    const call = saying(
      ...[1000, 30_000, 60_000, 90_000].map((fromMs) => ['customer', fromMs, 'cancel'] as const),
    )
    expect(confirms(when.count(cancel, 2), call)).toBe(2)
    expect(confirms(when.count(cancel, 4), saying())).toBe(0)
  })
})

describe('last', () => {
  const last = when.last(cancel, 10_000)

  it.each([
    { name: 'exactly so long before the end', endMs: 11_300, count: 1 },
    { name: 'a millisecond more', endMs: 11_301, count: 0 },
  ])('$name', ({ endMs, count }) => {
    const call = saying(['customer', 1000, 'cancel']).ticks(2000, 11_000)
    expect(play(last, call)).toEqual([])
    expect(play(last, call.end(endMs))).toHaveLength(count * 2)
  })

  it('takes the latest', () => {
    const call = saying(['customer', 1000, 'cancel'], ['customer', 50_000, 'cancel']).end(55_000)
    const set = ruleSetOf(when.ruleOf('test-rule', last))
    expect(matchesOf(set, call.messages)[0]?.evidence).toMatchObject({ condition: 'last', startMs: 50_000 })
  })
})

describe('all', () => {
  const both = when.all(cancel, offer)

  it('happens with the one that comes last, in either order', () => {
    expect(confirms(both, saying(['customer', 1000, 'cancel'], ['agent', 60_000, 'offer']))).toBe(1)
    expect(confirms(both, saying(['agent', 1000, 'offer'], ['customer', 60_000, 'cancel']))).toBe(1)
    expect(confirms(both, saying(['customer', 1000, 'cancel']))).toBe(0)
  })

  it('happens again with each further member', () => {
    const lines = saying(['customer', 1000, 'cancel'], ['agent', 5000, 'offer'], ['agent', 20_000, 'offer'])
    expect(confirms(both, lines)).toBe(2)
  })

  it.each([
    { name: 'exactly within', fromMs: 6000, count: 1 },
    { name: 'a millisecond beyond', fromMs: 6001, count: 0 },
  ])('$name', ({ fromMs, count }) => {
    const within = when.allWithin(5000, cancel, offer)
    expect(confirms(within, saying(['customer', 1000, 'cancel'], ['agent', fromMs, 'offer']))).toBe(count)
  })

  it('fires on what is not certain yet, confirms when both are', () => {
    const call = new CallBuilder()
      .partial({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 1700 })
      .partial({ id: 'a', party: 'agent', text: 'offer', fromMs: 2000, atMs: 2700 })
      .final({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 3000 })
      .tick(3000)
      .final({ id: 'a', party: 'agent', text: 'offer', fromMs: 2000, atMs: 4000 })
      .tick(4000)
    expect(play(both, call)).toEqual(['fired offer @2700', 'confirmed offer @4000'])
  })

  it('does not hold with a not that has happened before', () => {
    const unless = when.all(cancel, when.not(offer))
    expect(confirms(unless, saying(['customer', 1000, 'cancel']))).toBe(1)
    expect(confirms(unless, saying(['agent', 1000, 'offer'], ['customer', 2000, 'cancel']))).toBe(0)
    expect(confirms(unless, saying(['customer', 1000, 'cancel'], ['agent', 2000, 'offer']))).toBe(1)
  })
})

describe('any', () => {
  it('happens with each member, once for the same words', () => {
    const either = when.any(cancel, said('customer', ['cancel my contract']), offer)
    expect(confirms(either, saying(['customer', 1000, 'cancel my contract']))).toBe(1)
    expect(confirms(either, saying(['customer', 1000, 'cancel'], ['agent', 3000, 'offer']))).toBe(2)
  })

  it('does not count words again that go on in the next utterance', () => {
    const either = when.any(cancel, said('customer', ['cancel my contract']))
    expect(confirms(either, saying(['customer', 1000, 'i cancel'], ['customer', 2500, 'my contract']))).toBe(
      1,
    )
  })
})

describe('rule on rule', () => {
  const rules = [
    when.ruleOf('dependent', when.all(when.ruleFires('base'), offer)),
    when.ruleOf('base', cancel),
    when.ruleOf('chained', when.count(when.ruleFires('base'), 2)),
  ]

  it('feeds what fired, was confirmed or retracted into the rules that build on it, in the same step', () => {
    const call = new CallBuilder()
      .final({ id: 'a', party: 'agent', text: 'offer', fromMs: 500, atMs: 1000 })
      .partial({ id: 'c', text: 'cancel', fromMs: 2000, atMs: 3000 })
      .final({ id: 'c', text: 'castle', fromMs: 2000, atMs: 4000 })
      .tick(5000)
    const matches = matchesOf(ruleSetOf(...rules), call.messages)
    expect(matches.map((match) => `${match.rule.id} ${inShort(match)}`)).toEqual([
      'base fired cancel @3000',
      'dependent fired cancel @3000',
      'base retracted cancel @4000',
      'dependent retracted cancel @4000',
    ])
    expect(matches[1]?.evidence).toMatchObject({ condition: 'rule', phrase: 'base' })
  })

  it('is confirmed with what it builds on', () => {
    const call = new CallBuilder()
      .final({ id: 'c1', text: 'cancel', fromMs: 2000, atMs: 3000 })
      .final({ id: 'c2', text: 'cancel', fromMs: 5000, atMs: 6000 })
      .tick(8000)
    const chained = matchesOf(ruleSetOf(...rules), call.messages).filter(({ rule }) => rule.id === 'chained')
    expect(chained.map(inShort)).toEqual(['fired cancel @6000', 'confirmed cancel @6000'])
  })

  it('never happens for a rule that is not in the set', () => {
    const alone = ruleSetOf(when.ruleOf('alone', when.ruleFires('gone')))
    expect(matchesOf(alone, saying(['customer', 1000, 'cancel']).end(9000).messages)).toEqual([])
  })

  it('refuses a circle', () => {
    const circle = [when.ruleOf('a', when.ruleFires('b')), when.ruleOf('b', when.ruleFires('a'))]
    expect(() => ruleSetOf(...circle)).toThrow('builds on itself')
  })
})

describe('how sure the words must be', () => {
  it.each([
    { confidence: 0.6, count: 1 },
    { confidence: 0.599, count: 0 },
  ])('confidence $confidence: $count', ({ confidence, count }) => {
    const sure = said('customer', ['cancel now'], { minConfidence: 0.6 })
    const spoken = { id: 'u', text: 'cancel now', fromMs: 1000 }
    const call = new CallBuilder()
      .partial({ ...spoken, atMs: 2000 })
      .final({ ...spoken, atMs: 3000, confidence: [0.9, confidence] })
    expect(play(sure, call)).toEqual([
      'fired cancel now @2000',
      `${count === 1 ? 'confirmed' : 'retracted'} cancel now @3000`,
    ])
  })

  it('takes another reading of the final in the place of its words, where the rule says so', () => {
    const call = new CallBuilder().final({
      ...{ id: 'u', text: 'i want to can sell it', fromMs: 1000, atMs: 4000 },
      alternatives: ['i want to can sell it', 'i want to cancel it'],
    })
    const tolerant = said('customer', ['cancel'], { tolerance: 'alternatives' })
    const [fired] = matchesOf(ruleSetOf(when.ruleOf('test-rule', tolerant)), call.messages)
    expect(fired?.evidence).toMatchObject({ phrase: 'cancel', score: 0.7, startMs: 1900, endMs: 2500 })
    expect(fired?.evidence.words.map(({ text }) => text)).toEqual(['can', 'sell'])
    expect(play(cancel, call)).toEqual([])
    // The lowest score is about sounds: another reading is as likely as it is.
    const strict = said('customer', ['cancel'], { tolerance: 'alternatives', minScore: 0.9 })
    expect(play(strict, call)).toEqual(['fired can sell @4000', 'confirmed can sell @4000'])
  })

  it('prefers the words themselves to another reading of them', () => {
    const call = new CallBuilder().final({
      ...{ id: 'u', text: 'cancel it', fromMs: 1000, atMs: 4000 },
      alternatives: ['cancel that'],
    })
    const tolerant = said('customer', ['cancel'], { tolerance: 'both' })
    const set = ruleSetOf(when.ruleOf('test-rule', tolerant))
    expect(matchesOf(set, call.messages).map(({ evidence }) => evidence.score)).toEqual([1, 1])
  })
})
