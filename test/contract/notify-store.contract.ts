import { describe, expect, it } from 'vitest'
import type { KeptSubscription, NotifyMessage, NotifyTold } from '../../server/contracts/notify.ts'
import type { NotifyStore } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { buildIssue, buildNotice } from '../helpers/issue-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const NEVER_TRIED = { attempts: 0, firstTriedAt: null, nextAttemptAt: null, error: null }

function subscription(change: Partial<KeptSubscription> = {}): KeptSubscription {
  return {
    subscriptionId: 'sub-1',
    name: 'Web team',
    target: { type: 'webhook', url: 'https://key@hooks.example/ü?x=1', shape: 'slack' },
    filter: { codes: ['web'], minSeverity: 'high', states: ['new'] },
    pace: { groupWaitMs: 1, groupIntervalMs: 2, repeatIntervalMs: 3, groupBy: ['code', 'unit'] },
    paused: false,
    createdBy: 'ana',
    createdAt: wallMs(1000.25),
    secret: 'whsec_c2VjcmV0',
    noticesSince: null,
    ...change,
  }
}

function message(deliveryId: string, change: Partial<NotifyMessage> = {}): NotifyMessage {
  return {
    deliveryId,
    subscriptionId: 'sub-1',
    groupKey: 'g',
    createdAt: wallMs(2000),
    notices: [],
    entries: [
      { issue: buildIssue(), news: 'opened' },
      { issue: buildIssue({ issueId: 'issue-2', code: null, owner: 'ünï' }), news: null },
    ],
    ...change,
  }
}

function told(issueId: string, change: Partial<NotifyTold> = {}): NotifyTold {
  return { issueId, groupKey: 'g', standing: '["new"]', over: false, toldAt: wallMs(2000), ...change }
}

/** Ids of what waits for a subscription, in order; empties the queue. */
async function drain(store: NotifyStore, subscriptionId = 'sub-1'): Promise<readonly string[]> {
  const ids: string[] = []
  for (;;) {
    const next = await store.nextDelivery(subscriptionId)
    if (next === null) return ids
    ids.push(next.deliveryId)
    await store.saveDelivered(next.deliveryId, wallMs(1))
  }
}

