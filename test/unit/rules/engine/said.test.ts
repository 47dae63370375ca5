import { describe, expect, it } from 'vitest'
import { buildRule, saidRule } from '../../../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import { inShort, matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

const cancel = ruleSetOf(saidRule(['cancel my account', 'cancel', 'close my account']))

describe('a said rule', () => {
  it('fires when all matching words have settled, and is confirmed by the final', () => {
    const call = new CallBuilder()
      .partial({
        id: 'u1',
        text: 'i want to cancel',
        fromMs: 1000,
        atMs: 2300,
        stayedMs: [900, 600, 400, 100],
      })
      .partial({
        id: 'u1',
        text: 'i want to cancel',
        fromMs: 1000,
        atMs: 2500,
        stayedMs: [1100, 800, 600, 300],
      })
      .partial({ id: 'u1', text: 'i want to cancel', fromMs: 1000, atMs: 2600, stayedMs: 400 })
      .final({ id: 'u1', text: 'i want to cancel', fromMs: 1000, atMs: 4000 })
    const matches = matchesOf(cancel, call.messages)
    expect(matches.map(inShort)).toEqual(['fired cancel @2500', 'confirmed cancel @4000'])
    expect(matches[0]?.matchId).toBe('call-1:test-rule@1:3')
    expect(matches[1]?.matchId).toBe(matches[0]?.matchId)
  })

  it('carries the evidence, the action and the stamps of the message', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'please cancel', fromMs: 1000, atMs: 2500 })
      .final({ id: 'u1', text: 'please cancel', fromMs: 1100, atMs: 3000 })
    const [fired, confirmed] = matchesOf(cancel, call.messages)
    expect(fired).toMatchObject({
      type: 'match',
      callId: 'call-1',
      rule: { id: 'test-rule', version: 1, title: 'Something happened', severity: 'low', status: 'live' },
      ruleSetHash: cancel.hash,
      action: { kind: 'prompt', text: 'Do something.', cooldownMs: 60_000 },
      evidence: {
        condition: 'said',
        party: 'customer',
        phrase: 'cancel',
        utteranceId: 'u1',
        startMs: 1300,
        endMs: 1600,
        confidence: null,
      },
      stamps: { capturedAt: 2510, heardAt: 2520, decodedAt: 2530 },
    })
    expect(confirmed?.evidence).toMatchObject({ startMs: 1400, endMs: 1700, confidence: 0.9 })
  })

  it('is retracted when the words are not in the final', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'i cancel', fromMs: 1000, atMs: 2000 })
      .final({ id: 'u1', text: 'i can sell', fromMs: 1000, atMs: 3000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel @2000',
      'retracted cancel @3000',
    ])
  })

  it('is retracted by an empty final', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'cancel', fromMs: 1000, atMs: 2000 })
      .final({ id: 'u1', text: '', fromMs: 1000, atMs: 3000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel @2000',
      'retracted cancel @3000',
    ])
  })

  it('fires from the final when no hypothesis had the words, confirmed at once', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'i can sell', fromMs: 1000, atMs: 2000 })
      .final({ id: 'u1', text: 'i cancel', fromMs: 1000, atMs: 3000 })
    const matches = matchesOf(cancel, call.messages)
    expect(matches.map(inShort)).toEqual(['fired cancel @3000', 'confirmed cancel @3000'])
    expect(new Set(matches.map(({ matchId }) => matchId)).size).toBe(1)
  })

  it('never fires twice for the same words, though the hypothesis moves, drops and lengthens them', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'cancel', fromMs: 1300, atMs: 2000 })
      .partial({ id: 'u1', text: 'can sell', fromMs: 1000, atMs: 2100 })
      .partial({ id: 'u1', text: 'so cancel my account', fromMs: 1200, atMs: 3000 })
      .partial({ id: 'u1', text: 'so i cancel my account', fromMs: 1000, atMs: 3400 })
      .final({ id: 'u1', text: 'so i cancel my account', fromMs: 1000, atMs: 4000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel @2000',
      'confirmed cancel my account @4000',
    ])
  })

  it.each([
    { movedMs: 1300, states: ['fired 1000', 'confirmed 2300'] },
    { movedMs: -1300, states: ['fired 4000', 'confirmed 2700'] },
    { movedMs: 1301, states: ['fired 1000', 'retracted 1000', 'fired 2301', 'confirmed 2301'] },
  ])(
    'takes words $movedMs ms away in the final for the same words, up to a second between them',
    ({ movedMs, states }) => {
      const fromMs = movedMs < 0 ? 4000 : 1000
      const call = new CallBuilder()
        .partial({ id: 'u1', text: 'cancel', fromMs, atMs: 6000 })
        .final({ id: 'u1', text: 'cancel', fromMs: fromMs + movedMs, atMs: 7000 })
      const matches = matchesOf(cancel, call.messages)
      expect(matches.map(({ state, evidence }) => `${state} ${evidence.startMs}`)).toEqual(states)
    },
  )

  it('counts the same phrase twice when it is said twice in a row', () => {
    const call = new CallBuilder().final({ id: 'u1', text: 'cancel cancel', fromMs: 1000, atMs: 3000 })
    expect(matchesOf(cancel, call.messages).filter(({ state }) => state === 'confirmed')).toHaveLength(2)
  })

  it('is confirmed by another phrase of the rule in the same place', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'cancel my account', fromMs: 1000, atMs: 2500 })
      .final({ id: 'u1', text: 'close my account', fromMs: 1000, atMs: 4000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel my account @2500',
      'confirmed close my account @4000',
    ])
  })

  it('fires again when it is said again, in the same utterance and in a later one', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'cancel', fromMs: 1000, atMs: 2000 })
      .partial({ id: 'u1', text: 'cancel i said cancel', fromMs: 1000, atMs: 3000 })
      .final({ id: 'u1', text: 'cancel i said cancel', fromMs: 1000, atMs: 4000 })
      .final({ id: 'u2', text: 'cancel', fromMs: 9000, atMs: 10_000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel @2000',
      'fired cancel @3000',
      'confirmed cancel @4000',
      'confirmed cancel @4000',
      'fired cancel @10000',
      'confirmed cancel @10000',
    ])
  })

  it('confirms the one that stayed and retracts the one that went', () => {
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'cancel now or never ever cancel', fromMs: 1000, atMs: 4000 })
      .final({ id: 'u1', text: 'castle now or never ever cancel', fromMs: 1000, atMs: 5000 })
    expect(matchesOf(cancel, call.messages).map((match) => [match.state, match.evidence.startMs])).toEqual([
      ['fired', 1000],
      ['fired', 2500],
      ['retracted', 1000],
      ['confirmed', 2500],
    ])
  })

  it('does not hear the other party', () => {
    const call = new CallBuilder().final({
      id: 'u1',
      party: 'agent',
      text: 'cancel',
      fromMs: 1000,
      atMs: 2000,
    })
    expect(matchesOf(cancel, call.messages)).toEqual([])
  })

  it('hears both parties when anybody counts', () => {
    const any = ruleSetOf(buildRule({ when: '{ said: { speaker: any, phrases: [cancel] } }' }))
    const call = new CallBuilder()
      .partial({ id: 'u1', party: 'agent', text: 'cancel', fromMs: 1000, atMs: 2000 })
      .partial({ id: 'u2', party: 'customer', text: 'cancel', fromMs: 1100, atMs: 2000 })
      .final({ id: 'u2', party: 'customer', text: 'cancel', fromMs: 1100, atMs: 3000 })
      .final({ id: 'u1', party: 'agent', text: 'castle', fromMs: 1000, atMs: 3100 })
    const matches = matchesOf(any, call.messages)
    expect(matches.map((match) => `${match.state} ${match.evidence.utteranceId ?? ''}`)).toEqual([
      'fired u1',
      'fired u2',
      'confirmed u2',
      'retracted u1',
    ])
    expect(matches[0]?.evidence.party).toBeNull()
  })

  it('retracts what never became final before the call ended', () => {
    const call = new CallBuilder().partial({ id: 'u1', text: 'cancel', fromMs: 1000, atMs: 2000 }).end(3000)
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel @2000',
      'retracted cancel @3000',
    ])
  })

  it('ignores a message that comes a second time', () => {
    const call = new CallBuilder().final({ id: 'u1', text: 'cancel', fromMs: 1000, atMs: 2000 })
    const twice = call.messages.flatMap((message) => [message, message])
    expect(matchesOf(cancel, twice)).toHaveLength(2)
  })
})

