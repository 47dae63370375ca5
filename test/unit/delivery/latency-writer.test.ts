import { describe, expect, it } from 'vitest'
import { LatencyWriter } from '../../../server/delivery/events/latency-writer.ts'
import { createDeliveryMetrics } from '../../../server/delivery/metrics.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

/** A writer on a store that takes nothing until it is released. */
function setUp() {
  const clock = new ManualClock(0)
  const registry = new Registry()
  const metrics = createDeliveryMetrics(registry)
  const taken: string[] = []
  const { promise: stuck, resolve: release } = Promise.withResolvers<undefined>()
  const store = {
    addLatency: async (outcomeId: string) => {
      taken.push(outcomeId)
      await stuck
    },
  }
  const writer = new LatencyWriter({ store, clock, log: createLog({ level: 'silent' }), metrics })
  writer.start()
  const lost = async () => (await metrics.latencyLost.get()).values[0]?.value ?? 0
  return { clock, writer, taken, lost, release: () => release(undefined) }
}

describe('while the store is stuck', () => {
  it('one batch is under way and the rest waits, merged by outcome', async () => {
    const { clock, writer, taken, release } = setUp()
    writer.add('a', { deliver: 1 })
    clock.advance(1_000)
    for (const paint of [1, 2, 3]) {
      writer.add('b', { paint })
      clock.advance(1_000)
    }
    expect(taken).toEqual(['a'])
    release()
    await writer.stop()
    expect(taken).toEqual(['a', 'b'])
  })

  it('no more than 10,000 outcomes wait; further ones are counted as lost', async () => {
    const { writer, taken, lost, release } = setUp()
    for (let index = 0; index < 10_010; index += 1) writer.add(`o-${index}`, { deliver: 1 })
    writer.add('o-0', { paint: 2 })
    expect(await lost()).toBe(10)
    release()
    await writer.stop()
    expect(taken).toHaveLength(10_000)
  })
})
