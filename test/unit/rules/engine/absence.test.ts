import { describe, expect, it } from 'vitest'
import { buildRule } from '../../../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import { inShort, matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

const MISSING = 'missing: { speaker: agent, phrases: [call is recorded, recording this call] }'

const fromStart = ruleSetOf(buildRule({ when: `{ absence: { ${MISSING}, within: 30s } }` }))
const afterNumber = ruleSetOf(
  buildRule({
    when: `{ absence: { after: { speaker: agent, phrases: [card number] }, ${MISSING}, within: 30s } }`,
  }),
)

const RECORDED = { party: 'agent', text: 'this call is recorded' } as const

describe('an absence from the start of the call', () => {
  it('fires when the time is over and is confirmed a second later when nobody has spoken', () => {
    const matches = matchesOf(
      fromStart,
      new CallBuilder().tick(29_000).tick(30_000).tick(31_000).end(40_000).messages,
    )
    expect(matches.map(inShort)).toEqual(['fired absence @30000', 'confirmed absence @31000'])
    expect(matches[0]).toMatchObject({
      evidence: {
        condition: 'absence',
        party: 'agent',
        phrase: 'call is recorded / recording this call',
        words: [],
        utteranceId: null,
        startMs: 0,
        endMs: 30_000,
        confidence: null,
        score: 1,
        others: [],
      },
      stamps: null,
    })
  })

  it('stays quiet when it was said in time', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', ...RECORDED, fromMs: 2000, atMs: 5000 })
      .tick(30_000)
      .tick(60_000)
    expect(matchesOf(fromStart, call.messages)).toEqual([])
  })

  it('does not count what the wrong party said, or what came too late', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', ...RECORDED, party: 'customer', fromMs: 2000, atMs: 5000 })
      .tick(30_000)
      .final({ id: 'u2', ...RECORDED, fromMs: 31_000, atMs: 33_000 })
    expect(matchesOf(fromStart, call.messages)).toHaveLength(2)
  })

  it('stays quiet when the call ends sooner, and fires at an end that comes in the same second', () => {
    expect(matchesOf(fromStart, new CallBuilder().tick(29_000).end(29_500).messages)).toEqual([])
    expect(matchesOf(fromStart, new CallBuilder().tick(29_000).end(30_000).messages)).toHaveLength(2)
  })

  it('moves on decoded time only: words of the other party do not end it', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', party: 'customer', text: 'hello', fromMs: 31_000, atMs: 33_000 })
      .final({ id: 'u2', ...RECORDED, fromMs: 28_000, atMs: 30_000 })
      .tick(33_000)
    expect(matchesOf(fromStart, call.messages)).toEqual([])
  })

  it('waits for the final when a hypothesis holds the words', () => {
    const spoken = { id: 'u1', ...RECORDED, fromMs: 28_000 }
    const call = new CallBuilder()
      .partial({ ...spoken, atMs: 29_800, stayedMs: 0 })
      .tick(30_000)
      .tick(31_000)
    expect(matchesOf(fromStart, [...call.messages])).toEqual([])
    expect(matchesOf(fromStart, call.final({ ...spoken, atMs: 32_000 }).messages)).toEqual([])
  })

  it('fires with the final when the words were not in it after all', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', ...RECORDED, fromMs: 28_000, atMs: 29_800 })
      .tick(31_000)
      .final({ id: 'u1', party: 'agent', text: 'this hall is recovered', fromMs: 28_000, atMs: 32_000 })
    expect(matchesOf(fromStart, call.messages).map(inShort)).toEqual([
      'fired absence @32000',
      'confirmed absence @32000',
    ])
  })

  it('gives words said just before the deadline a second to appear', () => {
    const spoken = { id: 'u1', party: 'agent', fromMs: 29_000 } as const
    const call = new CallBuilder()
      .partial({ ...spoken, text: 'this', atMs: 29_900 })
      .tick(30_000)
      .partial({ ...spoken, text: 'this call is recorded', atMs: 30_700 })
      .tick(31_000)
      .final({ ...spoken, text: 'this call is recorded', atMs: 32_000 })
      .tick(33_000)
    expect(matchesOf(fromStart, call.messages)).toEqual([])
  })

  it.each([
    { name: 'begin at the deadline', fromMs: 29_700, count: 0 },
    { name: 'begin after it', fromMs: 29_701, count: 2 },
  ])('words that $name', ({ fromMs, count }) => {
    const spoken = { id: 'u1', party: 'agent', fromMs } as const
    const call = new CallBuilder()
      .partial({ ...spoken, text: 'this', atMs: 29_990 })
      .tick(30_000)
      .final({ ...spoken, text: 'this call is recorded', atMs: 30_950 })
    expect(matchesOf(fromStart, call.messages)).toHaveLength(count)
  })

  it.each([
    { name: 'is confirmed', text: 'one moment please', state: 'confirmed' },
    { name: 'is retracted', text: 'this call is recorded', state: 'retracted' },
  ])('fired while the agent speaks, $name by the final', ({ text, state }) => {
    const spoken = { id: 'u1', party: 'agent', fromMs: 29_000 } as const
    const call = new CallBuilder()
      .partial({ ...spoken, text: 'one', atMs: 29_500 })
      .tick(30_000)
      .tick(31_000)
      .final({ ...spoken, text, atMs: 33_000 })
    const matches = matchesOf(fromStart, call.messages)
    expect(matches.map(inShort)).toEqual(['fired absence @31000', `${state} absence @33000`])
    expect(matches[1]?.matchId).toBe(matches[0]?.matchId)
  })

  it('confirms at the end of the call what no final has decided', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', party: 'agent', text: 'one', fromMs: 29_000, atMs: 29_500 })
      .tick(31_000)
      .end(32_000)
    expect(matchesOf(fromStart, call.messages).map(inShort)).toEqual([
      'fired absence @31000',
      'confirmed absence @32000',
    ])
  })

  it('is not judged in a call whose start was never seen', () => {
    const call = new CallBuilder().tick(30_000)
    expect(matchesOf(fromStart, call.messages.slice(1))).toEqual([])
  })
})