describe('timing', () => {
  it.each([
    ['fast', 0, true],
    ['settled', 299, false],
    ['settled', 300, true],
    ['certain', 60_000, false],
  ])('%s with words that stayed %i ms: fires early %s', (timing, stayedMs, early) => {
    const set = ruleSetOf(saidRule(['cancel'], { timing }))
    const call = new CallBuilder()
      .partial({ id: 'u1', text: 'cancel', fromMs: 1000, atMs: 2000, stayedMs })
      .final({ id: 'u1', text: 'cancel', fromMs: 1000, atMs: 3000 })
    expect(matchesOf(set, call.messages).map(inShort)).toEqual([
      `fired cancel @${early ? 2000 : 3000}`,
      'confirmed cancel @3000',
    ])
  })
})

describe('a phrase across the border of two utterances', () => {
  it('is found when the second begins within two seconds', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', text: 'please close my', fromMs: 1000, atMs: 3000 })
      .partial({ id: 'u2', text: 'account', fromMs: 3900, atMs: 4600 })
      .final({ id: 'u2', text: 'account', fromMs: 3900, atMs: 5000 })
    const matches = matchesOf(cancel, call.messages)
    expect(matches.map(inShort)).toEqual(['fired close my account @4600', 'confirmed close my account @5000'])
    expect(matches[0]?.evidence).toMatchObject({ startMs: 1300, utteranceId: 'u2', confidence: 0.9 })
  })

  it('is found over three utterances, with the other party and an empty final between', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', text: 'close', fromMs: 1000, atMs: 2000 })
      .final({ id: 'u2', party: 'agent', text: 'yes', fromMs: 1500, atMs: 2100 })
      .final({ id: 'u3', text: 'my', fromMs: 2200, atMs: 3000 })
      .final({ id: 'u4', text: '', fromMs: 3000, atMs: 3500 })
      .final({ id: 'u5', text: 'account', fromMs: 3600, atMs: 5000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired close my account @5000',
      'confirmed close my account @5000',
    ])
  })

  it('is not found when the pause is longer', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', text: 'please close my', fromMs: 1000, atMs: 3000 })
      .final({ id: 'u2', text: 'account', fromMs: 3901, atMs: 5000 })
    expect(matchesOf(cancel, call.messages)).toEqual([])
  })

  it('does not count words again that have counted before', () => {
    const call = new CallBuilder()
      .final({ id: 'u1', text: 'i want to cancel', fromMs: 1000, atMs: 3000 })
      .final({ id: 'u2', text: 'my account', fromMs: 3000, atMs: 5000 })
    expect(matchesOf(cancel, call.messages).map(inShort)).toEqual([
      'fired cancel @3000',
      'confirmed cancel @3000',
    ])
  })
})
