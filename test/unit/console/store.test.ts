import { describe, expect, test } from 'vitest'
import type { CallSummary, ServerEvent } from '../../../server/contracts/events.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { callMs } from '../../../server/contracts/time.ts'
import { type ConsoleState, EMPTY, forgetTranscript, reduce } from '../../../agent-console/src/data/store.ts'
import {
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'

type Unpositioned = ServerEvent extends infer E
  ? E extends { eventSeq: number }
    ? Omit<E, 'eventSeq'>
    : E
  : never

/** Folds events as one batch an event, as on a quiet socket. */
function fold(events: readonly Unpositioned[], from: ConsoleState = EMPTY): ConsoleState {
  return events.reduce<ConsoleState>(
    (state, event, index) =>
      reduce(state, [{ event: { eventSeq: index + 1, ...event } as ServerEvent, receivedAt: 1000 + index }]),
    from,
  )
}

function summary(change: Partial<CallSummary> = {}): CallSummary {
  return {
    type: 'call',
    callId: 'call-1',
    call: buildCall(),
    state: 'live',
    onHold: false,
    atMs: callMs(5000),
    lagMs: 120,
    talkMs: { agent: 1000, customer: 3000 },
    alerts: 1,
    prompts: 2,
    mood: null,
    silenceMs: 0,
    overlap: 0,
    queue: 'billing',
    team: null,
    openCase: null,
    ...change,
  }
}

function lines(state: ConsoleState, callId = 'call-1'): readonly string[] {
  return (state.calls.get(callId)?.entries ?? []).map((entry) =>
    entry.type === 'utterance' ? `${entry.party} ${entry.state}: ${entry.text}` : `gap ${entry.durationMs}`,
  )
}

const said = (text: string, seq: number, change: Partial<Parameters<typeof buildUtterance>[0]> = {}) =>
  buildUtterance({ text, seq, utteranceId: 'u-1', state: 'partial', startMs: 4000, ...change })

describe('the transcript', () => {
  test('replaces a partial by the next one and at last by the final', () => {
    const state = fold([buildStart(), said('i want', 2), said('i want to can', 3)])
    expect(lines(state)).toEqual(['customer partial: i want to can'])
    expect(lines(fold([said('i want to cancel', 4, { state: 'final' })], state))).toEqual([
      'customer final: i want to cancel',
    ])
  })

  test('lets no late partial replace a newer one or a final', () => {
    const state = fold([buildStart(), said('i want to', 3), said('i', 2)])
    expect(lines(state)).toEqual(['customer partial: i want to'])
    const done = fold([said('i want to go', 4, { state: 'final' }), said('i want to', 5)], state)
    expect(lines(done)).toEqual(['customer final: i want to go'])
  })

  test('takes the line away when its final is empty', () => {
    const state = fold([buildStart(), said('huh', 2), said('', 3, { state: 'final' })])
    expect(lines(state)).toEqual([])
  })

  test('orders the parties by when they began and never swaps lines that are on screen', () => {
    const agent = { party: 'agent', utteranceId: 'u-2' } as const
    const state = fold([
      buildStart(),
      said('hello', 2, { ...agent, startMs: 5000 }),
      said('my bill', 3, { startMs: 4000 }),
    ])
    expect(lines(state)).toEqual(['customer partial: my bill', 'agent partial: hello'])
    const final = fold([said('hello there', 4, { ...agent, startMs: 3000, state: 'final' })], state)
    expect(lines(final)).toEqual(['customer partial: my bill', 'agent final: hello there'])
  })

  test('notes missing audio once, in its place', () => {
    const gap = {
      type: 'gap',
      callId: 'call-1',
      seq: 7,
      atMs: callMs(4500),
      party: 'agent',
      durationMs: 800,
    } as const
    const state = fold([
      buildStart(),
      said('one', 2, { state: 'final' }),
      said('two', 3, { utteranceId: 'u-2', startMs: 6000, state: 'final' }),
      { ...gap, reason: 'lost' },
      { ...gap, reason: 'lost' },
    ])
    expect(lines(state)).toEqual(['customer final: one', 'gap 800', 'customer final: two'])
  })

  test('is let go of when nobody looks at it any more', () => {
    const state = fold([buildStart(), said('secret', 2)])
    expect(lines(forgetTranscript(state, 'call-1'))).toEqual([])
    expect(forgetTranscript(state, 'other')).toBe(state)
  })
})

describe('outcomes', () => {
  const states = (state: ConsoleState): readonly string[] =>
    (state.calls.get('call-1')?.outcomes ?? []).map((outcome) => `${outcome.outcomeId} ${outcome.state}`)

  test('change their state in place and are never erased', () => {
    const state = fold([
      buildStart(),
      buildOutcome({ outcomeId: 'o-1' }),
      buildOutcome({ outcomeId: 'o-2' }),
      buildOutcome({ outcomeId: 'o-1', state: 'retracted', reason: 'not-in-final' }),
      buildOutcome({ outcomeId: 'o-2', state: 'confirmed', reason: 'confirmed-by-final' }),
    ])
    expect(states(state)).toEqual(['o-1 retracted', 'o-2 confirmed'])
  })

  test('do not become undecided again when an older message comes after', () => {
    const state = fold([buildStart(), buildOutcome({ state: 'retracted' }), buildOutcome({ state: 'shown' })])
    expect(states(state)).toEqual(['outcome-1 retracted'])
  })

  test('are not shown while they are held back', () => {
    const held = buildOutcome({ state: 'held', reason: 'cooldown', kind: 'alert' })
    const state = fold([buildStart(), held])
    expect(states(state)).toEqual([])
    expect(state.alerts).toEqual([])
  })

  test('fill the feed with alerts only, each once, and keep the newest 500', () => {
    const alert = (id: number, state: Outcome['state'] = 'shown'): Outcome =>
      buildOutcome({ outcomeId: `a-${id}`, kind: 'alert', state })
    const many = Array.from({ length: 510 }, (_, index) => alert(index))
    const state = fold([buildStart(), buildOutcome(), ...many, alert(509, 'retracted')])
    expect(state.alerts).toHaveLength(500)
    expect(state.alerts.at(0)?.outcomeId).toBe('a-10')
    expect(state.alerts.at(-1)).toMatchObject({ outcomeId: 'a-509', state: 'retracted' })
  })
})

describe('a call', () => {
  test('takes over what an update and a summary say', () => {
    const state = fold([
      buildStart(),
      buildUpdate({ onHold: true, attributes: { tier: 'gold' } }),
      summary({ onHold: true, lagMs: 1700 }),
    ])
    expect(state.calls.get('call-1')).toMatchObject({ onHold: true, lagMs: 1700, atMs: 5000, alerts: 1 })
    const updated = fold([buildStart(), buildUpdate({ onHold: true, attributes: { tier: 'gold' } })])
    expect(updated.calls.get('call-1')?.info.attributes).toEqual({ queue: 'billing', tier: 'gold' })
  })

  test('never goes back in call time', () => {
    const state = fold([buildStart(), summary({ atMs: callMs(5000) }), buildUpdate({})])
    expect(state.calls.get('call-1')).toMatchObject({ atMs: 5000, heardAt: 1001 })
  })

  test('stays readable after its end, with its length', () => {
    const state = fold([buildStart(), said('bye', 2, { state: 'final' }), buildEnd('call-1', 61_000)])
    expect(state.calls.get('call-1')).toMatchObject({
      state: 'ended',
      durationMs: 61_000,
      endReason: 'completed',
    })
    expect(lines(state)).toEqual(['customer final: bye'])
  })

  test('begins anew when its id is used again, and lives on when it is passed back', () => {
    const ended = fold([buildStart(), said('bye', 2, { state: 'final' }), buildEnd()])
    expect(lines(fold([buildStart()], ended))).toEqual([])
    const back = fold([summary({ atMs: callMs(70_000) })], ended)
    expect(back.calls.get('call-1')).toMatchObject({ state: 'live', durationMs: null, atMs: 70_000 })
  })

  test('is forgotten when forty later ones have ended', () => {
    const events = Array.from({ length: 45 }, (_, index) => {
      const callId = `call-${index}`
      return [buildStart(buildCall({ callId })), buildEnd(callId)]
    }).flat()
    const state = fold([...events, buildStart(buildCall({ callId: 'live' }))])
    expect(state.calls.size).toBe(41)
    expect(state.calls.has('call-4')).toBe(false)
    expect(state.calls.has('call-5')).toBe(true)
  })
})

describe('snapshots', () => {
  const part = (change: Partial<CallSummary>, utterances = [said('so far', 9)]) => ({
    summary: summary(change),
    utterances,
    utterancesLeftOut: 0,
    outcomes: [],
    holds: [],
  })

  test('a complete one ends the calls that it does not name and keeps their words', () => {
    const before = fold([buildStart(), said('old words', 2, { state: 'final' })])
    const other = { callId: 'call-2', call: buildCall({ callId: 'call-2' }) }
    const state = fold([{ type: 'snapshot', complete: true, calls: [part(other, [])] }], before)
    expect(state.calls.get('call-1')).toMatchObject({ state: 'ended', durationMs: null })
    expect(lines(state)).toEqual(['customer final: old words'])
    expect(state.calls.get('call-2')?.state).toBe('live')
  })

  test('one of a single call leaves the others alone', () => {
    const before = fold([buildStart(), buildStart(buildCall({ callId: 'call-2' }))])
    const state = fold([{ type: 'snapshot', complete: false, calls: [part({})] }], before)
    expect(state.calls.get('call-2')?.state).toBe('live')
    expect(lines(state)).toEqual(['customer partial: so far'])
  })

  test('drop partials whose finals passed unheard, and keep finals they do not repeat', () => {
    const before = fold([
      buildStart(),
      said('first', 2, { utteranceId: 'u-0', startMs: 100, state: 'final' }),
      said('never finished', 3, { utteranceId: 'u-9' }),
    ])
    const state = fold([{ type: 'snapshot', complete: false, calls: [part({})] }], before)
    expect(lines(state)).toEqual(['customer final: first', 'customer partial: so far'])
  })

  test('bring the alerts of their calls into the feed in the order of their making', () => {
    const alert = (id: string, createdAt: number): Outcome =>
      buildOutcome({ outcomeId: id, kind: 'alert', createdAt: createdAt as Outcome['createdAt'] })
    const state = fold([
      {
        type: 'snapshot',
        complete: true,
        calls: [
          { ...part({}), outcomes: [alert('late', 20)] },
          { ...part({ callId: 'call-2' }), outcomes: [alert('early', 10)] },
        ],
      },
    ])
    expect(state.alerts.map((outcome) => outcome.outcomeId)).toEqual(['early', 'late'])
  })

  test('what was missed is counted', () => {
    expect(
      fold([
        { type: 'missed', missed: 3 },
        { type: 'missed', missed: 4 },
      ]).missed,
    ).toBe(7)
  })
})

test('a batch gives what its events give one by one, and an empty batch changes nothing', () => {
  const events = [
    buildStart(),
    said('a b', 2),
    buildOutcome(),
    summary(),
    said('a b c', 3, { state: 'final' }),
  ]
  const received = events.map((event, index) => ({
    event: { ...event, eventSeq: index + 1 },
    receivedAt: 1000 + index,
  }))
  expect(reduce(EMPTY, received)).toEqual(fold(events))
  expect(reduce(EMPTY, [])).toBe(EMPTY)
})