describe('an absence after a phrase', () => {
  const ASKED = {
    id: 'u1',
    party: 'agent',
    text: 'your card number please',
    fromMs: 5000,
    atMs: 8000,
  } as const

  it('begins with the end of the phrase and carries its words', () => {
    const call = new CallBuilder().final(ASKED).tick(35_000).tick(36_000).tick(37_000).tick(60_000)
    const matches = matchesOf(afterNumber, call.messages)
    expect(matches.map(inShort)).toEqual(['fired card number @36000', 'confirmed card number @37000'])
    expect(matches[0]?.evidence).toMatchObject({
      utteranceId: 'u1',
      startMs: 5300,
      endMs: 35_900,
      confidence: 0.9,
    })
  })

  it('is not begun by a hypothesis', () => {
    const call = new CallBuilder()
      .partial(ASKED)
      .final({ ...ASKED, text: 'your cart number please' })
      .tick(60_000)
    expect(matchesOf(afterNumber, call.messages)).toEqual([])
  })

  it('is satisfied later in the same utterance, but not earlier in it', () => {
    const later = new CallBuilder().final({ ...ASKED, text: 'card number call is recorded' }).tick(60_000)
    const earlier = new CallBuilder().final({ ...ASKED, text: 'call is recorded card number' }).tick(60_000)
    expect(matchesOf(afterNumber, later.messages)).toEqual([])
    expect(matchesOf(afterNumber, earlier.messages)).toHaveLength(2)
  })

  it('counts an answer whose final came before the one it answers', () => {
    const asked = ruleSetOf(
      buildRule({
        when: `{ absence: { after: { speaker: customer, phrases: [card number] }, ${MISSING}, within: 30s } }`,
      }),
    )
    const call = new CallBuilder()
      .final({ id: 'u2', ...RECORDED, fromMs: 9000, atMs: 11_000 })
      .final({ ...ASKED, party: 'customer', atMs: 13_000 })
      .tick(60_000)
    expect(matchesOf(asked, call.messages)).toEqual([])
  })

  it('counts an answer in time that was followed by another before the final of what it answers', () => {
    const asked = ruleSetOf(
      buildRule({
        when: `{ absence: { after: { speaker: customer, phrases: [card number] }, ${MISSING}, within: 5s } }`,
      }),
    )
    const spoken = { ...ASKED, party: 'customer' } as const
    const call = new CallBuilder()
      .partial({ ...spoken, atMs: 6500 })
      .final({ id: 'u2', ...RECORDED, fromMs: 9000, atMs: 11_000 })
      .final({ id: 'u3', ...RECORDED, fromMs: 15_000, atMs: 17_000 })
      .tick(18_000)
      .final({ ...spoken, atMs: 20_000 })
      .tick(60_000)
    expect(matchesOf(asked, call.messages)).toEqual([])
  })

  it('is judged at once when its final comes after the deadline', () => {
    const call = new CallBuilder().tick(40_000).final({ ...ASKED, atMs: 40_500 })
    expect(matchesOf(afterNumber, call.messages).map(inShort)).toEqual([
      'fired card number @40500',
      'confirmed card number @40500',
    ])
  })

  it('runs once at a time, and again when it is said again', () => {
    const call = new CallBuilder()
      .final(ASKED)
      .final({ ...ASKED, id: 'u2', fromMs: 20_000, atMs: 23_000 })
      .tick(36_000)
      .tick(37_000)
      .final({ ...ASKED, id: 'u3', fromMs: 50_000, atMs: 53_000 })
      .tick(90_000)
    expect(matchesOf(afterNumber, call.messages).map(inShort)).toEqual([
      'fired card number @36000',
      'confirmed card number @37000',
      'fired card number @90000',
      'confirmed card number @90000',
    ])
  })
})
