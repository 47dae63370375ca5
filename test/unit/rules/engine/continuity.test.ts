import { describe, expect, it } from 'vitest'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import type { CallMessage } from '../../../../server/contracts/transcript.ts'
import type { RuleSet } from '../../../../server/rules/compile/compile.ts'
import type { Condition } from '../../../../server/rules/compile/rule.ts'
import { initialCallState, type CallState } from '../../../../server/rules/engine/call-state.ts'
import { continueCall } from '../../../../server/rules/engine/continue-call.ts'
import { step } from '../../../../server/rules/engine/step.ts'
import type { UnstampedMatch } from '../../../../server/rules/engine/unstamped-match.ts'
import { CallBuilder } from '../../../fixtures/rules/call-builder.ts'
import * as when from '../../../fixtures/rules/conditions.ts'
import { inShort, matchesOf, ruleSetOf } from '../../../fixtures/rules/run-call.ts'

const cancel = when.said('customer', ['cancel'])
const offer = when.said('agent', ['offer'])
const thanks = when.said('agent', ['thanks'])

function setOf(condition: Condition): RuleSet {
  return ruleSetOf(when.ruleOf('test-rule', condition))
}

function play(condition: Condition, call: CallBuilder): readonly string[] {
  return matchesOf(setOf(condition), call.messages).map(inShort)
}

function asked(): CallBuilder {
  return new CallBuilder().final({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 2000 })
}

describe('on hold', () => {
  const within10s = (clock: 'call' | 'talk'): Condition =>
    when.absence(thanks, { after: cancel, withinMs: 10_000, clock })

  it('the clock of the call runs on, that of talk stands still', () => {
    const call = (): CallBuilder =>
      asked()
        .ticks(2000, 5000)
        .update(5300, { onHold: true })
        .ticks(5000, 25_000)
        .update(25_300, { onHold: false })
        .ticks(25_000, 40_000)
    // The words end at 1300: four seconds of talk before the hold, six after it.
    expect(play(within10s('call'), call())).toEqual(['fired cancel @12000', 'confirmed cancel @13000'])
    expect(play(within10s('talk'), call())).toEqual(['fired cancel @32000', 'confirmed cancel @33000'])
  })

  it.each([
    { name: 'at the last moment of the time that is left', fromMs: 31_300, count: 0 },
    { name: 'a millisecond later', fromMs: 31_301, count: 2 },
  ])('words $name', ({ fromMs, count }) => {
    const call = asked()
      .update(5300, { onHold: true })
      .update(25_300, { onHold: false })
      .ticks(25_000, 31_000)
      .final({ id: 'a', party: 'agent', text: 'thanks', fromMs, atMs: fromMs + 900 })
      .tick(33_000)
    expect(play(within10s('talk'), call)).toHaveLength(count)
  })

  it('a watch that begins on hold has all its time after it', () => {
    const call = new CallBuilder()
      .update(500, { onHold: true })
      .final({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 2000 })
      .update(20_000, { onHold: false })
      .ticks(20_000, 32_000)
    expect(play(within10s('talk'), call)).toEqual(['fired cancel @30000', 'confirmed cancel @31000'])
  })

  it('a watch from the start of the call stands still too', () => {
    const fromStart = when.absence(thanks, { withinMs: 10_000, clock: 'talk' })
    const call = new CallBuilder()
      .ticks(0, 4000)
      .update(4000, { onHold: true })
      .ticks(4000, 24_000)
      .update(24_000, { onHold: false })
      .ticks(24_000, 32_000)
    expect(play(fromStart, call)).toEqual(['fired absence @30000', 'confirmed absence @31000'])
  })

  it('what has been said before counts after it', () => {
    const call = (): CallBuilder =>
      asked()
        .update(3000, { onHold: true })
        .update(60_000, { onHold: false })
        .final({ id: 'a', party: 'agent', text: 'offer', fromMs: 61_000, atMs: 62_000 })
        .final({ id: 'c2', text: 'cancel', fromMs: 63_000, atMs: 64_000 })
        .tick(66_000)
    expect(play(when.all(cancel, offer), call())).toHaveLength(4)
    // Windows of other conditions are call time: the hold counts.
    expect(play(when.sequence(59_900, cancel, offer), call())).toEqual([])
    expect(play(when.sequence(60_000, cancel, offer), call())).toHaveLength(2)
    expect(play(when.count(cancel, 2), call())).toHaveLength(2)
  })
})

