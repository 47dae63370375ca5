import { describe, expect, it } from 'vitest'
import type { CountedDay, PlaceDay, RuleTally } from '../../server/contracts/kept-figures.ts'
import type { CountingPage, FiguresStore, Store } from '../../server/contracts/store.ts'
import { callMs, wallMs, type WallMs } from '../../server/contracts/time.ts'
import {
  STARTED_AT,
  buildCall,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const HOUR_MS = 3_600_000
const ALL: CountingPage = { from: wallMs(0), to: wallMs(STARTED_AT * 2), after: null, limit: 100 }

function at(ms: number): WallMs {
  return wallMs(STARTED_AT + ms)
}

/** What every store of figures must do. `open` makes an empty one. */
export function figuresStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} lists what figures are counted from`, () => {
    it('prompts and alerts with their place, delays and verdicts, page by page, oldest first', () =>
      withStore(async (store) => {
        await fillOutcomes(store)
        const { figures } = store
        const page = { from: at(0), to: at(1000), limit: 2 }
        const first = await figures.listOutcomes({ ...page, after: null })
        expect(first.map(({ outcomeId }) => outcomeId)).toEqual(['a', 'b'])
        expect(first[0]).toEqual({
          outcomeId: 'a',
          callId: 'call-1',
          ruleId: 'cancel-risk',
          kind: 'prompt',
          state: 'confirmed',
          reason: 'confirmed-by-final',
          latencyMs: { network: 12, settle: 360.5, recognise: 38, paint: 20 },
          atMs: 5300,
          createdAt: at(0),
          place: { site: 'leeds', team: 'red' },
          verdicts: [
            { verdict: 'used', role: 'agent' },
            { verdict: 'wrong', role: 'supervisor' },
          ],
        })
        expect(first[1]?.verdicts).toEqual([])
        const rest = await figures.listOutcomes({ ...page, after: { at: at(0), id: 'b' } })
        expect(rest.map(({ outcomeId }) => outcomeId)).toEqual(['c'])
      }))

    it('what one rule made, over all its versions, newest first', () =>
      withStore(async (store) => {
        await fillOutcomes(store)
        const { figures } = store
        const page = { ruleId: 'cancel-risk', from: at(0), to: at(5000), limit: 2 }
        const newest = await figures.listOutcomesOfRule({ ...page, before: null })
        expect(newest.map(({ outcomeId }) => outcomeId)).toEqual(['late', 'b'])
        const rest = await figures.listOutcomesOfRule({ ...page, before: { at: at(0), id: 'b' } })
        expect(rest.map(({ outcomeId }) => outcomeId)).toEqual(['a'])
        expect(await figures.listOutcomesOfRule({ ...page, ruleId: 'cancel', before: null })).toEqual([])
      }))

    it('calls with when an agent came on, and how long those without an end were spoken in', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall({ callId: 'a' }), { site: null, team: 'red' })
        await store.saveEvent(buildStart(buildCall({ callId: 'a' })))
        await store.endCall('a', { endedAt: at(60_000), durationMs: 60_000, reason: 'completed' })
        const waiting = buildCall({ callId: 'b', agentId: null })
        await store.saveCall(waiting)
        await store.saveEvent(buildStart(waiting))
        await store.updateCall('b', { agentId: 'agent-8' })
        await store.saveEvent(buildUpdate({ agentId: 'agent-8' }, 'b'))
        await store.saveUtterance(buildUtterance({ callId: 'b', text: 'one two', startMs: 4320 }))
        await store.saveCall(buildCall({ callId: 'c', agentId: null }))
        await store.saveCall(buildCall({ callId: 'kept before there were events' }))
        const calls = await store.figures.listCalls(ALL)
        const base = { startedAt: at(0), place: { site: null, team: null }, durationMs: null, spokenMs: 0 }
        expect(calls).toEqual([
          {
            ...base,
            callId: 'a',
            place: { site: null, team: 'red' },
            durationMs: 60_000,
            agentFromMs: callMs(0),
          },
          { ...base, callId: 'b', spokenMs: 4940, agentFromMs: callMs(1000) },
          { ...base, callId: 'c', agentFromMs: null },
          { ...base, callId: 'kept before there were events', agentFromMs: callMs(0) },
        ])
        const after = { at: at(0), id: 'b' }
        expect((await store.figures.listCalls({ ...ALL, after })).map(({ callId }) => callId)).toEqual([
          'c',
          'kept before there were events',
        ])
      }))

    it('since when there are outcomes, and in which hours those were made that people judged lately', () =>
      withStore(async (store) => {
        expect(await store.figures.firstOutcomeAt()).toBeNull()
        await fillOutcomes(store)
        expect(await store.figures.firstOutcomeAt()).toBe(at(0))
        expect(await store.figures.listJudgedHours(at(6000))).toEqual([STARTED_AT])
        expect(await store.figures.listJudgedHours(at(6001))).toEqual([])
      }))
  })

  describe(`${name} keeps days that are counted`, () => {
    it('by place and rule, summed over the places that are asked for, over a restart', () =>
      withStore(async ({ figures }, subject) => {
        const day: CountedDay = { from: at(0), to: at(24 * HOUR_MS), countedAt: at(25 * HOUR_MS) }
        await figures.saveDay(day, [placeDay('red', 2), placeDay('blue', 5)])
        const kept = (await subject.reopen()).figures
        expect(await kept.listDays()).toEqual([day])
        const [red = -1, blue = -1] = await placeIds(kept, ['red', 'blue'])
        expect(await kept.readDay(day.from, [red])).toEqual(dayOf([placeDay('red', 2)]))
        const both = await kept.readDay(day.from, [red, blue])
        expect(both.places).toHaveLength(2)
        expect(both.rules).toEqual([tally(7)])
        expect(await kept.readDay(day.from, [])).toEqual({ places: [], rules: [] })
        expect(await kept.readDay(day.to, [red])).toEqual({ places: [], rules: [] })
        expect(await kept.listPlacesOf(day.from, day.to)).toEqual([red, blue])
        expect(await kept.listPlacesOf(day.to, wallMs(day.to + 1))).toEqual([])
      }))

    it('in place of what was counted before, and forgets them with all that is in them', () =>
      withStore(async ({ figures }) => {
        const day: CountedDay = { from: at(0), to: at(1), countedAt: at(2) }
        await figures.saveDay(day, [placeDay('red', 2), placeDay('blue', 5)])
        await figures.saveDay({ ...day, countedAt: at(3) }, [placeDay('red', 1)])
        const ids = await placeIds(figures, ['red', 'blue'])
        expect(await figures.readDay(day.from, ids)).toEqual(dayOf([placeDay('red', 1)]))
        await figures.saveDay({ ...day, from: at(1) }, [])
        await figures.forgetDays([day.from])
        expect(await figures.listDays()).toEqual([{ ...day, from: at(1) }])
        expect(await figures.readDay(day.from, ids)).toEqual({ places: [], rules: [] })
      }))

    it('knows a place again, also one that nobody names', () =>
      withStore(async ({ figures }) => {
        const nowhere = { ...placeDay('red', 1), place: { site: null, team: null } }
        for (const from of [0, 1]) {
          await figures.saveDay({ from: at(from), to: at(from + 1), countedAt: at(9) }, [nowhere])
        }
        expect((await figures.listPlaces()).map(({ place }) => place)).toEqual([{ site: null, team: null }])
      }))

    it('and up to when verdicts are in them', () =>
      withStore(async ({ figures }, subject) => {
        expect(await figures.heardUpTo()).toBeNull()
        await figures.saveHeardUpTo(at(5))
        await figures.saveHeardUpTo(at(7))
        expect(await (await subject.reopen()).figures.heardUpTo()).toBe(at(7))
      }))
  })
}

function tally(times: number): RuleTally {
  return {
    ruleId: 'cancel-risk',
    prompts: times,
    promptsSeen: 2 * times,
    usedOfSeen: 3 * times,
    alerts: 4 * times,
    alertsSeen: 5 * times,
    held: { cooldown: 6 * times, 'no-agent': times },
    confirmed: 7 * times,
    retracted: 8 * times,
    used: 9 * times,
    notNow: 10 * times,
    wrong: 11 * times,
  }
}

function placeDay(team: string, times: number): PlaceDay {
  return {
    place: { site: 'leeds', team },
    callMs: 1000 * times,
    agentMs: 900 * times,
    delays: { total: [0, 150, times], paint: [times] },
    rules: [tally(times)],
  }
}

function dayOf(places: readonly PlaceDay[]): unknown {
  return {
    places: places.map(({ callMs: calls, agentMs, delays }) => ({ callMs: calls, agentMs, delays })),
    rules: places.flatMap(({ rules }) => rules),
  }
}

async function placeIds(figures: FiguresStore, teams: readonly string[]): Promise<readonly number[]> {
  const places = await figures.listPlaces()
  return teams.flatMap((team) =>
    places.filter(({ place }) => place.team === team).map(({ placeId }) => placeId),
  )
}

async function fillOutcomes(store: Store): Promise<void> {
  await store.saveCall(buildCall(), { site: 'leeds', team: 'red' })
  const outcomes = [
    buildOutcome({ outcomeId: 'a', createdAt: at(0), state: 'confirmed', reason: 'confirmed-by-final' }),
    buildOutcome({ outcomeId: 'b', createdAt: at(0), rule: 'cancel-risk@3' }),
    buildOutcome({ outcomeId: 'c', createdAt: at(500), kind: 'alert', rule: 'other@1' }),
    buildOutcome({ outcomeId: 'issue', createdAt: at(500), kind: 'issue' }),
    buildOutcome({ outcomeId: 'late', createdAt: at(1000) }),
  ]
  for (const outcome of outcomes) await store.saveOutcome(outcome)
  await store.addLatency('a', { paint: 20 })
  const said = { outcomeId: 'a', rule: 'cancel-risk@2' } as const
  await store.rules.saveFeedback({ ...said, verdict: 'used', by: 'agent-7', role: 'agent', at: at(5000) })
  await store.rules.saveFeedback({ ...said, verdict: 'wrong', by: 'sam', role: 'supervisor', at: at(6000) })
}
