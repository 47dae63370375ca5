import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryBus } from '../../../server/bus/memory-bus.ts'
import type { CallRecord, CallStore } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { createRecorder, type Recorder } from '../../../server/store/recorder.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import { placeByAttributes } from '../../helpers/place-by-attributes.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
  wordlessMessages,
} from '../../helpers/message-builders.ts'

let folder: string
let bus: MemoryBus
let store: CallStore
let recorder: Recorder
let registry: Registry
let lines: string[]
let handlerErrors: Error[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-recorder-'))
  handlerErrors = []
  lines = []
  registry = new Registry()
  bus = new MemoryBus({ onHandlerError: (_topic, error) => handlerErrors.push(error) })
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  store = openSqliteStore({ path: join(folder, 'earshot.db'), log, registry, clock: new ManualClock(0) })
  recorder = createRecorder({ bus, store, placeOf: placeByAttributes, log, registry })
  recorder.start()
  lines = []
})

afterEach(async () => {
  await recorder.stop()
  await store.close()
  rmSync(folder, { recursive: true })
})

async function failures(): Promise<readonly unknown[]> {
  const values = (await registry.getSingleMetric('earshot_store_record_failures_total')?.get())?.values ?? []
  return values.map(({ labels, value }) => [labels['message'], labels['code'], value])
}

async function recorded(messages: readonly CallMessage[]): Promise<CallRecord> {
  for (const message of messages) bus.publish('transcript', message)
  const record = await store.getCall('call-1')
  if (record === null) throw new Error('the call was not recorded')
  return record
}

describe('createRecorder', () => {
  it('records a call from start to end', async () => {
    bus.publish('transcript', buildStart(buildCall({ agentId: null })))
    bus.publish('transcript', buildUpdate({ agentId: 'agent-9' }))
    bus.publish('transcript', buildUtterance({ text: 'hello there' }))
    bus.publish('outcome', buildOutcome())
    bus.publish('outcome', buildOutcome({ state: 'confirmed', reason: 'confirmed-by-final' }))
    bus.publish('transcript', buildEnd('call-1', 61_500))
    const record = await store.getCall('call-1')
    expect(record).toMatchObject({
      call: buildCall({ agentId: 'agent-9' }),
      endedAt: wallMs(STARTED_AT + 61_500),
      durationMs: 61_500,
      endReason: 'completed',
    })
    expect(record?.utterances).toEqual([buildUtterance({ text: 'hello there' })])
    expect(record?.outcomes.map(({ state }) => state)).toEqual(['confirmed'])
    expect(await failures()).toEqual([])
  })

  it('records where a call is, and where it goes', async () => {
    const place = async () => (await store.findCall('call-1'))?.place
    bus.publish('transcript', buildStart(buildCall({ attributes: { site: 'berlin', team: 'billing' } })))
    bus.publish('transcript', buildUpdate({ onHold: true }))
    expect(await place()).toEqual({ site: 'berlin', team: 'billing' })
    bus.publish('transcript', buildUpdate({ attributes: { team: 'retention' } }))
    bus.publish('transcript', buildUpdate({ agentId: 'agent-9' }))
    bus.publish('transcript', buildEnd('call-1', 61_500))
    expect(await place()).toEqual({ site: 'berlin', team: 'retention' })
    expect(await failures()).toEqual([])
  })

  it('records neither partials nor empty finals nor messages without words', async () => {
    bus.publish('transcript', buildStart())
    bus.publish('transcript', buildUtterance({ text: 'hel', state: 'partial' }))
    bus.publish('transcript', buildUtterance({ text: '' }))
    for (const message of wordlessMessages()) bus.publish('transcript', message)
    expect((await store.getCall('call-1'))?.utterances).toEqual([])
    expect(await failures()).toEqual([])
  })

  it('records how a call began, what changed in it and what audio was missing', async () => {
    const { events } = await recorded(wordlessMessages())
    expect(events.map(({ type, seq }) => [type, seq])).toEqual([
      ['start', 1],
      ['update', 3],
      ['gap', 4],
    ])
    expect(await failures()).toEqual([])
  })

  it('never listens to raw words', async () => {
    bus.publish('call', buildStart())
    bus.publish('call', buildUtterance({ text: 'four five three nine' }))
    expect(await store.listCalls({ limit: 10 })).toEqual([])
  })

  it('counts and logs what the store does not take, without a word of it, and goes on', async () => {
    bus.publish('transcript', buildUtterance({ text: 'secret words', callId: 'nobody' }))
    bus.publish('outcome', buildOutcome({ callId: 'nobody' }))
    bus.publish('transcript', buildEnd('nobody'))
    bus.publish('transcript', buildStart())
    await store.flush()
    await recorder.stop()
    expect(await failures()).toEqual(
      expect.arrayContaining([
        ['utterance', 'STORE_FAILED', 1],
        ['outcome', 'STORE_FAILED', 1],
        ['end', 'STORE_FAILED', 1],
      ]),
    )
    expect(lines).toHaveLength(1)
    expect(lines.join()).not.toContain('secret')
    expect(handlerErrors).toEqual([])
    expect(await store.listCalls({ limit: 10 })).toHaveLength(1)
  })

  it('does not stop the bus when the store is closed', async () => {
    await store.close()
    bus.publish('transcript', buildStart())
    await recorder.stop()
    expect(handlerErrors).toEqual([])
    await expect.poll(failures).toEqual([['start', 'STORE_FAILED', 1]])
  })

  it('has everything on disk when stop resolves, and records nothing afterwards', async () => {
    bus.publish('transcript', buildStart())
    await recorder.stop()
    bus.publish('transcript', buildUtterance({ text: 'too late' }))
    expect((await store.getCall('call-1'))?.utterances).toEqual([])
  })
})
