import type { BacktestFiring, BacktestReport } from '../../contracts/rule-desk.ts'
import { tryRules, type TrialCall, type TryRulesOptions } from './try-rules.ts'

export type { TrialCall }

const MOST_LISTED = 500

export interface BacktestOptions extends Omit<TryRulesOptions, 'ruleIds'> {
  readonly ruleId: string
}

/** Plays kept calls through one rule's draft and through the rule in force, and tells them apart. */
export async function backtest({ ruleId, ...options }: BacktestOptions): Promise<BacktestReport> {
  const { calls, callHours, ms, timesRealTime, ...trial } = await tryRules({ ...options, ruleIds: [ruleId] })
  const [rule] = trial.rules
  const { count = 0, now = 0, lost = 0, gained = 0, precision = null } = rule ?? {}
  const fired = trial.firings.filter(({ change }) => change !== 'lost')
  return {
    ...{ calls, callHours, ms, timesRealTime },
    fired: fired.slice(0, MOST_LISTED).map(({ callId, atMs, words, phrase, alsoNow }): BacktestFiring => ({
      callId,
      atMs,
      words,
      phrase,
      alsoNow,
    })),
    ...{ count, now, lost, gained, precision },
    perAgentHour: callHours === 0 ? 0 : count / callHours,
  }
}
