import { describe, expect, it } from 'vitest'
import type { QualityItemFigures, ScoreCard } from '../../server/contracts/quality.ts'
import type { ScoreCardPage, ScoreCounts, Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT, buildCall, buildEnd, buildStart } from '../helpers/message-builders.ts'
import { buildScoreCard, buildScoreItem } from '../helpers/score-cards.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const DAY_MS = 86_400_000
const TODAY = Math.floor(STARTED_AT / DAY_MS)

interface Kept extends Partial<ScoreCard> {
  readonly callId: string
  /** Days after the first one. */
  readonly day?: number
  readonly customer?: string
}

/** Saves a call with its card. */
async function keep(store: Store, { day = 0, customer, ...change }: Kept): Promise<ScoreCard> {
  const startedAt = change.startedAt ?? wallMs(STARTED_AT + day * DAY_MS)
  const card = buildScoreCard({ startedAt, ...change })
  const attributes = customer === undefined ? {} : { customer }
  await Promise.all([
    store.saveCall(buildCall({ callId: card.callId, startedAt, agentId: card.agentId, attributes })),
    store.quality.saveCard(card, { day: TODAY + day, legs: [] }),
  ])
  return card
}

const EVERYTHING: ScoreCardPage = {
  from: wallMs(0),
  to: wallMs(STARTED_AT + 100 * DAY_MS),
  fromDay: 0,
  toDay: TODAY + 100,
  limit: 10,
  order: 'newest',
}

const DAYS = { fromDay: TODAY, toDay: TODAY + 100 }

async function idsOf(store: Store, page: Partial<ScoreCardPage> = {}): Promise<readonly string[]> {
  return (await store.quality.listCards({ ...EVERYTHING, ...page })).map(({ callId }) => callId)
}

function figuresOf({ key, calls, scored, scoreSum, failed, resolutions }: ScoreCounts) {
  const { first, open, repeated, unknown } = resolutions
  return [key, calls, scored, scoreSum, failed, first, open, repeated, unknown]
}

function itemsOf(items: readonly QualityItemFigures[]) {
  return items.map((item) => [item.itemId, item.met, item.missed, item['not-applicable']])
}

