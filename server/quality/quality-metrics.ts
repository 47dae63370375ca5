import { Counter, Gauge, Histogram, type Registry } from '../platform/metrics.ts'

export interface QualityMetrics {
  readonly scored: Counter<'result'>
  readonly scoreMs: Histogram
  readonly reloads: Counter<'result'>
  readonly faults: Gauge
}

export function createQualityMetrics(registry: Registry, waiting: () => number): QualityMetrics {
  const registers = [registry]
  new Gauge({
    name: 'earshot_quality_calls_waiting',
    help: 'Ended calls that wait to be scored.',
    registers,
    collect() {
      this.set(waiting())
    },
  })
  return {
    scored: new Counter({
      name: 'earshot_quality_calls_scored_total',
      help: 'Calls that were scored, again too, or failed to be; those are tried again within the hour.',
      labelNames: ['result'],
      registers,
    }),
    scoreMs: new Histogram({
      name: 'earshot_quality_score_ms',
      help: 'Time to score a call, from reading it to its card, in milliseconds.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    reloads: new Counter({
      name: 'earshot_quality_reloads_total',
      help: 'Readings of the score card: swapped, or refused because of faults.',
      labelNames: ['result'],
      registers,
    }),
    faults: new Gauge({
      name: 'earshot_quality_file_faults',
      help: 'Errors in the score card as last read; not 0: an older one may be in force.',
      registers,
    }),
  }
}
