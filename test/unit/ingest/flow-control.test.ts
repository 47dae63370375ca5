import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryBus } from '../../../server/bus/memory-bus.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { FlowControl } from '../../../server/ingest/flow-control.ts'
import { IngestMetrics } from '../../../server/ingest/ingest-metrics.ts'
import { Stream } from '../../../server/ingest/stream.ts'
import type { Clock } from '../../../server/platform/clock.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { RecordingSink } from '../../helpers/recording-sink.ts'

let now = 0
let bus: MemoryBus
let flow: FlowControl
let stream: Stream
/** What the flow control asked to be run every so often. */
let recheck: () => void = () => undefined

const clock: Clock = {
  now: () => now,
  after: () => () => undefined,
  every: (_ms, task) => {
    recheck = task
    return () => undefined
  },
}

beforeEach(() => {
  now = 1_000_000
  bus = new MemoryBus({ onHandlerError: (_topic, error) => expect.unreachable(error.message) })
  flow = new FlowControl({ bus, clock, maxAheadMs: 10_000 })
  flow.openCall('c')
  stream = new Stream({
    streamId: 's',
    callId: 'c',
    source: 'native',
    start: {
      audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent', 'customer'] },
      layout: 'separate',
    },
    model: 'model-en-US',
    startMs: callMs(60_000),
    startedAt: wallMs(now),
    owner: { displaced: () => undefined, failed: () => undefined },
    sink: new RecordingSink(),
    metrics: new IngestMetrics(new Registry()),
    clock,
  })
})

function bring(party: 'agent' | 'customer', ms: number): void {
  stream.push({ type: 'audio', party, bytes: Buffer.alloc(ms * 8), heardAt: wallMs(now) })
}

function tick(atMs: number, callId = 'c'): void {
  bus.publish('call', { type: 'tick', callId, seq: 1, atMs: callMs(atMs), lagMs: 0 })
}

describe('flow control', () => {
  it('never holds a stream at the pace of the wall clock, however slow recognition is', () => {
    for (let second = 0; second < 120; second += 1) {
      bring('agent', 1_000)
      expect(flow.hasRoom(stream)).toBe(true)
      now += 1_000
    }
  })

  it('holds a faster one when it is too far ahead of what was decoded since it began', () => {
    bring('agent', 10_000)
    expect(flow.hasRoom(stream)).toBe(true)
    bring('agent', 1)
    expect(flow.hasRoom(stream)).toBe(false)
  })

  it('asks each party: words of one say nothing of the other', () => {
    bring('agent', 20_000)
    bring('customer', 20_000)
    const common = { callId: 'c', seq: 1, utteranceId: 'u', state: 'partial', text: '', words: [] } as const
    const stamps = { capturedAt: wallMs(0), heardAt: wallMs(0), decodedAt: wallMs(0), lagMs: 0 }
    const atMs = callMs(75_000)
    bus.publish('call', {
      type: 'utterance',
      ...common,
      ...stamps,
      party: 'agent',
      startMs: atMs,
      endMs: atMs,
      atMs,
    })
    expect(flow.hasRoom(stream)).toBe(false)
    tick(70_000)
    expect(flow.hasRoom(stream)).toBe(true)
  })

  it('resumes once, when recognition has caught up', () => {
    bring('agent', 20_000)
    let resumed = 0
    flow.whenRoom(stream, () => {
      resumed += 1
    })
    tick(69_999)
    tick(90_000, 'another call')
    expect(resumed).toBe(0)
    tick(70_000)
    tick(71_000)
    expect(resumed).toBe(1)
  })

  it('resumes by the wall clock when recognition says nothing', () => {
    bring('agent', 20_000)
    let resumed = 0
    flow.whenRoom(stream, () => {
      resumed += 1
    })
    now += 17_999
    recheck()
    expect(resumed).toBe(0)
    now += 1
    recheck()
    expect(resumed).toBe(1)
  })

  it('forgets what nobody waits for any more', () => {
    bring('agent', 20_000)
    const forget = flow.whenRoom(stream, () => expect.unreachable('it was forgotten'))
    forget()
    tick(80_000)
  })
})
