import { describe, expect, it } from 'vitest'
import { isInScope, type AccessScope } from '../../server/contracts/access.ts'
import { NOWHERE, type FloorPlace } from '../../server/contracts/floor.ts'
import type { CallStore, Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { buildCase } from '../helpers/case-builders.ts'
import { STARTED_AT, buildCall, buildOutcome } from '../helpers/message-builders.ts'
import { seededRandom } from '../helpers/seeded-random.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const BILLING: FloorPlace = { site: 'berlin', team: 'billing' }
const RETENTION: FloorPlace = { site: 'berlin', team: 'retention' }
const SALES: FloorPlace = { site: 'leeds', team: 'sales' }
const PLACES: readonly FloorPlace[] = [
  BILLING,
  RETENTION,
  SALES,
  { site: null, team: 'billing' },
  { site: 'leeds', team: null },
  NOWHERE,
]

const SCOPES: Readonly<Record<string, AccessScope>> = {
  'one team': { teams: ['billing'], sites: [] },
  'one site': { teams: [], sites: ['berlin'] },
  'a site and one of its teams': { teams: ['retention'], sites: ['berlin'] },
  'teams here and a site there': { teams: ['billing', 'retention', 'none'], sites: ['leeds'] },
  'a team that nobody is in': { teams: ['none'], sites: [] },
  nothing: { teams: [], sites: [] },
}

/** What every store must do about places. `open` makes an empty one. */
export function placesContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps where calls are`, () => {
    it('as they start and as they move, over a restart', () =>
      withStore(async (store, subject) => {
        await store.saveCall(buildCall(), BILLING)
        expect((await store.findCall('call-1'))?.place).toEqual(BILLING)
        await store.updateCall('call-1', { agentId: 'agent-8' })
        expect((await store.findCall('call-1'))?.place).toEqual(BILLING)
        await store.updateCall('call-1', { agentId: 'agent-9' }, SALES)
        const reopened = await subject.reopen()
        expect((await reopened.getCall('call-1'))?.place).toEqual(SALES)
        expect((await reopened.listCalls({ limit: 1 }))[0]?.place).toEqual(SALES)
        await reopened.saveCall(buildCall())
        expect((await reopened.findCall('call-1'))?.place).toEqual(NOWHERE)
      }))

    it('finds a call without what was said in it', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall(), BILLING)
        expect(await store.findCall('call-1')).toEqual({
          call: buildCall(),
          place: BILLING,
          endedAt: null,
          durationMs: null,
          endReason: null,
        })
      }))

    it('moves what was told of a call with it, and what is told later', () =>
      withStore(async (store) => {
        const told = async (team: string) => idsOf(store, { teams: [team], sites: [] })
        await store.saveCall(buildCall(), BILLING)
        await store.saveOutcome(buildOutcome({ outcomeId: 'before' }))
        expect(await told('billing')).toEqual(['before'])
        await store.updateCall('call-1', {}, SALES)
        await store.saveOutcome(buildOutcome({ outcomeId: 'before', state: 'retracted' }))
        await store.saveOutcome(buildOutcome({ outcomeId: 'after', createdAt: wallMs(STARTED_AT + 90_000) }))
        expect(await told('billing')).toEqual([])
        expect(await told('sales')).toEqual(['after', 'before'])
      }))

    it.each(Object.entries(SCOPES))('lists what is in the scope of %s and nothing else', (_name, scope) =>
      withStore(async (store) => {
        const random = seededRandom(7)
        const placed: { readonly callId: string; readonly place: FloorPlace }[] = []
        const written: Promise<void>[] = []
        for (let n = 0; n < 60; n += 1) {
          const callId = `call-${String(n).padStart(2, '0')}`
          const place = PLACES[Math.floor(random() * PLACES.length)] ?? NOWHERE
          placed.unshift({ callId, place })
          const call = buildCall({ callId, agentId: `agent-${n % 2}`, startedAt: at(n) })
          const outcome = buildOutcome({ callId, outcomeId: callId, createdAt: at(n), kind: 'alert' })
          written.push(store.saveCall(call, place), store.saveOutcome(outcome))
        }
        await Promise.all(written)
        const expected = placed.filter(({ place }) => isInScope(scope, place)).map(({ callId }) => callId)
        const calls = async (query: Partial<Parameters<CallStore['listCalls']>[0]>) =>
          (await store.listCalls({ limit: 500, scope, ...query })).map(({ call }) => call.callId)
        expect(await calls({})).toEqual(expected)
        expect(await calls({ limit: 3 })).toEqual(expected.slice(0, 3))
        expect(await calls({ limit: 5, before: at(30) })).toEqual(
          expected.filter((callId) => callId < 'call-30').slice(0, 5),
        )
        expect(await calls({ agentId: 'agent-1', limit: 4 })).toEqual(
          expected.filter((callId) => Number(callId.slice(5)) % 2 === 1).slice(0, 4),
        )
        expect(await idsOf(store, scope)).toEqual(expected)
        expect(await idsOf(store, scope, { kind: 'prompt' })).toEqual([])
        expect(await idsOf(store, scope, { callId: expected[0] ?? 'none' })).toEqual(expected.slice(0, 1))
        await expect(store.listCalls({ limit: 501, scope })).rejects.toMatchObject({
          code: 'REQUEST_INVALID',
        })
      }),
    )
  })

  describe(`${name} keeps where cases are`, () => {
    it('in all their places, as the newest copy has them', () =>
      withStore(async ({ cases }) => {
        const found = async (scope: AccessScope, more: object = {}) =>
          (await cases.listCases({ scope, limit: 10, ...more })).map(({ caseId }) => caseId)
        const one = buildCase({ places: [BILLING], openedAt: at(1) })
        const many = { caseId: 'many', callId: 'call-2', places: [BILLING, RETENTION, SALES] }
        await cases.saveCase(one)
        await cases.saveCase(buildCase({ ...many, openedAt: at(2), state: 'seen' }))
        await cases.saveCase(buildCase({ caseId: 'nowhere', places: [NOWHERE], openedAt: at(3) }))
        expect(await found({ teams: ['billing'], sites: [] })).toEqual(['many', 'case-1'])
        expect(await found({ teams: ['billing'], sites: ['berlin', 'leeds'] })).toEqual(['many', 'case-1'])
        expect(await found({ teams: ['billing'], sites: [] }, { limit: 1 })).toEqual(['many'])
        expect(await found({ teams: ['billing'], sites: [] }, { before: at(2) })).toEqual(['case-1'])
        expect(await found({ teams: ['billing'], sites: [] }, { states: ['new'] })).toEqual(['case-1'])
        expect(await found({ teams: ['billing'], sites: [] }, { callId: 'call-2' })).toEqual(['many'])
        expect(await found({ teams: [], sites: [] })).toEqual([])
        await cases.saveCase({ ...one, revision: 3, places: [SALES] })
        await cases.saveCase({ ...one, revision: 2, places: [RETENTION] })
        expect(await found({ teams: ['billing'], sites: [] })).toEqual(['many'])
        expect(await found({ teams: [], sites: ['leeds'] })).toEqual(['many', 'case-1'])
      }))
  })
}

function at(n: number) {
  return wallMs(STARTED_AT + n * 1000)
}

async function idsOf(store: Store, scope: AccessScope, more: object = {}): Promise<readonly string[]> {
  return (await store.listOutcomes({ scope, limit: 500, ...more })).map(({ outcomeId }) => outcomeId)
}
