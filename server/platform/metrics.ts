import {
  Counter,
  Gauge,
  Histogram,
  Registry,
  collectDefaultMetrics,
  type HistogramConfiguration,
} from 'prom-client'

export { Counter, Gauge, Histogram, Registry }

/** Buckets for delays from under a millisecond to ten seconds, in milliseconds. */
export const DELAY_BUCKETS_MS = [
  0.5, 1, 2, 5, 10, 25, 50, 100, 200, 300, 500, 750, 1000, 1500, 2500, 5000, 10000,
]

/** One registry a server, so that tests can run several in one process. */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/**
 * The registry's histogram of that name, made when it is not there yet: several rooms observe one metric.
 * They must agree on labels and buckets; the first to ask decides.
 */
export function sharedHistogram<L extends string>(
  registry: Registry,
  configuration: Omit<HistogramConfiguration<L>, 'registers'>,
): Histogram<L> {
  const existing = registry.getSingleMetric(configuration.name)
  if (existing instanceof Histogram) return existing
  return new Histogram({ ...configuration, registers: [registry] })
}
