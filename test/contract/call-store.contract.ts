import { describe, expect, it } from 'vitest'
import { AppError } from '../../server/contracts/errors.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { CallStore } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { CallUpdate, GapNotice } from '../../server/contracts/transcript.ts'
import {
  STARTED_AT,
  buildCall,
  buildEvidence,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const END = { endedAt: wallMs(STARTED_AT + 60_000), durationMs: 60_000, reason: 'completed' } as const

/** What every store must do. `open` makes an empty one. */
export function callStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  describe(`${name} keeps calls`, () => {
    it('gives back what was saved', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall({ agentId: null, attributes: { queue: 'überweisung', tier: '' } }))
        expect(await store.getCall('call-1')).toEqual({
          call: buildCall({ agentId: null, attributes: { queue: 'überweisung', tier: '' } }),
          place: { site: null, team: null },
          endedAt: null,
          durationMs: null,
          endReason: null,
          utterances: [],
          events: [],
          outcomes: [],
        })
      }))

    it('knows no call that was not saved', () =>
      withStore(async (store) => {
        expect(await store.getCall('nobody')).toBeNull()
        expect(await store.findCall('nobody')).toBeNull()
        expect(await store.listCalls({ limit: 10 })).toEqual([])
      }))

    it('changes what a change names and nothing else', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.updateCall('call-1', { onHold: true })
        expect((await store.getCall('call-1'))?.call).toEqual(buildCall())
        await store.updateCall('call-1', { agentId: 'agent-8' })
        await store.updateCall('call-1', { attributes: { tier: 'gold' } })
        const attributes = { queue: 'billing', tier: 'gold' }
        expect((await store.getCall('call-1'))?.call).toEqual(buildCall({ agentId: 'agent-8', attributes }))
      }))

    it('ends a call', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.endCall('call-1', END)
        expect((await store.listCalls({ limit: 1 }))[0]).toEqual({
          call: buildCall(),
          place: { site: null, team: null },
          endedAt: END.endedAt,
          durationMs: 60_000,
          endReason: 'completed',
        })
      }))

    it('reopens a call whose id comes again, keeping its first start and its words', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveUtterance(buildUtterance({ text: 'hello' }))
        await store.endCall('call-1', END)
        await store.saveCall(buildCall({ startedAt: wallMs(STARTED_AT + 90_000), agentId: 'agent-8' }))
        const record = await store.getCall('call-1')
        expect(record?.call).toEqual(buildCall({ agentId: 'agent-8' }))
        expect([record?.endedAt, record?.durationMs, record?.endReason]).toEqual([null, null, null])
        expect(record?.utterances.map(({ text }) => text)).toEqual(['hello'])
      }))

    it('refuses to change or end a call that was never saved', () =>
      withStore(async (store) => {
        await expectFailure(store.updateCall('nobody', { agentId: 'agent-8' }), store)
        await expectFailure(store.endCall('nobody', END), store)
      }))

    it('lists newest first, by agent, page by page', () =>
      withStore(async (store) => {
        const minute = (n: number) => wallMs(STARTED_AT + n * 60_000)
        await Promise.all(
          [3, 1, 4, 2, 5].map((n) =>
            store.saveCall(
              buildCall({
                callId: `call-${n}`,
                startedAt: minute(n),
                agentId: n === 4 ? null : `agent-${n % 2}`,
              }),
            ),
          ),
        )
        const ids = async (query: Parameters<CallStore['listCalls']>[0]) =>
          (await store.listCalls(query)).map(({ call }) => call.callId)
        expect(await ids({ limit: 10 })).toEqual(['call-5', 'call-4', 'call-3', 'call-2', 'call-1'])
        expect(await ids({ limit: 2 })).toEqual(['call-5', 'call-4'])
        expect(await ids({ limit: 2, before: minute(4) })).toEqual(['call-3', 'call-2'])
        expect(await ids({ limit: 10, agentId: 'agent-1' })).toEqual(['call-5', 'call-3', 'call-1'])
        expect(await ids({ limit: 10, agentId: 'agent-1', before: minute(3) })).toEqual(['call-1'])
        expect(await ids({ limit: 10, before: minute(1) })).toEqual([])
      }))

    it('lists the ids of the calls that started last', () =>
      withStore(async (store) => {
        for (const [index, callId] of ['first', 'second', 'third'].entries()) {
          await store.saveCall(buildCall({ callId, startedAt: wallMs(STARTED_AT + index) }))
        }
        expect(await store.listCallIds(2)).toEqual(['third', 'second'])
      }))

    it('refuses a limit that is not 1 to 500', () =>
      withStore(async (store) => {
        for (const limit of [0, 501, 1.5, Number.NaN]) {
          await expect(store.listCalls({ limit })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
          await expect(store.listOutcomes({ limit })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
        }
      }))
  })

  describe(`${name} keeps what was said`, () => {
    it('gives finals back whole, in order of their start', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        const late = buildUtterance({ text: 'naïve 你好 •', startMs: 9000, party: 'agent', seq: 5 })
        const early = buildUtterance({ text: 'my page is frozen', startMs: 1000.5, seq: 9 })
        await store.saveUtterance(late)
        await store.saveUtterance(early)
        expect((await store.getCall('call-1'))?.utterances).toEqual([early, late])
      }))

    it('replaces an utterance that is saved again', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveUtterance(buildUtterance({ text: 'first', utteranceId: 'u-1' }))
        await store.saveUtterance(buildUtterance({ text: 'second', utteranceId: 'u-1' }))
        expect((await store.getCall('call-1'))?.utterances.map(({ text }) => text)).toEqual(['second'])
      }))

    it('keeps utterances of different calls apart, whatever their ids', () =>
      withStore(async (store) => {
        for (const callId of ['call-1', 'call-2']) {
          await store.saveCall(buildCall({ callId }))
          await store.saveUtterance(buildUtterance({ text: `in ${callId}`, utteranceId: 'u-1', callId }))
        }
        const texts = async (callId: string) =>
          (await store.getCall(callId))?.utterances.map(({ text }) => text)
        expect(await texts('call-1')).toEqual(['in call-1'])
        expect(await texts('call-2')).toEqual(['in call-2'])
      }))

    it('refuses a partial, and words of a call that was never saved', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        const partial = buildUtterance({ text: 'my pa', state: 'partial' })
        await expect(store.saveUtterance(partial)).rejects.toBeInstanceOf(AppError)
        await expectFailure(store.saveUtterance(buildUtterance({ text: 'hello', callId: 'nobody' })), store)
        expect((await store.getCall('call-1'))?.utterances).toEqual([])
      }))

    it('refuses one write without harming those around it', () =>
      withStore(async (store) => {
        const written = await Promise.allSettled([
          store.saveCall(buildCall()),
          store.saveUtterance(buildUtterance({ text: 'lost', callId: 'nobody' })),
          store.saveUtterance(buildUtterance({ text: 'kept' })),
          store.flush(),
        ])
        expect(written.map(({ status }) => status)).toEqual([
          'fulfilled',
          'rejected',
          'fulfilled',
          'fulfilled',
        ])
        expect((await store.getCall('call-1'))?.utterances.map(({ text }) => text)).toEqual(['kept'])
      }))
  })

  describe(`${name} keeps what happened besides`, () => {
    const continues = { callId: 'call-0', atMs: callMs(61_000.5) }
    const start = { ...buildStart(buildCall({ continues })), seq: 1 }
    const hold: CallUpdate = { ...buildUpdate({ onHold: true }), seq: 4 }
    const moved: CallUpdate = {
      ...buildUpdate({ agentId: 'agent-8', attributes: { queue: 'überweisung', tier: '' } }),
      seq: 9,
    }
    const gap: GapNotice = {
      ...{ type: 'gap', callId: 'call-1', seq: 6, atMs: callMs(8000.25) },
      ...{ party: 'agent', durationMs: 400, reason: 'lost' },
    }

    it('gives starts, changes and gaps back whole, in the order in which they came', () =>
      withStore(async (store, subject) => {
        await store.saveCall(buildCall())
        for (const event of [moved, start, gap, hold]) await store.saveEvent(event)
        const kept = await (await subject.reopen()).getCall('call-1')
        expect(kept?.events).toEqual([start, hold, gap, moved])
      }))

    it('replaces an event that comes again, and keeps those of other calls apart', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveCall(buildCall({ callId: 'call-2' }))
        const other = { ...buildUpdate({ onHold: true }, 'call-2'), seq: 4 }
        for (const event of [hold, hold, other]) await store.saveEvent(event)
        expect((await store.getCall('call-1'))?.events).toEqual([hold])
        expect((await store.getCall('call-2'))?.events).toEqual([other])
      }))

    it('refuses an event of a call that was never saved', () =>
      withStore(async (store) => {
        await expectFailure(store.saveEvent(buildUpdate({ onHold: true }, 'nobody')), store)
      }))
  })

  describe(`${name} keeps what people were told`, () => {
    it('gives an outcome back whole', () =>
      withStore(async (store) => {
        const { others: _, ...whyToo } = buildEvidence()
        const absence = buildOutcome({
          agentId: null,
          kind: 'alert',
          state: 'held',
          reason: 'no-agent',
          latencyMs: {},
          evidence: {
            condition: 'absence',
            party: null,
            phrase: 'is recorded / for training',
            words: [],
            utteranceId: null,
            startMs: callMs(0),
            endMs: callMs(20_000),
            confidence: null,
            score: 1,
            others: [{ ...whyToo, condition: 'attribute', phrase: 'queue is billing', words: [] }],
          },
        })
        await store.saveCall(buildCall())
        await store.saveOutcome(absence)
        expect(await store.listOutcomes({ limit: 10 })).toEqual([absence])
        expect(await store.getOutcome(absence.outcomeId)).toEqual(absence)
        expect(await store.getOutcome('unknown')).toBeNull()
        expect((await store.getCall('call-1'))?.outcomes).toEqual([absence])
      }))

    it('replaces state, reason and evidence by the latest', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveOutcome(buildOutcome())
        const evidence = { ...buildOutcome().evidence, confidence: 0.97 }
        const confirmed = buildOutcome({ state: 'confirmed', reason: 'confirmed-by-final', evidence })
        await store.saveOutcome(confirmed)
        expect(await store.listOutcomes({ limit: 10 })).toEqual([confirmed])
      }))

    it.each([
      { type: 'outcome', outcomeId: 'o-9', rule: 'danger@2', title: 'Somebody may be in danger' },
      { type: 'group', caseId: 'group-1' },
    ] as const)('keeps what holds it back, as long as it does: $type', (because) =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        const held = buildOutcome({ state: 'held', reason: 'inhibited', because })
        await store.saveOutcome(held)
        expect(await store.getOutcome('outcome-1')).toEqual(held)
        const shown = buildOutcome()
        await store.saveOutcome(shown)
        expect(await store.getOutcome('outcome-1')).toEqual(shown)
      }),
    )

    it('lists the prompts that stand since a time, oldest first', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        const save = (outcomeId: string, at: number, change: Partial<Outcome> = {}): Promise<void> =>
          store.saveOutcome(buildOutcome({ outcomeId, createdAt: wallMs(at), ...change }))
        await save('late', 3000, { state: 'confirmed', rule: 'whisper@1', agentId: 'agent-8' })
        await save('early', 1000)
        await save('before', 999)
        await save('gone', 2000, { state: 'retracted' })
        await save('held', 2000, { state: 'held' })
        await save('nobody', 2000, { agentId: null })
        await save('alert', 2000, { kind: 'alert' })
        expect(await store.listShownPrompts(wallMs(1000))).toEqual([
          { outcomeId: 'early', ruleId: 'cancel-risk', agentId: 'agent-7', at: 1000 },
          { outcomeId: 'late', ruleId: 'whisper', agentId: 'agent-8', at: 3000 },
        ])
      }))

    it('adds stages of latency, and a later state does not wipe them out', () =>
      withStore(async (store) => {
        await store.saveCall(buildCall())
        await store.saveOutcome(buildOutcome())
        await store.addLatency('outcome-1', { deliver: 3.25 })
        await store.addLatency('outcome-1', { paint: 16 })
        await store.saveOutcome(buildOutcome({ state: 'retracted', reason: 'not-in-final' }))
        const outcome = (await store.listOutcomes({ limit: 1 }))[0]
        expect(outcome?.state).toBe('retracted')
        expect(outcome?.latencyMs).toEqual({ ...buildOutcome().latencyMs, deliver: 3.25, paint: 16 })
      }))

    it('takes a latency of an outcome that it does not know, and keeps nothing', () =>
      withStore(async (store) => {
        await store.addLatency('nothing', { paint: 16 })
        expect(await store.listOutcomes({ limit: 10 })).toEqual([])
      }))

    it('lists newest first, by call, agent and kind, page by page', () =>
      withStore(async (store) => {
        const at = (n: number) => wallMs(STARTED_AT + n)
        await store.saveCall(buildCall())
        await store.saveCall(buildCall({ callId: 'call-2' }))
        await Promise.all(
          [2, 1, 3, 4].map((n) =>
            store.saveOutcome(
              buildOutcome({
                outcomeId: `o-${n}`,
                callId: n <= 2 ? 'call-1' : 'call-2',
                kind: n % 2 === 0 ? 'alert' : 'prompt',
                agentId: n === 4 ? null : 'agent-7',
                createdAt: at(n),
              }),
            ),
          ),
        )
        const ids = async (query: Parameters<CallStore['listOutcomes']>[0]) =>
          (await store.listOutcomes(query)).map(({ outcomeId }) => outcomeId)
        expect(await ids({ limit: 10 })).toEqual(['o-4', 'o-3', 'o-2', 'o-1'])
        expect(await ids({ limit: 1 })).toEqual(['o-4'])
        expect(await ids({ limit: 10, before: at(3) })).toEqual(['o-2', 'o-1'])
        expect(await ids({ limit: 10, callId: 'call-1' })).toEqual(['o-2', 'o-1'])
        expect(await ids({ limit: 10, agentId: 'agent-7' })).toEqual(['o-3', 'o-2', 'o-1'])
        expect(await ids({ limit: 10, kind: 'alert' })).toEqual(['o-4', 'o-2'])
        expect(await ids({ limit: 10, callId: 'call-1', agentId: 'agent-7', kind: 'prompt' })).toEqual([
          'o-1',
        ])
      }))

    it('refuses an outcome of a call that was never saved', () =>
      withStore(async (store) => {
        await expectFailure(store.saveOutcome(buildOutcome({ callId: 'nobody' })), store)
      }))
  })

  describe(`${name} lasts`, () => {
    it('shows a read every write that was given before, awaited or not', () =>
      withStore(async (store) => {
        const writes = [
          store.saveCall(buildCall()),
          store.saveUtterance(buildUtterance({ text: 'hello' })),
          store.saveOutcome(buildOutcome()),
        ]
        const record = await store.getCall('call-1')
        expect([record?.utterances.length, record?.outcomes.length]).toEqual([1, 1])
        await Promise.all(writes)
      }))

    it('has everything after a restart, also a call that never ended', () =>
      withStore(async (store, subject) => {
        await Promise.all([
          store.saveCall(buildCall()),
          store.saveUtterance(buildUtterance({ text: 'hello' })),
          store.saveOutcome(buildOutcome()),
          store.flush(),
        ])
        const before = await store.getCall('call-1')
        const after = await (await subject.reopen()).getCall('call-1')
        expect(after).toEqual(before)
        expect(after?.endedAt).toBeNull()
      }))

    it('commits what waits when it is closed, and refuses everything after', () =>
      withStore(async (store, subject) => {
        const saved = store.saveCall(buildCall())
        await store.close()
        await saved
        await store.close()
        await expect(store.saveCall(buildCall())).rejects.toMatchObject({ code: 'STORE_FAILED' })
        await expect(store.getCall('call-1')).rejects.toMatchObject({ code: 'STORE_FAILED' })
        await expect(store.flush()).rejects.toMatchObject({ code: 'STORE_FAILED' })
        const reopened = await subject.reopen()
        expect((await reopened.getCall('call-1'))?.call).toEqual(buildCall())
      }))

    it('keeps hostile text as it is', () =>
      withStore(async (store) => {
        const callId = `'; DROP TABLE calls; --`
        await store.saveCall(buildCall({ callId, attributes: { 'a"b': `'"\\\n\u0001` } }))
        expect((await store.getCall(callId))?.call.attributes).toEqual({ 'a"b': `'"\\\n\u0001` })
        expect(await store.listCalls({ limit: 10, agentId: `x' OR '1'='1` })).toEqual([])
      }))
  })
}

async function expectFailure(written: Promise<void>, store: CallStore): Promise<void> {
  const failed = expect(written).rejects.toMatchObject({ code: 'STORE_FAILED' })
  await store.flush()
  await failed
}
