import { describe, expect, it } from 'vitest'
import { CaseBook } from '../../../server/alerts/case-book.ts'
import { GroupBook } from '../../../server/alerts/group-book.ts'
import { KnownCalls } from '../../../server/alerts/known-calls.ts'
import type { AlertCase, CaseAction } from '../../../server/contracts/alert-case.ts'
import type { GroupTerms } from '../../../server/contracts/match.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildCall, buildMatch, buildOutcome } from '../../helpers/message-builders.ts'
import { placeByAttributes } from '../../helpers/place-by-attributes.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const TERMS: GroupTerms = { calls: 3, withinMs: 10 * MINUTE_MS }

/** A floor on which calls have the same trouble, as the actions room tells of it: asked first, then told. */
class Floor {
  readonly calls = new KnownCalls({ placeOf: placeByAttributes, queueAttribute: 'queue' })
  readonly cases: CaseBook
  groups: GroupBook
  terms: GroupTerms | undefined = TERMS

  constructor() {
    this.cases = new CaseBook(this.calls)
    this.groups = new GroupBook(this.cases, this.calls)
  }

  /** The alert of a call; the id of the group that it is held for, and what is told. */
  alert(
    callId: string,
    at: number,
    change: Partial<Outcome> = {},
  ): { held: string | null; told: AlertCase | null } {
    this.calls.start(buildCall({ callId, attributes: { queue: `queue-of-${callId}`, team: 'north' } }))
    const match = buildMatch({
      callId,
      rule: { id: 'long-hold' },
      action: { kind: 'alert', group: this.terms },
    })
    const held = this.groups.groupFor(match, wallMs(at))
    const outcome = buildOutcome({
      ...{ kind: 'alert', callId, outcomeId: `${callId}-${at}`, rule: 'long-hold@1', createdAt: wallMs(at) },
      ...(held === null
        ? {}
        : { state: 'held', reason: 'grouped', because: { type: 'group', caseId: held } }),
      ...change,
    })
    return { held, told: this.groups.take(outcome, wallMs(at)) }
  }

  withdraw(callId: string, at: number, now: number, change: Partial<Outcome> = {}): AlertCase | null {
    const outcome = buildOutcome({
      ...{ kind: 'alert', callId, outcomeId: `${callId}-${at}`, rule: 'long-hold@1' },
      ...{ state: 'retracted', reason: 'not-in-final', ...change },
    })
    return this.groups.take(outcome, wallMs(now))
  }

  act(caseId: string, action: CaseAction, at: number): AlertCase {
    const acted = this.cases.act(caseId, { action, acted: { by: 'ana', now: wallMs(at) } })
    if (acted.state === 'resolved') this.groups.startAnew(acted)
    return acted
  }
}

/** A floor with a group of three calls, told at 2 s. */
function grouped(): { readonly floor: Floor; readonly caseId: string } {
  const floor = new Floor()
  for (const [index, callId] of ['a', 'b', 'c'].entries()) floor.alert(callId, index * SECOND_MS)
  return { floor, caseId: 'group-a-0' }
}

const callsOf = (told: AlertCase | null | undefined): readonly string[] | undefined =>
  told?.group?.calls.map(({ callId }) => callId)