describe('transfer to another agent and reconnect of a stream', () => {
  const conditions: readonly (readonly [string, Condition, number])[] = [
    ['said', cancel, 2],
    ['sequence', when.sequence(60_000, cancel, offer), 2],
    ['all', when.all(cancel, offer), 2],
    ['count', when.count(when.any(cancel, offer), 2), 2],
    ['absence', when.absence(thanks, { after: cancel, withinMs: 20_000 }), 2],
    ['absence that was answered', when.absence(offer, { after: cancel, withinMs: 20_000 }), 0],
    ['silence', { kind: 'silence', party: null, forMs: 15_000 }, 2],
    ['last', when.last(offer, 30_000), 2],
  ]

  it.each(conditions)('change nothing of %s', (_, condition, count) => {
    const spoken = (between: (call: CallBuilder) => CallBuilder): CallBuilder =>
      between(asked().tick(3000))
        .final({ id: 'a', party: 'agent', text: 'offer', fromMs: 19_000, atMs: 20_000 })
        .ticks(20_000, 30_000)
        .end(31_000)
    const plain = play(
      condition,
      spoken((call) => call.tick(4000)),
    )
    const transferred = play(
      condition,
      spoken((call) => call.update(4000, { agentId: 'agent-2' })),
    )
    const reconnected = play(
      condition,
      spoken((call) => call.gap(4000, { party: 'customer', durationMs: 9000 })),
    )
    expect(plain).toHaveLength(count)
    expect(transferred).toEqual(plain)
    expect(reconnected).toEqual(plain)
  })
})

describe('a call that goes on under a new stream', () => {
  /** Plays the first part, hands the state on as the store would, and plays the rest. */
  function playOn(set: RuleSet, first: CallBuilder, second: CallBuilder): readonly UnstampedMatch[] {
    const matches: UnstampedMatch[] = []
    const run = (from: CallState, messages: readonly CallMessage[]): CallState =>
      messages.reduce((state, message) => {
        const stepped = step(set, state, message)
        matches.push(...stepped.matches)
        return stepped.state
      }, from)
    const before = run(initialCallState(first.callId), first.messages)
    const kept = JSON.parse(JSON.stringify(before)) as CallState
    const [start] = second.messages
    if (start?.type !== 'start') throw new TypeError('a call begins with its start')
    run(continueCall(kept, start.call), second.messages)
    return matches
  }

  const goingOn = (atMs: number): CallBuilder =>
    new CallBuilder('call-2', {
      continues: { callId: 'call-1', atMs: callMs(atMs) },
      startedAt: wallMs(50_000),
    })

  it('counts time from the old beginning, and tells it from the new', () => {
    const sequence = when.sequence(30_000, cancel, offer)
    const second = goingOn(10_000)
      .final({
        id: 'a',
        party: 'agent',
        text: 'offer',
        fromMs: 21_000,
        atMs: 22_000,
      })
      .tick(23_000)
    second.tick(24_000)
    const [fired, confirmed] = playOn(setOf(sequence), asked().tick(5000), second)
    expect(fired).toMatchObject({ callId: 'call-2', atMs: 22_000, matchId: 'call-2:test-rule@1:2' })
    expect(fired?.evidence).toMatchObject({ startMs: 21_000, others: [{ startMs: -9000, endMs: -8700 }] })
    expect(confirmed?.state).toBe('confirmed')
    const late = goingOn(10_000).final({
      id: 'a',
      party: 'agent',
      text: 'offer',
      fromMs: 21_001,
      atMs: 22_000,
    })
    expect(playOn(setOf(sequence), asked().tick(5000), late)).toEqual([])
  })

  it('goes on with watches, also those from the start of the call', () => {
    const after = when.absence(thanks, { after: cancel, withinMs: 20_000 })
    const start = when.absence(thanks, { withinMs: 21_300 })
    for (const condition of [after, start]) {
      const second = goingOn(10_000).ticks(0, 14_000)
      const matches = playOn(setOf(condition), asked().ticks(2000, 5000), second)
      expect(matches.map(({ state, atMs }) => `${state} @${atMs}`)).toEqual([
        'fired @12000',
        'confirmed @13000',
      ])
    }
  })

  it('decides what was fired on words that nobody finishes', () => {
    const first = new CallBuilder().partial({ id: 'c', text: 'cancel', fromMs: 1000, atMs: 2000 })
    const matches = playOn(setOf(cancel), first, goingOn(3000))
    expect(matches.map(({ state, callId }) => `${callId} ${state}`)).toEqual([
      'call-1 fired',
      'call-2 retracted',
    ])
    expect(new Set(matches.map(({ matchId }) => matchId)).size).toBe(1)
  })

  it('keeps what was measured, and does not begin states anew that hold already', () => {
    const later: Condition = { kind: 'call-time', firstMs: null, afterMs: 20_000 }
    expect(playOn(setOf(later), asked().ticks(2000, 12_000), goingOn(15_000).ticks(0, 9000))).toHaveLength(2)
    expect(playOn(setOf(later), asked().ticks(2000, 25_000), goingOn(30_000).ticks(0, 9000))).toHaveLength(2)
  })

  it('without its state, judges nothing that needs the start of the call', () => {
    const { call } = goingOn(10_000).messages[0] as Extract<CallMessage, { type: 'start' }>
    const set = setOf(when.absence(thanks, { withinMs: 30_000 }))
    let state = continueCall(null, call)
    const matches: UnstampedMatch[] = []
    for (const message of goingOn(10_000).ticks(0, 40_000).messages) {
      const stepped = step(set, state, message)
      state = stepped.state
      matches.push(...stepped.matches)
    }
    expect(matches).toEqual([])
    expect(state.originMs).toBe(10_000)
  })
})
