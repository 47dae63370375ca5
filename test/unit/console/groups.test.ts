import { describe, expect, test } from 'vitest'
import { AlertBell, ringOf } from '../../../agent-console/src/data/alert-bell.ts'
import { casesByCall } from '../../../agent-console/src/data/cases.ts'
import { decodeEvent } from '../../../agent-console/src/data/decode-event.ts'
import {
  fittingGroups,
  groupsOf,
  groupText,
  listedCalls,
  queuesText,
  timeOfDay,
  type GroupCase,
} from '../../../agent-console/src/data/groups.ts'
import type { AlertCase, GroupCall } from '../../../server/contracts/alert-case.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildCase, buildGroup } from '../../helpers/case-builders.ts'
import { STARTED_AT } from '../../helpers/message-builders.ts'

function group(change: Partial<AlertCase> = {}): GroupCase {
  const [only] = groupsOf([buildGroup(change)])
  if (only === undefined) throw new TypeError('it is a group')
  return only
}

/** A group of calls in these queues. */
function inQueues(...queues: readonly (string | null)[]): GroupCase {
  const { group: known } = group()
  const calls = queues.map((queue, n): GroupCall => ({
    ...{ callId: `call-${n}`, agentId: null, queue, place: { site: null, team: null } },
    ...{ outcomeId: `o-${n}`, at: wallMs(STARTED_AT + n) },
  }))
  return group({ group: { ...known, calls, callsInAll: calls.length } })
}

describe('groups of calls', () => {
  test('are the most serious first, then those that were opened last, and no case of a call', () => {
    const later = buildGroup({ caseId: 'group-2', openedAt: wallMs(STARTED_AT + 60_000) })
    const cases = [buildGroup(), buildCase(), later, buildGroup({ caseId: 'group-3', severity: 'high' })]
    expect(groupsOf(cases).map(({ caseId }) => caseId)).toEqual(['group-3', 'group-2', 'group-1'])
    expect([...casesByCall(new Map(cases.map((each) => [each.caseId, each]))).keys()]).toEqual(['call-1'])
  })

  test('say how many calls and since when', () => {
    const [since, last] = [timeOfDay(STARTED_AT - 300_000), timeOfDay(STARTED_AT + 30_000)]
    const { group: known } = group()
    const grown = { ...known, since: wallMs(STARTED_AT - 300_000) }
    expect(groupText(group({ group: grown }))).toBe(`3 calls since ${since}, the last at ${last}.`)
    expect(groupText(group({ group: grown, callEnded: true }))).toBe(
      `3 calls since ${since}, none after ${last}.`,
    )
    expect(groupText(group())).toBe(`3 calls since ${last}.`)
    const empty = group({ group: { ...known, calls: [], callsInAll: 0 } })
    expect(groupText(empty)).toBe(`0 calls since ${last}.`)
  })

  test.each([
    [['billing', 'internet', 'billing'], 'billing 2 · internet 1'],
    [[null, null], ''],
    [['a', 'b', 'c', 'd', 'e', 'd'], 'd 2 · a 1 · b 1 · 2 more'],
  ])('of the queues %s say %s', (queues, text) => {
    expect(queuesText(inQueues(...queues))).toBe(text)
  })

  test('list the last twenty calls, the last one first', () => {
    const listed = listedCalls(inQueues(...Array.from({ length: 30 }, () => null)))
    expect(listed.map(({ callId }) => callId)).toHaveLength(20)
    expect(listed[0]?.callId).toBe('call-29')
  })

  test.each([
    [['hold'], 'north', 1],
    [['agent-2', 'internet'], 'north', 1],
    [['long-hold'], 'north', 1],
    [['agent-9'], 'north', 0],
    [[], 'south', 0],
  ])('with %s in the team %s are %s', (words, team, count) => {
    const found = fittingGroups([group()], { words, belongs: (call) => call.team === team })
    expect(found).toHaveLength(count)
  })

  test('ring when they are opened and when they are armed again, not while they grow', () => {
    const bell = new AlertBell()
    const at = (now: number, change: Partial<AlertCase>) =>
      bell.ring([ringOf(group({ severity: 'high', ...change }))], {
        ...{ choice: { sound: true, notify: true }, seen: false },
        now,
      })
    const opened = { at: wallMs(0), by: null, action: 'opened', note: null } as const
    const history = [opened]
    expect(at(1000, { history })?.notify?.alert).toMatchObject({
      title: 'Customer has been on hold for two minutes (3 calls)',
      callId: 'call-3',
    })
    expect(at(10_000, { history, revision: 2 })).toBeNull()
    const again = [opened, { ...opened, at: wallMs(60_000), action: 'reopened' as const }]
    expect(at(61_000, { history: again, timesReopened: 1, state: 'seen' })).toBeNull()
    expect(at(62_000, { history: again, timesReopened: 1 })?.sound).toBe(true)
  })

  test('are taken from the wire when they have what is needed', () => {
    const decoded = (change: object) =>
      decodeEvent(JSON.stringify({ ...buildGroup(), eventSeq: 1, ...change }))
    expect(decoded({})).toMatchObject({ caseId: 'group-1' })
    expect(decoded({ group: null })).toBeNull()
    expect(decoded({ group: { ...group().group, calls: [{ callId: 'x' }] } })).toBeNull()
    expect(decodeEvent(JSON.stringify({ ...buildCase(), eventSeq: 1 }))).toMatchObject({ caseId: 'case-1' })
  })
})