describe('the same in many calls', () => {
  it('is one by one until there are enough calls, and then one case of all of them', () => {
    const floor = new Floor()
    expect(floor.alert('a', 0)).toEqual({ held: null, told: null })
    expect(floor.alert('b', SECOND_MS)).toEqual({ held: null, told: null })
    const { held, told } = floor.alert('c', 2 * SECOND_MS)
    expect(held).toBe('group-a-0')
    expect(told).toMatchObject({
      ...{ caseId: 'group-a-0', revision: 1, callId: null, state: 'new', alerts: [], callEnded: false },
      ...{ title: 'Customer wants to cancel', severity: 'high', openedAt: 2 * SECOND_MS },
      places: [{ site: null, team: 'north' }],
      group: { ruleId: 'long-hold', since: 0, terms: TERMS, callsInAll: 3 },
    })
    expect(told?.group?.calls[2]).toEqual({
      ...{ callId: 'c', agentId: 'agent-7', queue: 'queue-of-c', place: { site: null, team: 'north' } },
      ...{ outcomeId: 'c-2000', at: 2 * SECOND_MS },
    })
  })

  it('is not when it is one call again and again, or when they come too far apart', () => {
    const floor = new Floor()
    for (let n = 0; n < 9; n += 1) expect(floor.alert('a', n * SECOND_MS).held).toBeNull()
    const spread = new Floor()
    for (let n = 0; n < 9; n += 1) expect(spread.alert(`call-${n}`, n * 5 * MINUTE_MS).held).toBeNull()
    const close = new Floor()
    const held = [0, 1, 2].map((n) => close.alert(`call-${n}`, n * 5 * MINUTE_MS - n).held)
    expect(held).toEqual([null, null, 'group-call-0-0'])
  })

  it('grows, and is told of at most every five seconds', () => {
    const { floor } = grouped()
    expect(floor.alert('d', 3 * SECOND_MS)).toEqual({ held: 'group-a-0', told: null })
    expect(floor.groups.advanceTo(wallMs(6999))).toEqual([])
    const [told] = floor.groups.advanceTo(wallMs(7000))
    expect(callsOf(told)).toEqual(['a', 'b', 'c', 'd'])
    expect(told).toMatchObject({ revision: 2, state: 'new', history: [{ action: 'opened' }] })
    expect(callsOf(floor.alert('e', 20 * SECOND_MS).told)).toHaveLength(5)
    expect(floor.groups.advanceTo(wallMs(40 * SECOND_MS))).toEqual([])
  })

  it('has each call once, the one that came last at the end', () => {
    const { floor } = grouped()
    const { told } = floor.alert('a', 20 * SECOND_MS)
    expect(callsOf(told)).toEqual(['b', 'c', 'a'])
    expect(told?.group).toMatchObject({ callsInAll: 3, since: 0 })
  })

  it('holds whatever state somebody has brought it to, without a conflict', () => {
    const { floor, caseId } = grouped()
    floor.act(caseId, { type: 'own' }, 3 * SECOND_MS)
    expect(floor.alert('d', 20 * SECOND_MS)).toMatchObject({
      held: caseId,
      told: { state: 'owned', revision: 3 },
    })
    const acted = { by: 'ben', now: wallMs(21 * SECOND_MS) }
    expect(
      floor.cases.act(caseId, { action: { type: 'note', note: 'x' }, acted, revision: 2 }).revision,
    ).toBe(4)
    floor.act(caseId, { type: 'snooze', until: null }, 22 * SECOND_MS)
    expect(floor.alert('e', 30 * SECOND_MS).told).toMatchObject({ snoozedUntilChange: true })
  })

  it('counts prompts, which are shown all the same', () => {
    const floor = new Floor()
    const told = ['a', 'b', 'c'].map(
      (callId) => floor.alert(callId, 0, { kind: 'prompt', state: 'shown', reason: 'matched' }).told,
    )
    expect(told).toMatchObject([null, null, { group: { callsInAll: 3 } }])
  })

  it.each([
    ['held', 'rule-in-shadow'],
    ['held', 'silenced'],
    ['held', 'cooldown'],
    ['held', 'inhibited'],
    ['retracted', 'not-in-final'],
  ] as const)('does not count what is %s as %s', (state, reason) => {
    const floor = new Floor()
    for (const callId of ['a', 'b', 'c']) floor.alert(callId, 0, { state, reason })
    expect([...floor.cases.all]).toEqual([])
  })

  it('names a hundred calls and counts them all', () => {
    const floor = new Floor()
    for (let n = 0; n < 1500; n += 1) floor.alert(`call-${n}`, n)
    const [told] = floor.groups.advanceTo(wallMs(10 * SECOND_MS))
    expect(told?.group?.callsInAll).toBe(1500)
    expect(callsOf(told)).toHaveLength(100)
    expect(callsOf(told)?.at(-1)).toBe('call-1499')
  })
})

describe('what was not said after all', () => {
  it('is taken out, and the last of it resolves what nobody has looked at', () => {
    const { floor } = grouped()
    expect(callsOf(floor.withdraw('b', 1000, 10_000))).toEqual(['a', 'c'])
    // Known by its outcome: another one of the same call stands.
    floor.alert('a', 11_000)
    expect(callsOf(floor.withdraw('a', 0, 20_000))).toEqual(['c', 'a'])
    floor.withdraw('c', 2000, 21_000)
    const told = floor.withdraw('a', 11_000, 22_000, { state: 'held' })
    expect(told).toMatchObject({ state: 'resolved', history: [{}, { action: 'withdrawn', by: null }] })
  })

  it('is not what only gave its place to another card', () => {
    const { floor } = grouped()
    expect(floor.withdraw('b', 1000, 10_000, { reason: 'outranked' })).toBeNull()
  })
})

