import { LATENCY_STAGES } from '../contracts/outcome.ts'
import { Counter, DELAY_BUCKETS_MS, Gauge, sharedHistogram, type Registry } from '../platform/metrics.ts'
import type { Decided, IgnoreCause } from './call-outcomes.ts'

export interface ActionsMetrics {
  decided(decided: Decided): void
  ignored(cause: IgnoreCause | 'unknown-call'): void
}

export function createActionsMetrics(registry: Registry, countCalls: () => number): ActionsMetrics {
  const outcomes = new Counter({
    name: 'earshot_actions_outcomes_total',
    help: 'Outcomes by the state they came into, the reason and the rule.',
    labelNames: ['kind', 'state', 'reason', 'rule'],
    registers: [registry],
  })
  const ignored = new Counter({
    name: 'earshot_actions_matches_ignored_total',
    help: 'Matches that changed nothing, by cause.',
    labelNames: ['cause'],
    registers: [registry],
  })
  new Gauge({
    name: 'earshot_actions_calls',
    help: 'Calls whose outcomes are kept in memory.',
    registers: [registry],
    collect() {
      this.set(countCalls())
    },
  })
  // Delivery measures the stages that follow, in the same histogram.
  const latency = sharedHistogram(registry, {
    name: 'earshot_latency_stage_ms',
    help: `Delay of outcomes by stage, in milliseconds: ${LATENCY_STAGES.join(', ')}; total is their sum.`,
    labelNames: ['stage'],
    buckets: DELAY_BUCKETS_MS,
  })
  return {
    decided({ outcome: { kind, state, reason, latencyMs }, ruleId, reaches }) {
      outcomes.inc({ kind, state, reason, rule: ruleId })
      // Once for each outcome that reaches somebody.
      if (!reaches) return
      for (const stage of LATENCY_STAGES) {
        const ms = latencyMs[stage]
        if (ms !== undefined) latency.observe({ stage }, ms)
      }
    },
    ignored(cause) {
      ignored.inc({ cause })
    },
  }
}
