import { describe, expect, test } from 'vitest'
import { currentCall, otherLiveCalls } from '../../../agent-console/src/components/current-call.ts'
import { visibleRows } from '../../../agent-console/src/components/visible-rows.ts'
import { type CallView, elapsedMs, newCall } from '../../../agent-console/src/data/call-view.ts'
import {
  callsOf,
  filterWords,
  fittingAlerts,
  fittingCalls,
  floorFigures,
  namesOf,
} from '../../../agent-console/src/data/floor.ts'
import { formatCallTime, shortId } from '../../../agent-console/src/data/format.ts'
import { EMPTY } from '../../../agent-console/src/data/store.ts'
import { tokenFrom } from '../../../agent-console/src/data/token-from.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildCall, buildOutcome } from '../../helpers/message-builders.ts'

function call(callId: string, startedAt: number, change: Partial<CallView> = {}): CallView {
  const info = buildCall({ callId, startedAt: wallMs(startedAt), agentId: `agent-${callId}` })
  return { ...newCall(info, { atMs: 0, at: 0 }), ...change }
}

const ids = (calls: readonly CallView[]): readonly string[] => calls.map(({ callId }) => callId)
const stateOf = (...calls: readonly CallView[]) => ({
  ...EMPTY,
  calls: new Map(calls.map((entry) => [entry.callId, entry])),
})

describe('the board', () => {
  const calls = [call('b', 20), call('a', 10, { onHold: true, lagMs: 900 }), call('c', 5, { state: 'ended' })]

  const everything = { calls: new Map(), filters: { team: null, queue: null, teamsOfSite: null } }

  test('lists live calls', () => {
    expect(ids(callsOf(calls, everything.filters))).toEqual(['b', 'a'])
  })

  test('is filtered by team and queue; those that name none can be looked at, too', () => {
    const floor = [
      call('a', 1, { team: 'north', queue: 'billing' }),
      call('b', 2, { team: 'south', queue: 'billing' }),
      call('c', 3, { queue: 'sales' }),
    ]
    const found = (team: string | null, queue: string | null) =>
      ids(callsOf(floor, { team, queue, teamsOfSite: null }))
    expect(found('north', null)).toEqual(['a'])
    expect(found(null, 'billing')).toEqual(['a', 'b'])
    expect(found('', null)).toEqual(['c'])
    expect(found('north', 'sales')).toEqual([])
    expect(namesOf(floor, 'team', null)).toEqual(['', 'north', 'south'])
    expect(namesOf(floor, 'queue', 'gone')).toEqual(['billing', 'gone', 'sales'])
    const alerts = ['a', 'b', 'unknown'].map((callId) => buildOutcome({ callId, outcomeId: callId }))
    const where = {
      calls: new Map(floor.map((each) => [each.callId, each])),
      filters: { team: 'north', queue: null, teamsOfSite: null },
    }
    expect(fittingAlerts(alerts, [], where).map(({ callId }) => callId)).toEqual(['a'])

    const site = { team: null, queue: null, teamsOfSite: new Set(['south', 'west']) }
    expect(ids(callsOf(floor, site))).toEqual(['b'])
    const ofSite = fittingAlerts(alerts, [], { ...where, filters: site })
    expect(ofSite.map(({ callId }) => callId)).toEqual(['b'])
  })

  test('is filtered by every word, in any field and case', () => {
    expect(ids(fittingCalls(calls, filterWords(' BILLING  agent-b ')))).toEqual(['b'])
    expect(ids(fittingCalls(calls, filterWords('billing nobody')))).toEqual([])
    const alerts = [buildOutcome({ title: 'Manager asked for' }), buildOutcome({ severity: 'critical' })]
    expect(fittingAlerts(alerts, filterWords('manager'), everything)).toEqual([alerts[0]])
    expect(fittingAlerts(alerts, [], everything)).toBe(alerts)
  })

  test('is told in four figures', () => {
    expect(floorFigures(calls)).toEqual({ live: 2, onHold: 1, withAlerts: 0, worstLagMs: 900 })
  })

  test('keeps only rows near the view in the document', () => {
    expect(visibleRows(1000, { scrollTop: 0, height: 420, rowHeight: 42 })).toEqual({ from: 0, to: 18 })
    expect(visibleRows(1000, { scrollTop: 21_000, height: 420, rowHeight: 42 })).toEqual({
      from: 492,
      to: 518,
    })
    expect(visibleRows(3, { scrollTop: 21_000, height: 420, rowHeight: 42 })).toEqual({ from: 3, to: 3 })
    expect(visibleRows(0, { scrollTop: 0, height: 0, rowHeight: 42 })).toEqual({ from: 0, to: 0 })
  })
})

describe("the panel's call", () => {
  const agent = { subject: 'a', role: 'agent', agentId: 'a' } as const
  const none = { me: agent, chosen: null, own: null }

  test('is the newest live one, else the last that ended', () => {
    expect(currentCall(stateOf(call('old', 1), call('new', 2)), none)?.callId).toBe('new')
    const ended = call('later', 9, { state: 'ended' })
    expect(currentCall(stateOf(call('old', 1), ended), none)?.callId).toBe('old')
    expect(currentCall(stateOf(call('first', 1, { state: 'ended' }), ended), none)?.callId).toBe('later')
    expect(currentCall(EMPTY, none)).toBeNull()
  })

  test('is the one chosen for as long as it lives; the others can be switched to', () => {
    const state = stateOf(call('old', 1), call('new', 2))
    const shown = currentCall(state, { ...none, chosen: 'old' })
    expect(shown?.callId).toBe('old')
    expect(ids(otherLiveCalls(state, { me: agent, shown }))).toEqual(['new'])
  })

  test("is never a stranger's: whoever sees all calls gets only the sample that plays here", () => {
    const supervisor = { subject: 's', role: 'supervisor', agentId: null } as const
    const state = stateOf(call('stranger', 1), call('sample-1', 2))
    expect(currentCall(state, { me: supervisor, chosen: null, own: null })).toBeNull()
    expect(currentCall(state, { me: supervisor, chosen: null, own: 'sample-1' })?.callId).toBe('sample-1')
    expect(otherLiveCalls(state, { me: supervisor, shown: null })).toEqual([])
  })
})

describe('figures on screen', () => {
  test('a duration goes on between news, waits when they stop, and stays once the call has ended', () => {
    const live = call('a', 0, { atMs: 10_000, heardAt: 500 })
    expect(elapsedMs(live, 1500)).toBe(11_000)
    expect(elapsedMs(live, 400)).toBe(10_000)
    expect(elapsedMs(live, 90_000)).toBe(12_500)
    expect(elapsedMs({ ...live, state: 'ended', durationMs: 9999 }, 90_000)).toBe(9999)
  })

  test('call time and ids', () => {
    expect([0, 59_999, 60_000, 3_599_999, 3_600_000].map(formatCallTime)).toEqual([
      '00:00',
      '00:59',
      '01:00',
      '59:59',
      '1:00:00',
    ])
    expect(shortId('c-1')).toBe('c-1')
    expect(shortId('7f3c8a52-8f0e-4b0c-9d3e')).toBe('…-4b0c-9d3e'.slice(-11))
  })

  test('a token is found in whatever was pasted', () => {
    expect(tokenFrom(' http://127.0.0.1:8080/signin?token=aa.bb-_.cc\n')).toBe('aa.bb-_.cc')
    expect(tokenFrom('aa.bb.cc')).toBe('aa.bb.cc')
    expect(tokenFrom('http://127.0.0.1:8080/agent')).toBeNull()
    expect(tokenFrom('hello')).toBeNull()
  })
})
