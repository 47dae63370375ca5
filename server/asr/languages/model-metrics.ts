import { Counter, Gauge, type Registry } from '../../platform/metrics.ts'

/** Read when metrics are collected. */
export interface ModelSnapshot {
  readonly model: string
  readonly readyWorkers: number
  readonly channels: number
}

/** What is counted of each model that may be used. */
export class ModelMetrics {
  readonly loads: Counter<'model' | 'outcome'>
  readonly unloads: Counter<'model'>

  constructor(registry: Registry, snapshot: () => readonly ModelSnapshot[]) {
    const registers = [registry]
    const gauge = (name: string, help: string, read: (state: ModelSnapshot) => number): void => {
      new Gauge({
        name: `earshot_asr_${name}`,
        help,
        labelNames: ['model'],
        registers,
        collect() {
          for (const state of snapshot()) this.set({ model: state.model }, read(state))
        },
      })
    }
    gauge('model_workers', 'Workers that have loaded the model.', (state) => state.readyWorkers)
    gauge('model_channels', 'Parties of calls that the model recognises.', (state) => state.channels)
    this.loads = new Counter({
      name: 'earshot_asr_model_loads_total',
      help: 'Models that were asked for and loaded, or could not be.',
      labelNames: ['model', 'outcome'],
      registers,
    })
    this.unloads = new Counter({
      name: 'earshot_asr_model_unloads_total',
      help: 'Models whose workers were ended.',
      labelNames: ['model'],
      registers,
    })
  }
}
