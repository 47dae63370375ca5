import { describe, expect, it } from 'vitest'
import type { CallStore, EarlierContactsQuery } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT, buildCall } from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

/** What every store must know of customers who call again. */
export function customersContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} knows customers again`, () => {
    const DAY_MS = 86_400_000
    const day = (n: number) => wallMs(STARTED_AT + n * DAY_MS)
    const withCustomer = (callId: string, customer: string, startedAt = day(0)) =>
      buildCall({ callId, startedAt, attributes: { queue: 'billing', customer } })
    const ask = (store: CallStore, change: Partial<EarlierContactsQuery> = {}) =>
      store.earlierContacts({
        attribute: 'customer',
        value: 'c-7',
        since: day(-30),
        before: day(0),
        except: 'now',
        limit: 50,
        ...change,
      })

    it('says when the customer called before, newest first, and nobody else', () =>
      withStore(async (store) => {
        await store.saveCall(withCustomer('old', 'c-7', day(-9)))
        await store.saveCall(withCustomer('recent', 'c-7', day(-2)))
        await store.saveCall(withCustomer('other', 'c-70', day(-1)))
        await store.saveCall(buildCall({ callId: 'nameless', startedAt: day(-1) }))
        await store.saveCall(withCustomer('now', 'c-7'))
        expect(await ask(store)).toEqual([day(-2), day(-9)])
        expect(await ask(store, { limit: 1 })).toEqual([day(-2)])
        expect(await ask(store, { value: 'C-7' })).toEqual([])
        expect(await ask(store, { attribute: 'queue', value: 'billing' })).toEqual([])
      }))

    it('takes the beginning of the time asked for, not its end, and not the call that asks', () =>
      withStore(async (store) => {
        await store.saveCall(withCustomer('first', 'c-7', day(-30)))
        await store.saveCall(withCustomer('same-moment', 'c-7', day(0)))
        expect(await ask(store)).toEqual([day(-30)])
        expect(await ask(store, { since: wallMs(day(-30) + 1) })).toEqual([])
        expect(await ask(store, { except: 'first' })).toEqual([])
      }))

    it('learns the customer later in the call, corrects it and takes it back', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall({ startedAt: day(-1) }))
        await store.updateCall('call-1', { attributes: { customer: 'c-6' } })
        await store.updateCall('call-1', { attributes: { customer: 'c-7' } })
        await store.updateCall('call-1', { attributes: { tier: 'gold' } })
        expect(await ask(store)).toEqual([day(-1)])
        expect(await ask(store, { value: 'c-6' })).toEqual([])
        await store.updateCall('call-1', { attributes: { customer: '' } })
        expect(await ask(store)).toEqual([])
      }))

    it('counts a call that went on after a restart once, from its first start', () =>
      withStore(async (store) => {
        await store.saveCall(withCustomer('call-1', 'c-7', day(-2)))
        const startedAt = wallMs(day(-2) + 60_000)
        const continues = { callId: 'call-1', atMs: callMs(60_000) }
        await store.saveCall({ ...withCustomer('call-1~2', 'c-7', startedAt), continues })
        expect(await ask(store)).toEqual([day(-2)])
        expect(await ask(store, { except: 'call-1~2' })).toEqual([])
      }))

    it('still knows after a restart', () =>
      withStore(async (store, subject) => {
        await store.saveCall(withCustomer('first', 'c-7', day(-3)))
        expect(await ask(await subject.reopen())).toEqual([day(-3)])
      }))

    it('refuses a limit that is not 1 to 500', () =>
      withStore(async (store) => {
        for (const limit of [0, 501, 1.5]) {
          await expect(ask(store, { limit })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
        }
      }))
  })
}
