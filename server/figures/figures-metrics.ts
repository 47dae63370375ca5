import { Counter, Gauge, type Registry } from '../platform/metrics.ts'

export interface FiguresMetrics {
  /** Stretches and days that were counted, or could not be. */
  readonly counts: Counter<'what' | 'result'>
  readonly daysToCount: Gauge
}

export function createFiguresMetrics(registry: Registry): FiguresMetrics {
  return {
    counts: new Counter({
      name: 'earshot_figures_counts_total',
      help: 'Counts of hours of today and of days that are over, by result.',
      labelNames: ['what', 'result'],
      registers: [registry],
    }),
    daysToCount: new Gauge({
      name: 'earshot_figures_days_to_count',
      help: 'Days that are over and not counted yet, or not as they are now.',
      registers: [registry],
    }),
  }
}
