import { describe, expect, it } from 'vitest'
import type { KeptCallState } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT, buildCall } from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const LONG_AGO = wallMs(0)

function kept(change: Partial<KeptCallState> = {}): KeptCallState {
  return {
    callId: 'call-1',
    atMs: callMs(2000.5),
    savedAt: wallMs(STARTED_AT + 2000),
    state: { seq: 4, open: [{ party: 'agent' }], name: 'ünï' },
    ...change,
  }
}

/** What every store of rule states must do. `open` makes an empty one. */
export function callStateStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps the rules' state of live calls`, () => {
    it('gives the latest back, with the call, over a restart, newest first', () =>
      withStore(async (store, subject) => {
        await store.saveCall(buildCall())
        await store.saveCall(buildCall({ callId: 'call-2', agentId: null }))
        await store.callStates.saveCallState(kept({ state: 'older' }))
        await store.callStates.saveCallState(kept())
        await store.callStates.saveCallState(kept({ callId: 'call-2', savedAt: wallMs(STARTED_AT + 3000) }))
        const { callStates } = await subject.reopen()
        expect(await callStates.takeCallStates(LONG_AGO)).toEqual([
          {
            ...kept({ callId: 'call-2', savedAt: wallMs(STARTED_AT + 3000) }),
            call: buildCall({ callId: 'call-2', agentId: null }),
          },
          { ...kept(), call: buildCall() },
        ])
      }))

    it('forgets a state that was removed', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.callStates.saveCallState(kept())
        await store.callStates.removeCallState('call-1')
        await store.callStates.removeCallState('never-kept')
        expect(await store.callStates.takeCallStates(LONG_AGO)).toEqual([])
      }))

    it('leaves out calls that are over, but not those that a shutdown ended', () =>
      withStore(async (store) => {
        for (const reason of ['completed', 'abandoned', 'failed', 'shutdown'] as const) {
          await store.saveCall(buildCall({ callId: reason }))
          await store.callStates.saveCallState(kept({ callId: reason }))
          await store.endCall(reason, { endedAt: wallMs(STARTED_AT + 3000), durationMs: 3000, reason })
        }
        const left = await store.callStates.takeCallStates(LONG_AGO)
        expect(left.map(({ callId }) => callId)).toEqual(['shutdown'])
      }))

    it('removes what is too old for good', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveCall(buildCall({ callId: 'call-2' }))
        await store.callStates.saveCallState(kept())
        await store.callStates.saveCallState(kept({ callId: 'call-2', savedAt: wallMs(STARTED_AT) }))
        const since = wallMs(STARTED_AT + 2000)
        expect((await store.callStates.takeCallStates(since)).map(({ callId }) => callId)).toEqual(['call-1'])
        expect(await store.callStates.takeCallStates(LONG_AGO)).toHaveLength(1)
      }))

    it('refuses the state of a call that was never saved', () =>
      withStore(async ({ callStates }) => {
        await expect(callStates.saveCallState(kept())).rejects.toMatchObject({ code: 'STORE_FAILED' })
      }))
  })
}
