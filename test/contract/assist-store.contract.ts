import { describe, expect, it } from 'vitest'
import type { CallLabel, KeptWrapUp } from '../../server/contracts/assist.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { buildCall } from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const LABEL: CallLabel = {
  labelId: 'call-1:web:payment',
  callId: 'call-1',
  at: wallMs(2000),
  atMs: callMs(1500.5),
  by: 'ana',
  channel: 'web',
  step: 'payment',
  note: 'it freezes',
}

const NOTES: KeptWrapUp = {
  callId: 'call-1',
  by: 'ana',
  at: wallMs(3000),
  reason: 'Price',
  summary: 'Two lines.\nOf text.',
  promises: ['A call back'],
  dispositions: ['kept'],
}

/** What every store of what agents say of calls must do. `open` makes an empty one. */
export function assistStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps what agents say of calls`, () => {
    it('labels, oldest first, over a restart; the same again replaces it', () =>
      withStore(async (store, subject) => {
        await store.saveCall(buildCall())
        await store.assist.saveLabel({ ...LABEL, note: '' })
        await store.assist.saveLabel({ ...LABEL, labelId: 'earlier', at: wallMs(1000), step: null })
        await store.assist.saveLabel(LABEL)
        const { assist } = await subject.reopen()
        const kept = await assist.listLabels('call-1')
        expect(kept.map(({ labelId, step }) => [labelId, step])).toEqual([
          ['earlier', null],
          [LABEL.labelId, 'payment'],
        ])
        expect(kept[1]).toEqual(LABEL)
        expect(await assist.listLabels('call-2')).toEqual([])
      }))

    it('notes, the last ones of a call', () =>
      withStore(async (store, subject) => {
        await store.saveCall(buildCall())
        expect(await store.assist.getWrapUp('call-1')).toBeNull()
        await store.assist.saveWrapUp({ ...NOTES, by: 'bob' })
        await store.assist.saveWrapUp(NOTES)
        expect(await (await subject.reopen()).assist.getWrapUp('call-1')).toEqual(NOTES)
      }))

    it('nothing of a call that was never saved', () =>
      withStore(async ({ assist }) => {
        await expect(assist.saveLabel(LABEL)).rejects.toMatchObject({ code: 'STORE_FAILED' })
        await expect(assist.saveWrapUp(NOTES)).rejects.toMatchObject({ code: 'STORE_FAILED' })
      }))

    it('earlier calls of the same customer, newest first, and of nobody else', () =>
      withStore(async (store) => {
        const call = (callId: string, startedAt: number, customer?: string) =>
          store.saveCall(
            buildCall({
              callId,
              startedAt: wallMs(startedAt),
              attributes: customer === undefined ? {} : { customer },
            }),
          )
        await call('first', 1000, 'c-1')
        await call('second', 2000, 'c-1')
        await call('other', 2500, 'c-2')
        await call('nameless', 2600)
        await call('now', 3000, 'c-1')
        await call('later', 4000, 'c-1')
        const ids = async (of: string, limit = 10): Promise<readonly string[]> =>
          (await store.earlierCalls(of, limit)).map(({ call: { callId } }) => callId)
        expect(await ids('now')).toEqual(['second', 'first'])
        expect(await ids('now', 1)).toEqual(['second'])
        expect(await ids('nameless')).toEqual([])
        expect(await ids('no-call')).toEqual([])
      }))
  })
}
