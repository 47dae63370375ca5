import type { RuleAction, RuleStatus, Severity } from './match.ts'
import type { WallMs } from './time.ts'

/** A loaded rule as people see it in lists. */
export interface LoadedRule {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly status: RuleStatus
  readonly severity: Severity
  /** Of two outcomes at the same time the higher comes first; 0 to 100. */
  readonly priority: number
  /** Whom it speaks to: a prompt to the agent, an alert to supervisors. */
  readonly kind: RuleAction['kind']
  /** Who answers for the rule. */
  readonly owner: string
  /** Path of the rule file within the rules folder. */
  readonly file: string
}

/** Why a rule file, or a part of it, is not in force. */
export interface RuleFileFault {
  readonly file: string
  /** Counted from 1; null when the whole file is meant. */
  readonly line: number | null
  readonly column: number | null
  /** What was found and what was expected. */
  readonly message: string
}

/** The set of rules in force, and what was wrong in the files when they were last read. */
export interface RulesState {
  /** The same that matches carry as `ruleSetHash`. */
  readonly hash: string
  readonly loadedAt: WallMs
  readonly rules: readonly LoadedRule[]
  readonly faults: readonly RuleFileFault[]
}
