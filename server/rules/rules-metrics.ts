import type { Match } from '../contracts/match.ts'
import { Counter, Gauge, type Registry } from '../platform/metrics.ts'

/** What the rules room counts. */
export interface RulesMetrics {
  readonly matches: Counter<'rule' | 'state'>
  readonly failures: Counter<'rule'>
  readonly messageFailures: Counter
  readonly strayMessages: Counter
  readonly reloads: Counter<'result'>
  readonly faults: Gauge
  readonly loaded: Gauge<'status'>
  readonly openCalls: Gauge
  readonly stateWrites: Counter<'result'>
}

const MATCH_STATES: readonly Match['state'][] = ['fired', 'confirmed', 'retracted']

export function createRulesMetrics(registry: Registry): RulesMetrics {
  const registers = [registry]
  return {
    matches: new Counter({
      name: 'earshot_rules_matches_total',
      help: 'Matches by rule and state.',
      labelNames: ['rule', 'state'],
      registers,
    }),
    failures: new Counter({
      name: 'earshot_rules_failures_total',
      help: 'Times a rule threw; it is silent for the rest of a call after three.',
      labelNames: ['rule'],
      registers,
    }),
    messageFailures: new Counter({
      name: 'earshot_rules_message_failures_total',
      help: 'Messages dropped because the engine threw.',
      registers,
    }),
    strayMessages: new Counter({
      name: 'earshot_rules_stray_messages_total',
      help: 'Messages dropped because their call had not started or had ended.',
      registers,
    }),
    reloads: new Counter({
      name: 'earshot_rules_reloads_total',
      help: 'Reloads of the rule files: swapped, unchanged, or refused because of faults.',
      labelNames: ['result'],
      registers,
    }),
    faults: new Gauge({
      name: 'earshot_rules_file_faults',
      help: 'Errors in the rule files as they lie now; above 0 the files are not in force.',
      registers,
    }),
    loaded: new Gauge({
      name: 'earshot_rules_loaded',
      help: 'Rules loaded, by status.',
      labelNames: ['status'],
      registers,
    }),
    openCalls: new Gauge({
      name: 'earshot_rules_open_calls',
      help: 'Calls that rules listen to now.',
      registers,
    }),
    stateWrites: new Counter({
      name: 'earshot_rules_state_writes_total',
      help: 'States of live calls kept for a restart, and removed ones: written, or failed.',
      labelNames: ['result'],
      registers,
    }),
  }
}

/** Makes the rule's series exist before it has ever fired, so that a rate over them is right from the first. */
export function announceRule(metrics: RulesMetrics, ruleId: string): void {
  for (const state of MATCH_STATES) metrics.matches.inc({ rule: ruleId, state }, 0)
}
