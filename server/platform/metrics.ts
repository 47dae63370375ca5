import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export { Counter, Gauge, Histogram, Registry }

/** Buckets for delays from under a millisecond to ten seconds, in milliseconds. */
export const DELAY_BUCKETS_MS = [0.5, 1, 2, 5, 10, 25, 50, 100, 200, 300, 500, 750, 1000, 1500, 2500, 5000, 10000]

/** One registry a server, so that tests can run several in one process. */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}
