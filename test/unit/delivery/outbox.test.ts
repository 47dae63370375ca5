import { describe, expect, it } from 'vitest'
import { Outbox, type OutboxLimits, type Waiting } from '../../../server/delivery/events/outbox.ts'
import { RecordingTransport } from '../../helpers/recording-transport.ts'

const LIMITS: OutboxLimits = { socketBytes: 100, outboxEvents: 10, outboxBytes: 10_000 }

function setUp(limits: Partial<OutboxLimits> = {}) {
  const transport = new RecordingTransport({ flowing: false })
  const counts = { sent: 0, replaced: 0 }
  const missed: number[] = []
  const outbox = new Outbox({
    transport,
    limits: { ...LIMITS, ...limits },
    onSent: () => (counts.sent += 1),
    onReplaced: () => (counts.replaced += 1),
    onCaughtUp: (count) => missed.push(count),
  })
  const message = (seq: number | null, bytes = 60): Waiting & { payload: Buffer | null } => ({
    seq,
    payload: Buffer.alloc(bytes, JSON.stringify(' ')),
  })
  const sentSeqs = () => transport.sent.map(({ seq }) => seq)
  return { outbox, transport, counts, missed, message, sentSeqs }
}

describe('the outbox of a reader', () => {
  it('passes everything on at once while the network keeps up', () => {
    const { outbox, transport, message, sentSeqs } = setUp()
    for (const seq of [1, 2, 3]) {
      outbox.push(message(seq))
      transport.drain()
    }
    expect(sentSeqs()).toEqual([1, 2, 3])
  })

  it('hands a slow socket no more than its share, and the rest later in order', () => {
    const { outbox, transport, message, sentSeqs } = setUp()
    for (const seq of [1, 2, 3, 4]) outbox.push(message(seq))
    expect(sentSeqs()).toEqual([1, 2])
    transport.drain()
    expect(sentSeqs()).toEqual([1, 2, 3, 4])
  })

  it('skips what was replaced while it waited', () => {
    const { outbox, transport, counts, message, sentSeqs } = setUp()
    const stale = message(3)
    for (const item of [message(1), message(2), stale, message(4)]) outbox.push(item)
    stale.payload = null
    transport.drain()
    expect(sentSeqs()).toEqual([1, 2, 4])
    expect(counts).toEqual({ sent: 3, replaced: 1 })
  })

  it('gives up replaced messages before it misses any', () => {
    const { outbox, transport, counts, missed, message, sentSeqs } = setUp()
    const items = Array.from({ length: 12 }, (_, index) => message(index + 1))
    for (const item of items) outbox.push(item)
    for (const item of items.slice(2, 8)) item.payload = null
    outbox.push(message(13))
    transport.drain()
    expect(missed).toEqual([])
    expect(counts.replaced).toBe(6)
    expect(sentSeqs()).toEqual([1, 2, 9, 10, 11, 12, 13])
  })

  it('misses everything that waits when even that is too much, and tells once it has caught up', () => {
    const { outbox, transport, missed, message, sentSeqs } = setUp()
    for (let seq = 1; seq <= 20; seq += 1) outbox.push(message(seq))
    expect(missed).toEqual([])
    transport.drain()
    expect(sentSeqs()).toEqual([1, 2])
    expect(missed).toEqual([18])
    outbox.push(message(21))
    expect(sentSeqs()).toEqual([1, 2, 21])
  })

  it('counts only events as missed, not answers', () => {
    const { outbox, transport, missed, message } = setUp()
    for (let seq = 1; seq <= 13; seq += 1) outbox.push(message(seq % 2 === 0 ? null : seq))
    outbox.push(message(null))
    transport.drain()
    expect(missed).toEqual([6])
  })

  it('is bounded in bytes too', () => {
    const { outbox, transport, missed, message } = setUp({ outboxBytes: 200 })
    for (let seq = 1; seq <= 6; seq += 1) outbox.push(message(seq))
    transport.drain()
    expect(missed).toEqual([4])
  })

  it('sends nothing more once it is closed', () => {
    const { outbox, transport, message, sentSeqs } = setUp()
    for (const seq of [1, 2, 3]) outbox.push(message(seq))
    outbox.close()
    transport.drain()
    outbox.push(message(4))
    expect(sentSeqs()).toEqual([1, 2])
  })
})
