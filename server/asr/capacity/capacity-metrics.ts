import type { OverloadLevel } from '../../contracts/health.ts'
import { Counter, Gauge, type Registry } from '../../platform/metrics.ts'

/** In order of severity; the metric's value is the place in this list. */
export const OVERLOAD_LEVELS: readonly OverloadLevel[] = ['calm', 'fewer-partials', 'larger-chunks', 'behind']

/** Read when metrics are collected. */
export interface CapacitySnapshot {
  readonly capacityCalls: number
  readonly utilisation: number
  readonly lateMs: number
  readonly level: OverloadLevel
  /** CPU seconds for one second of a call, by model. */
  readonly costs: ReadonlyMap<string, number>
}

/** What admission and the measures against overload count and show. */
export class CapacityMetrics {
  readonly refusedCalls: Counter<'why'>
  readonly levelChanges: Counter<'level'>

  constructor(registry: Registry, snapshot: () => CapacitySnapshot) {
    const registers = [registry]
    const gauge = (name: string, help: string, read: (state: CapacitySnapshot) => number): void => {
      new Gauge({
        name: `earshot_asr_${name}`,
        help,
        registers,
        collect() {
          this.set(read(snapshot()))
        },
      })
    }
    gauge('capacity_calls', 'Calls that are taken at the same time.', (state) => state.capacityCalls)
    gauge(
      'capacity_utilisation_ratio',
      'What the live calls take of what calls may take, by their usual cost.',
      (state) => state.utilisation,
    )
    gauge(
      'late_milliseconds',
      'How late the calls are decoded; a tenth may be later.',
      (state) => state.lateMs,
    )
    gauge(
      'overload_level',
      'Measures in force: 0 none, 1 fewer partials, 2 larger chunks too, 3 late all the same.',
      (state) => OVERLOAD_LEVELS.indexOf(state.level),
    )
    new Gauge({
      name: 'earshot_asr_call_cost_cpu_ratio',
      help: 'CPU seconds of recognition for one second of a call.',
      labelNames: ['model'],
      registers,
      collect() {
        for (const [model, cost] of snapshot().costs) this.set({ model }, cost)
      },
    })
    this.refusedCalls = new Counter({
      name: 'earshot_asr_refused_calls_total',
      help: 'Calls that were not taken.',
      labelNames: ['why'],
      registers,
    })
    this.levelChanges = new Counter({
      name: 'earshot_asr_overload_changes_total',
      help: 'Changes to a level of measures against overload.',
      labelNames: ['level'],
      registers,
    })
  }
}
