import { describe, expect, it } from 'vitest'
import {
  Counter,
  DELAY_BUCKETS_MS,
  createRegistry,
  sharedHistogram,
} from '../../../server/platform/metrics.ts'

describe('createRegistry', () => {
  it("measures the process, apart from every other server's", async () => {
    const [one, two] = [createRegistry(), createRegistry()]
    new Counter({ name: 'earshot_test_total', help: 'Test.', registers: [one] }).inc()
    expect(await one.metrics()).toContain('earshot_test_total 1')
    expect(await one.metrics()).toContain('process_cpu_seconds_total')
    expect(await two.metrics()).not.toContain('earshot_test_total')
  })
})

describe('sharedHistogram', () => {
  it('is made once and observed by all who ask for it', async () => {
    const registry = createRegistry()
    const ask = () =>
      sharedHistogram(registry, {
        name: 'earshot_test_ms',
        help: 'Test.',
        labelNames: ['stage'],
        buckets: DELAY_BUCKETS_MS,
      })
    ask().observe({ stage: 'a' }, 1)
    ask().observe({ stage: 'a' }, 2)
    expect(await registry.metrics()).toContain('earshot_test_ms_count{stage="a"} 2')
  })
})

describe('DELAY_BUCKETS_MS', () => {
  it('ascends', () => {
    expect(DELAY_BUCKETS_MS).toEqual(DELAY_BUCKETS_MS.toSorted((a, b) => a - b))
    expect(new Set(DELAY_BUCKETS_MS).size).toBe(DELAY_BUCKETS_MS.length)
  })
})
