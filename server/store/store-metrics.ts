import { Counter, DELAY_BUCKETS_MS, Gauge, Histogram, type Registry } from '../platform/metrics.ts'

export interface StoreMetrics {
  /** Writes on disk, or not, and why. */
  readonly writes: Counter<'result'>
  readonly commitFailures: Counter<'cause'>
  readonly commitMs: Histogram
}

export function createStoreMetrics(registry: Registry, countWaiting: () => number): StoreMetrics {
  const registers = [registry]
  new Gauge({
    name: 'earshot_store_waiting_writes',
    help: 'Writes that wait for the next commit.',
    registers,
    collect() {
      this.set(countWaiting())
    },
  })
  return {
    writes: new Counter({
      name: 'earshot_store_writes_total',
      help: 'Writes by result: committed, refused (the store does not take it), dropped (too many wait).',
      labelNames: ['result'],
      registers,
    }),
    commitFailures: new Counter({
      name: 'earshot_store_commit_failures_total',
      help: 'Commits that failed and are tried again, by cause.',
      labelNames: ['cause'],
      registers,
    }),
    commitMs: new Histogram({
      name: 'earshot_store_commit_ms',
      help: 'Milliseconds that one commit of waiting writes took; nothing else runs meanwhile.',
      buckets: DELAY_BUCKETS_MS,
      registers,
    }),
  }
}