describe('when it is over', () => {
  const QUIET = 2 * SECOND_MS + TERMS.withinMs

  it.each([
    ['new', [], 'resolved', 'cleared'],
    ['seen', [{ type: 'see' }], 'resolved', 'cleared'],
    ['owned', [{ type: 'own' }], 'owned', 'own'],
    ['resolved', [{ type: 'resolve', note: null }], 'resolved', 'resolve'],
  ] as const)('a group that is %s ends by itself, unless somebody has it', (_state, actions, state, last) => {
    const { floor, caseId } = grouped()
    for (const action of actions) floor.act(caseId, action, 3 * SECOND_MS)
    const [told] = floor.groups.advanceTo(wallMs(QUIET))
    expect(told).toMatchObject({ state, callEnded: true })
    expect(told?.history.at(-1)?.action).toBe(last)
    expect(floor.groups.advanceTo(wallMs(QUIET + 5000))).toEqual([])
  })

  it('not a moment earlier, and not while calls come', () => {
    const { floor } = grouped()
    expect(floor.groups.advanceTo(wallMs(QUIET - 1))).toEqual([])
    floor.alert('d', QUIET - 1)
    expect(floor.groups.advanceTo(wallMs(QUIET))).toEqual([])
    expect(floor.cases.get('group-a-0')?.state).toBe('new')
  })

  it('the next calls are told of one by one, and enough of them arm it again', () => {
    const { floor, caseId } = grouped()
    floor.groups.advanceTo(wallMs(QUIET))
    const again = QUIET + MINUTE_MS
    expect(['d', 'e'].map((callId) => floor.alert(callId, again).held)).toEqual([null, null])
    const { held, told } = floor.alert('f', again)
    expect(held).toBe(caseId)
    expect(told).toMatchObject({
      caseId,
      state: 'new',
      timesReopened: 1,
      callEnded: false,
      group: { since: again },
    })
    expect(callsOf(told)).toEqual(['d', 'e', 'f'])
  })

  it('is another case once the old one is no longer at hand', () => {
    const { floor } = grouped()
    floor.groups.advanceTo(wallMs(QUIET))
    const later = QUIET + 11 * MINUTE_MS
    floor.cases.advanceTo(wallMs(later))
    const held = ['d', 'e', 'f'].map((callId) => floor.alert(callId, later).held)
    expect(held).toEqual([null, null, `group-d-${later}`])
  })

  it('somebody who is done with it is told of the next ones one by one', () => {
    const { floor, caseId } = grouped()
    floor.act(caseId, { type: 'resolve', note: 'known' }, 3 * SECOND_MS)
    const held = ['d', 'e', 'f'].map((callId) => floor.alert(callId, 4 * SECOND_MS).held)
    expect(held).toEqual([null, null, caseId])
    expect(floor.cases.get(caseId)).toMatchObject({ state: 'new', timesReopened: 1, owner: null })
  })
})

describe('a rule that changes', () => {
  it('goes by its new terms, or by none', () => {
    const { floor } = grouped()
    floor.terms = { calls: 2, withinMs: MINUTE_MS }
    expect(floor.alert('d', 30 * SECOND_MS).told?.group?.terms).toEqual(floor.terms)
    floor.terms = undefined
    expect(floor.alert('e', 40 * SECOND_MS)).toEqual({ held: null, told: null })
    expect(floor.groups.advanceTo(wallMs(30 * SECOND_MS + MINUTE_MS))).toMatchObject([{ state: 'resolved' }])
  })
})

describe('over a restart', () => {
  it('a group goes on with its calls', () => {
    const { floor, caseId } = grouped()
    const kept = floor.cases.get(caseId)
    const after = new Floor()
    if (kept === undefined) throw new TypeError('the group is there')
    after.cases.put(kept)
    after.groups.adopt(kept)
    const { held, told } = after.alert('d', 20 * SECOND_MS)
    expect(held).toBe(caseId)
    expect(callsOf(told)).toEqual(['a', 'b', 'c', 'd'])
    expect(told?.group).toMatchObject({ since: 0, callsInAll: 4 })
    expect(callsOf(after.withdraw('b', 1000, 30 * SECOND_MS))).toEqual(['a', 'c', 'd'])
  })
})

it('asking and telling agree: what is held has its case, in every order of calls', () => {
  let heldInAll = 0
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed)
    const floor = new Floor()
    let now = 0
    for (let step = 0; step < 60; step += 1) {
      now += Math.floor(random() * 4 * MINUTE_MS)
      if (random() < 0.3) floor.groups.advanceTo(wallMs(now))
      if (random() < 0.1) {
        const open = [...floor.cases.all].find(({ state }) => state !== 'resolved')
        if (open !== undefined) floor.act(open.caseId, { type: 'resolve', note: null }, now)
      }
      const callId = `call-${Math.floor(random() * 6)}`
      const { held } = floor.alert(callId, now + step)
      if (held === null) continue
      heldInAll += 1
      const found = floor.cases.get(held)
      expect(found?.state, `seed ${seed}, step ${step}`).not.toBe('resolved')
      expect(found?.group?.callsInAll).toBeGreaterThanOrEqual(1)
    }
  }
  expect(heldInAll).toBeGreaterThan(1000)
})