/** What every store of score cards must do. `open` makes an empty one. */
export function qualityStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps score cards`, () => {
    it('whole, over a restart, and one of a call', () =>
      withStore(async (store, subject) => {
        const card = await keep(store, { callId: 'call-1', agentId: null, site: null, score: null })
        await keep(store, { callId: 'call-1', score: 20, failed: true })
        await store.quality.saveCard(card, { day: TODAY, legs: [] })
        const { quality } = await subject.reopen()
        expect(await quality.getCard('call-1')).toEqual(card)
        expect(await quality.listCards(EVERYTHING)).toEqual([card])
        expect(await quality.getCard('call-2')).toBeNull()
      }))

    it('with the items as they were when it was scored', () =>
      withStore(async (store) => {
        const renamed = [buildScoreItem('greeting', 'met', { title: 'Another', weight: 9 })]
        const before = await keep(store, { callId: 'call-1' })
        const after = await keep(store, { callId: 'call-2', cardHash: 'beef', items: renamed })
        expect(await store.quality.getCard('call-1')).toEqual(before)
        expect(await store.quality.getCard('call-2')).toEqual(after)
        const titles = (await store.quality.countItems(DAYS)).map(({ itemId, title }) => [itemId, title])
        expect(titles).toEqual([
          ['greeting', 'Another'],
          ['tone', 'Title of tone'],
        ])
      }))

    it('of no call that was never saved, and counts none of it', () =>
      withStore(async ({ quality }) => {
        const saved = quality.saveCard(buildScoreCard(), { day: TODAY, legs: [] })
        await expect(saved).rejects.toMatchObject({ code: 'STORE_FAILED' })
        expect(await quality.countCards({ ...DAYS, group: 'all' })).toEqual([])
        expect(itemsOf(await quality.countItems(DAYS)).flat()).not.toContain(1)
      }))

    it('of a call in place of those that it goes on with', () =>
      withStore(async (store) => {
        await keep(store, { callId: 'leg-1' })
        await store.saveCall(buildCall({ callId: 'leg-2' }))
        const whole = buildScoreCard({ callId: 'leg-2' })
        await store.quality.saveCard(whole, { day: TODAY, legs: ['leg-1'] })
        expect(await idsOf(store)).toEqual(['leg-2'])
        const counts = await store.quality.countCards({ ...DAYS, group: 'all' })
        expect(counts.map(figuresOf)).toEqual([['all', 1, 1, 80, 0, 0, 1, 0, 0]])
      }))
  })

  describe(`${name} lists score cards`, () => {
    const filled = (test: (store: Store) => Promise<void>): Promise<void> =>
      withStore(async (store) => {
        await keep(store, { callId: 'a', day: 0, score: 50 })
        await keep(store, { callId: 'b', day: 1, score: 0, failed: true, agentId: 'agent-8', team: 'sales' })
        await keep(store, {
          callId: 'c',
          day: 2,
          score: null,
          queue: null,
          items: [buildScoreItem('greeting', 'missed'), buildScoreItem('tone', 'not-applicable')],
        })
        await keep(store, {
          callId: 'd',
          day: 3,
          score: 50,
          site: 'south',
          resolution: 'repeated',
          repeatedBy: 'a',
        })
        await test(store)
      })

    const TABLE: readonly [string, Partial<ScoreCardPage>, readonly string[]][] = [
      ['all', {}, ['d', 'c', 'b', 'a']],
      ['a period', { from: wallMs(STARTED_AT + DAY_MS), to: wallMs(STARTED_AT + 3 * DAY_MS) }, ['c', 'b']],
      ['an agent', { agentId: 'agent-8' }, ['b']],
      ['a team', { team: 'billing' }, ['d', 'c', 'a']],
      ['a site', { site: 'south' }, ['d']],
      ['calls without a queue', { queue: '' }, ['c']],
      ['a scope', { scope: { sites: ['south'], teams: ['sales'] } }, ['d', 'b']],
      ['a scope of nothing', { scope: { sites: [], teams: [] } }, []],
      ['an item missed', { item: { itemId: 'greeting', result: 'missed' } }, ['c']],
      ['an item not applicable', { item: { itemId: 'tone', result: 'not-applicable' } }, ['c']],
      ['an item that does not exist', { item: { itemId: 'none', result: 'met' } }, []],
      ['failed', { failed: true }, ['b']],
      ['not failed, of an agent', { failed: false, agentId: 'agent-7' }, ['d', 'c', 'a']],
      ['repeated', { resolution: 'repeated' }, ['d']],
      ['the lowest', { order: 'lowest' }, ['b', 'd', 'a']],
      ['the lowest of an agent', { order: 'lowest', agentId: 'agent-7' }, ['d', 'a']],
      ['the lowest of some days', { order: 'lowest', fromDay: TODAY, toDay: TODAY + 1 }, ['a']],
      ['the lowest, no higher than', { order: 'lowest', atMost: 49 }, ['b']],
      ['the first two', { limit: 2 }, ['d', 'c']],
    ]
    it('by what is asked for', () =>
      filled(async (store) => {
        for (const [name, page, ids] of TABLE) expect([name, await idsOf(store, page)]).toEqual([name, ids])
      }))

    it.each(['newest', 'lowest'] as const)('page by page, %s', (order) =>
      filled(async (store) => {
        const whole = await idsOf(store, { order })
        const paged: string[] = []
        for (let after: ScoreCardPage['after']; ;) {
          const [card] = await store.quality.listCards({ ...EVERYTHING, order, after, limit: 1 })
          if (card === undefined) break
          paged.push(card.callId)
          after = card
        }
        expect(paged).toEqual(whole)
      }),
    )

    it('refuses a limit out of bounds', () =>
      withStore(async ({ quality }) => {
        const listed = quality.listCards({ ...EVERYTHING, limit: 501 })
        await expect(listed).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
      }))
  })

  describe(`${name} counts score cards`, () => {
    it('by group and days, with those of an item', () =>
      withStore(async (store) => {
        await keep(store, { callId: 'a', score: 50, resolution: 'first' })
        await keep(store, {
          callId: 'b',
          score: 70.5,
          failed: true,
          agentId: 'agent-8',
          resolution: 'unknown',
        })
        await keep(store, { callId: 'c', day: 1, score: null, agentId: null })
        const count = async (query: object) =>
          (await store.quality.countCards({ ...DAYS, group: 'all', ...query })).map(figuresOf)
        expect(await count({})).toEqual([['all', 3, 2, 120.5, 1, 1, 1, 0, 1]])
        expect(await count({ toDay: TODAY + 1 })).toEqual([['all', 2, 2, 120.5, 1, 1, 0, 0, 1]])
        expect((await count({ group: 'agent' })).map(([key, calls]) => [key, calls])).toEqual([
          ['', 1],
          ['agent-7', 1],
          ['agent-8', 1],
        ])
        expect(await count({ agentId: '' })).toEqual([['all', 1, 0, 0, 0, 0, 1, 0, 0]])
        const [counts] = await store.quality.countCards({ ...DAYS, group: 'team', itemId: 'tone' })
        expect(counts).toMatchObject({
          key: 'billing',
          durationSum: 720_000,
          item: { met: 0, missed: 3, 'not-applicable': 0 },
        })
        expect(itemsOf(await store.quality.countItems({ ...DAYS, agentId: 'agent-8' }))).toEqual([
          ['greeting', 1, 0, 0],
          ['tone', 0, 1, 0],
        ])
      }))

    it('once each, however often a card is replaced or resolved', () =>
      withStore(async (store, subject) => {
        await keep(store, { callId: 'a', score: 10 })
        await keep(store, {
          callId: 'a',
          day: 1,
          score: 90,
          agentId: 'agent-8',
          items: [buildScoreItem('tone', 'met')],
          cardHash: 'beef',
        })
        await store.quality.saveResolution('a', 'repeated', 'b')
        await store.quality.saveResolution('a', 'repeated', 'c')
        await store.quality.saveResolution('no-call', 'first', null)
        const { quality } = await subject.reopen()
        const counts = await quality.countCards({ ...DAYS, group: 'agent' })
        expect(counts.map(figuresOf)).toEqual([['agent-8', 1, 1, 90, 0, 0, 0, 1, 0]])
        expect(itemsOf(await quality.countItems(DAYS))).toEqual([
          ['greeting', 0, 0, 0],
          ['tone', 1, 0, 0],
        ])
        expect(await quality.getCard('a')).toMatchObject({ resolution: 'repeated', repeatedBy: 'c' })
      }))

    it('open ones as resolved at first contact once their time is over, some at a time', () =>
      withStore(async (store) => {
        await keep(store, { callId: 'a' })
        await keep(store, { callId: 'b', day: 1 })
        await keep(store, { callId: 'c', day: 2, resolution: 'unknown' })
        await keep(store, { callId: 'd', day: 3 })
        const before = wallMs(STARTED_AT + 3 * DAY_MS)
        expect(await store.quality.settleOpen(before, 1)).toBe(1)
        expect(await store.quality.settleOpen(before, 10)).toBe(1)
        expect(await store.quality.settleOpen(before, 10)).toBe(0)
        expect(await idsOf(store, { resolution: 'first' })).toEqual(['b', 'a'])
        const counts = await store.quality.countCards({ ...DAYS, group: 'all' })
        expect(counts[0]?.resolutions).toEqual({ first: 2, open: 1, repeated: 0, unknown: 1 })
      }))
  })

  describe(`${name} knows what is to be scored and who came back`, () => {
    it('scored contacts of the same customer, and the call that is asked for', () =>
      withStore(async (store) => {
        await keep(store, { callId: 'a', customer: 'c-1', reason: null })
        await keep(store, { callId: 'b', day: 1, customer: 'c-1', resolution: 'repeated', repeatedBy: 'x' })
        await keep(store, { callId: 'other', day: 1, customer: 'c-2' })
        await keep(store, { callId: 'nameless', day: 1 })
        await store.saveCall(buildCall({ callId: 'unscored', attributes: { customer: 'c-1' } }))
        const contacts = await store.quality.listContacts(
          'b',
          wallMs(STARTED_AT),
          wallMs(STARTED_AT + 9 * DAY_MS),
        )
        expect(contacts).toEqual([
          { callId: 'a', startedAt: STARTED_AT, reason: null, resolution: 'open', repeatedBy: null },
          {
            callId: 'b',
            startedAt: STARTED_AT + DAY_MS,
            reason: 'bill',
            resolution: 'repeated',
            repeatedBy: 'x',
          },
        ])
        const unscored = await store.quality.listContacts('unscored', wallMs(0), wallMs(STARTED_AT + 1))
        expect(unscored.map(({ callId, reason, resolution }) => [callId, reason, resolution])).toEqual([
          ['a', null, 'open'],
          ['unscored', null, 'unknown'],
        ])
        const later = wallMs(STARTED_AT + 1)
        expect(
          (await store.quality.listContacts('a', later, wallMs(STARTED_AT + 9 * DAY_MS))).map(
            ({ callId }) => callId,
          ),
        ).toEqual(['b'])
        expect(
          await store.quality.listContacts('nameless', wallMs(0), wallMs(STARTED_AT + 9 * DAY_MS)),
        ).toEqual([])
      }))

    it('calls without a card, newest first, but not those that another one goes on with', () =>
      withStore(async (store) => {
        await keep(store, { callId: 'scored' })
        const cut = buildCall({ callId: 'cut' })
        const rest = buildCall({
          callId: 'rest',
          startedAt: wallMs(STARTED_AT + 5000),
          continues: { callId: 'cut', atMs: callMs(4000) },
        })
        for (const call of [
          cut,
          rest,
          buildCall({ callId: 'later', startedAt: wallMs(STARTED_AT + 9000) }),
        ]) {
          await store.saveCall(call)
          await store.saveEvent(buildStart(call))
        }
        const { durationMs, reason } = buildEnd('rest')
        await store.endCall('rest', { endedAt: wallMs(STARTED_AT + 6000), durationMs, reason })
        const listed = await store.quality.listUnscored(wallMs(STARTED_AT), wallMs(STARTED_AT + 9000))
        expect(listed.map(({ call, endedAt }) => [call.callId, endedAt])).toEqual([
          ['rest', STARTED_AT + 6000],
        ])
        const all = await store.quality.listUnscored(wallMs(0), wallMs(STARTED_AT + 9001))
        expect(all.map(({ call }) => call.callId)).toEqual(['later', 'rest'])
      }))
  })
}
