import { Subject } from 'rxjs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Match } from '../../../server/contracts/match.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import type { RuleSet } from '../../../server/rules/compile/compile.ts'
import { matchStream, type StreamObserver } from '../../../server/rules/stream.ts'
import { saidRule } from '../../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../../fixtures/rules/call-builder.ts'
import { inShort, ruleSetOf } from '../../fixtures/rules/run-call.ts'
import { withThrowingRule } from '../../fixtures/rules/throwing-rule.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const HELLO = saidRule(['hello'], { id: 'hello' })

let told: string[]
let matches: Match[]
let messages$: Subject<CallMessage>
let ruleSet: RuleSet
let clock: ManualClock

const observer: StreamObserver = {
  callOpened: (callId) => told.push(`opened ${callId}`),
  callClosed: (callId) => told.push(`closed ${callId}`),
  strayMessage: ({ type }) => told.push(`stray ${type}`),
  ruleFailed: (callId, { ruleId }) => told.push(`failed ${callId} ${ruleId}`),
  messageFailed: (callId) => told.push(`dropped ${callId}`),
}

beforeEach(() => {
  told = []
  matches = []
  messages$ = new Subject()
  ruleSet = ruleSetOf(HELLO)
  clock = new ManualClock(50_000)
  matchStream({ messages$, ruleSet: () => ruleSet, clock, observer }).subscribe((match) => {
    matches.push(match)
  })
})

function send(messages: readonly CallMessage[]): void {
  for (const message of messages) messages$.next(message)
}

function greeting(callId: string): CallBuilder {
  return new CallBuilder(callId).final({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 2000 })
}

describe('matchStream', () => {
  it('stamps matches with the time of the decision, by its clock', () => {
    clock.advance(7)
    send(greeting('a').messages)
    expect(matches.map(inShort)).toEqual(['fired hello @2000', 'confirmed hello @2000'])
    expect(matches[0]?.stamps).toEqual({
      capturedAt: 2010,
      heardAt: 2020,
      decodedAt: 2030,
      matchedAt: 50_007,
    })
  })

  it('keeps calls apart and forgets each at its end', () => {
    const a = greeting('a').end(9000).messages
    const b = greeting('b').end(9000).messages
    send(a.flatMap((message, index) => [message, ...b.slice(index, index + 1)]))
    expect(matches.map(({ callId, state }) => `${callId} ${state}`)).toEqual([
      'a fired',
      'a confirmed',
      'b fired',
      'b confirmed',
    ])
    expect(told).toEqual(['opened a', 'opened b', 'closed a', 'closed b'])
  })

  it('drops and tells messages of calls that have not started or have ended', () => {
    const call = greeting('a').end(9000).messages
    send([...call.slice(1), ...call, ...call.slice(1)])
    expect(matches).toHaveLength(2)
    expect(told).toEqual([
      'stray utterance',
      'stray end',
      'opened a',
      'closed a',
      'stray utterance',
      'stray end',
    ])
  })

  it('takes a new rule set between two messages', () => {
    const call = greeting('a').final({ id: 'u2', text: 'good day', fromMs: 5000, atMs: 6000 }).messages
    send(call.slice(0, 2))
    ruleSet = ruleSetOf(saidRule(['good day'], { id: 'other' }))
    send(call.slice(2))
    expect(matches.map(({ rule, state }) => `${rule.id} ${state}`)).toEqual([
      'hello fired',
      'hello confirmed',
      'other fired',
      'other confirmed',
    ])
    expect(matches.at(-1)?.ruleSetHash).toBe(ruleSet.hash)
  })

  it('lives on when a rule throws', () => {
    ruleSet = withThrowingRule([HELLO], 'hello', (_, input) => input.callId === 'a')
    send(greeting('a').messages)
    send(greeting('b').messages)
    expect(told).toContain('failed a hello')
    expect(matches.map(({ callId }) => callId)).toEqual(['b', 'b'])
  })

  it('lives on when the engine itself throws', () => {
    const finder = {
      longest: 1,
      find(): never {
        throw new Error('the finder is broken')
      },
    }
    const sound = ruleSet
    ruleSet = { ...ruleSet, finder }
    send(greeting('a').messages)
    ruleSet = sound
    send(greeting('b').messages)
    expect(told).toContain('dropped a')
    expect(matches.map(({ callId }) => callId)).toEqual(['b', 'b'])
  })
})