/** What every store of subscriptions must do. `open` makes an empty one. */
export function notifyStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps who is told of issues`, () => {
    it('with all that belongs to it, the oldest first, over a restart', () =>
      withStore(async (store, subject) => {
        const second = subscription({
          subscriptionId: 'sub-0',
          target: { type: 'email', to: ['a@shop.example', 'b@shop.example'] },
          filter: {},
          paused: true,
          noticesSince: wallMs(1999.5),
          createdAt: wallMs(2000),
        })
        await store.notify.saveSubscription(second)
        await store.notify.saveSubscription(subscription())
        const { notify } = await subject.reopen()
        expect(await notify.listSubscriptions()).toEqual([subscription(), second])
      }))

    it('and replaces it without touching its queue and figures', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        await notify.enqueue(message('m1'), [told('issue-1')], null)
        await notify.enqueue(message('m2'), [], null)
        await notify.saveDelivered('m1', wallMs(3000))
        const change = { name: 'Renamed', secret: 'another secret here', noticesSince: wallMs(5) }
        await notify.saveSubscription(subscription(change))
        const [kept] = await notify.listSubscriptions()
        expect(kept).toEqual(subscription(change))
        expect(await notify.listTotals()).toEqual([
          {
            subscriptionId: 'sub-1',
            waiting: 1,
            delivered: 1,
            deadLetters: 0,
            lastDeliveredAt: 3000,
            lastError: null,
          },
        ])
        expect(await notify.listTold('sub-1')).toHaveLength(1)
      }))

    it('and forgets it with everything', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        await notify.enqueue(message('m1'), [told('issue-1')], null)
        await notify.removeSubscription('sub-1')
        await notify.removeSubscription('never-kept')
        expect(await notify.listSubscriptions()).toEqual([])
        expect(await notify.nextDelivery('sub-1')).toBe(null)
        expect(await notify.listTold('sub-1')).toEqual([])
        await expect(notify.enqueue(message('m2'), [], null)).rejects.toMatchObject({ code: 'STORE_FAILED' })
      }))

    it('and starts anew with nothing waiting and nothing told', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        await notify.saveSubscription(subscription({ subscriptionId: 'sub-2' }))
        await notify.enqueue(message('m1'), [told('issue-1')], null)
        await notify.enqueue(message('m2'), [], null)
        await notify.giveUp('m2', wallMs(1), 'No.')
        await notify.enqueue(message('m3', { subscriptionId: 'sub-2' }), [told('issue-1')], null)
        expect(await notify.startAnew('sub-1')).toBe(1)
        expect(await notify.listTold('sub-1')).toEqual([])
        expect(await notify.listDeadLetters('sub-1')).toHaveLength(1)
        expect(await drain(notify, 'sub-2')).toEqual(['m3'])
        expect(await notify.listTold('sub-2')).toHaveLength(1)
      }))
  })

  describe(`${name} keeps what waits to be sent`, () => {
    it('in order, each subscription its own, over a restart', () =>
      withStore(async (store, subject) => {
        await store.notify.saveSubscription(subscription())
        await store.notify.saveSubscription(subscription({ subscriptionId: 'sub-2' }))
        for (const id of ['m1', 'm2', 'm3']) await store.notify.enqueue(message(id), [], null)
        await store.notify.enqueue(message('n1', { subscriptionId: 'sub-2' }), [], null)
        const { notify } = await subject.reopen()
        expect(await notify.nextDelivery('sub-1')).toEqual({ ...message('m1'), ...NEVER_TRIED })
        expect(await drain(notify)).toEqual(['m1', 'm2', 'm3'])
        expect(await drain(notify, 'sub-2')).toEqual(['n1'])
        expect(await notify.nextDelivery('never-kept')).toBe(null)
      }))

    it('notices, too, over a restart; as a dead letter one of no issue', () =>
      withStore(async (store, subject) => {
        await store.notify.saveSubscription(subscription())
        const feed = buildNotice({ noticeId: 'feed', kind: 'source-stopped', sourceId: 'app-store' })
        const notices = message('m1', { entries: [], notices: [buildNotice(), feed] })
        await store.notify.enqueue(notices, [told('notice-1', { over: true })], null)
        const { notify } = await subject.reopen()
        expect(await notify.nextDelivery('sub-1')).toEqual({ ...notices, ...NEVER_TRIED })
        await notify.giveUp('m1', wallMs(9), 'No.')
        expect(await notify.listDeadLetters('sub-1')).toMatchObject([{ deliveryId: 'm1', issueId: null }])
      }))

    it('with how often it was tried, and leaves it at the head', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        await notify.enqueue(message('m1'), [], null)
        await notify.enqueue(message('m2'), [], null)
        const attempt = { attempts: 2, firstTriedAt: wallMs(5), nextAttemptAt: wallMs(9.5), error: 'No.' }
        await notify.saveAttempt('m1', attempt)
        expect(await notify.nextDelivery('sub-1')).toEqual({ ...message('m1'), ...attempt })
        expect(await notify.listTotals()).toMatchObject([{ lastError: 'No.', waiting: 2 }])
        await notify.saveDelivered('m1', wallMs(10))
        expect(await notify.listTotals()).toMatchObject([{ lastError: null, waiting: 1, delivered: 1 }])
      }))

    it('and finds the newest of a group that was never tried', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        expect(await notify.findUntried('sub-1', 'g')).toBe(null)
        for (const id of ['m1', 'm2', 'm3']) await notify.enqueue(message(id), [], null)
        await notify.enqueue(message('m4', { groupKey: 'other' }), [], null)
        expect((await notify.findUntried('sub-1', 'g'))?.deliveryId).toBe('m3')
        for (const id of ['m3', 'm2', 'm1']) {
          await notify.saveAttempt(id, { ...NEVER_TRIED, attempts: 1, firstTriedAt: wallMs(1) })
        }
        expect(await notify.findUntried('sub-1', 'g')).toBe(null)
      }))

    it('and puts a message at the end in place of an older one', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        for (const id of ['m1', 'm2', 'm3']) await notify.enqueue(message(id), [], null)
        await notify.enqueue(message('m4'), [], 'm2')
        expect(await drain(notify)).toEqual(['m1', 'm3', 'm4'])
      }))

    it('and what was told, the latest of each issue', () =>
      withStore(async (store, subject) => {
        await store.notify.saveSubscription(subscription())
        await store.notify.enqueue(message('m1'), [told('issue-1'), told('issue-2')], null)
        const over = told('issue-1', { standing: 'over', over: true, toldAt: wallMs(2500.5) })
        await store.notify.enqueue(message('m2'), [over], null)
        const { notify } = await subject.reopen()
        const kept = await notify.listTold('sub-1')
        expect(kept.toSorted((a, b) => (a.issueId < b.issueId ? -1 : 1))).toEqual([over, told('issue-2')])
        await notify.forgetTold('sub-1', ['issue-1', 'never-told'])
        expect(await notify.listTold('sub-1')).toEqual([told('issue-2')])
      }))
  })

  describe(`${name} keeps dead letters`, () => {
    it('the newest first, apart from the queue', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        for (const id of ['m1', 'm2', 'm3']) await notify.enqueue(message(id), [], null)
        await notify.saveAttempt('m1', {
          attempts: 4,
          firstTriedAt: wallMs(5),
          nextAttemptAt: wallMs(9),
          error: 'A.',
        })
        await notify.giveUp('m1', wallMs(10), 'B.')
        await notify.giveUp('m2', wallMs(20), 'C.')
        expect(await notify.listDeadLetters('sub-1')).toEqual([
          {
            ...{ deliveryId: 'm2', subscriptionId: 'sub-1', issueId: 'issue-1', attempts: 0 },
            ...{ firstTriedAt: 20, givenUpAt: 20, error: 'C.' },
          },
          {
            ...{ deliveryId: 'm1', subscriptionId: 'sub-1', issueId: 'issue-1', attempts: 4 },
            ...{ firstTriedAt: 5, givenUpAt: 10, error: 'B.' },
          },
        ])
        expect(await notify.listTotals()).toMatchObject([{ waiting: 1, deadLetters: 2, lastError: 'C.' }])
        expect(await drain(notify)).toEqual(['m3'])
      }))

    it('and puts one back at the end, as never tried', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        for (const id of ['m1', 'm2']) await notify.enqueue(message(id), [], null)
        await notify.saveAttempt('m1', {
          attempts: 4,
          firstTriedAt: wallMs(5),
          nextAttemptAt: wallMs(9),
          error: 'A.',
        })
        await notify.giveUp('m1', wallMs(10), 'B.')
        expect(await notify.revive('m1')).toBe('sub-1')
        expect(await notify.revive('m1')).toBe(null)
        expect(await notify.revive('m2')).toBe(null)
        expect(await notify.revive('never-kept')).toBe(null)
        await notify.saveDelivered('m2', wallMs(1))
        expect(await notify.nextDelivery('sub-1')).toEqual({ ...message('m1'), ...NEVER_TRIED })
      }))

    it('a thousand of each subscription, the newest', () =>
      withStore(async ({ notify }) => {
        await notify.saveSubscription(subscription())
        const writes = Array.from({ length: 1003 }, async (_, index) => {
          await notify.enqueue(
            message(`m${index}`, { entries: [{ issue: buildIssue(), news: 'over' }] }),
            [],
            null,
          )
          await notify.giveUp(`m${index}`, wallMs(index), 'No.')
        })
        await Promise.all(writes)
        const letters = await notify.listDeadLetters('sub-1')
        expect(letters).toHaveLength(1000)
        expect(letters.at(-1)?.deliveryId).toBe('m3')
      }))
  })
}
