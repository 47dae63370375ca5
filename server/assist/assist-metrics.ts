import { Counter, Gauge, type Registry } from '../platform/metrics.ts'

export interface AssistMetrics {
  readonly told: Counter
  readonly labels: Counter<'channel'>
}

export function createAssistMetrics(registry: Registry, liveCalls: () => number): AssistMetrics {
  const registers = [registry]
  new Gauge({
    name: 'earshot_assist_live_calls',
    help: 'Calls whose agents are helped.',
    registers,
    collect() {
      this.set(liveCalls())
    },
  })
  return {
    told: new Counter({
      name: 'earshot_assist_states_total',
      help: 'States of calls that were told to their agents.',
      registers,
    }),
    labels: new Counter({
      name: 'earshot_assist_labels_total',
      help: 'Calls that agents said were about trouble with a digital channel.',
      labelNames: ['channel'],
      registers,
    }),
  }
}
