/**
 * The desk at which rules are written: look at one, try it, save it, move it along its life. The file in the
 * rules folder stays the truth; the desk only writes files, and what is in force follows from them.
 */
import type { CallId } from './call.ts'
import type { Explanation, RuleInCall } from './explanation.ts'
import type { RuleStatus } from './match.ts'
import type { OutcomeReason } from './outcome.ts'
import type { RuleFault } from './rule-fault.ts'
import type { LoadedRule } from './rules-state.ts'
import type { CallMs, WallMs } from './time.ts'

export type { RuleFault }

/** The two texts of one rule, as somebody has them in an editor. */
export interface RuleDraft {
  readonly id: string
  /** The rule file. */
  readonly text: string
  /** The test file beside it; empty: there is none. */
  readonly testText: string
}

/** A content that the rule has had in force. */
export interface RuleVersion {
  readonly version: number
  /** The same for two contents exactly when the rule does the same. */
  readonly fingerprint: string
  readonly status: RuleStatus
  readonly at: WallMs
  /** Subject of the token it was saved with; `file`: the file was changed on disk. */
  readonly by: string
}

/** How a rule did in a period, over all its versions. */
export interface RuleFigures {
  readonly ruleId: string
  /** Outcomes it made, whatever became of them. */
  readonly fired: number
  /** Those that reached somebody. */
  readonly shown: number
  /** Those that were kept back, by reason. */
  readonly held: Readonly<Partial<Record<OutcomeReason, number>>>
  /** Of those shown: the final said the same, or said otherwise. */
  readonly confirmed: number
  readonly retracted: number
  /** Verdicts of people, the last of each person on each outcome. */
  readonly used: number
  readonly notNow: number
  readonly wrong: number
  /** Fired per hour of call time; null without calls. */
  readonly perCallHour: number | null
  /** Used, of those that were used or wrong; null while nobody has said either. */
  readonly precision: number | null
}

/** `GET /v1/rules/figures`. */
export interface RulesFigures {
  readonly days: number
  /** Beginning of the first day of the period, in the site's time zone; today is the last. */
  readonly since: WallMs
  /** Length of all calls that began in the period, in hours. */
  readonly callHours: number
  /** All loaded rules, those that never fired too, and those that fired and are gone; by id. */
  readonly rules: readonly RuleFigures[]
}

/** `GET /v1/rules/:id`, and the answer to a save. */
export interface RuleDetail {
  readonly id: string
  /** As it is in force; null when its file has never been without errors. */
  readonly rule: LoadedRule | null
  /** Path of the rule file within the rules folder. */
  readonly file: string
  readonly text: string
  /** Empty: there is no test file. */
  readonly testText: string
  /** Names exactly these two texts; a save must name it, so that nobody overwrites what they have not seen. */
  readonly hash: string
  /** What is wrong in the two files as they lie now, by place. */
  readonly faults: readonly RuleFault[]
  /** Newest first. */
  readonly versions: readonly RuleVersion[]
  /** When a rule under this id was last retired; null: never. Its outcomes before are of another life. */
  readonly retiredAt: WallMs | null
  /** Of the last seven days. */
  readonly figures: RuleFigures
}

/** One test of the draft, run. */
export interface RuleTestResult {
  readonly name: string
  readonly passed: boolean
  /** Where each difference stands in the test file. */
  readonly failures: readonly Pick<RuleFault, 'line' | 'column' | 'message'>[]
}

/** `POST /v1/rules/check`: the draft among the lists and other rules of the folder; nothing is saved. */
export interface RuleCheck {
  readonly faults: readonly RuleFault[]
  /** Empty when an error keeps the rule from being run. */
  readonly tests: readonly RuleTestResult[]
  /** No error and no failed test. */
  readonly ok: boolean
}

/** `PUT /v1/rules/:id`. */
export interface RuleSave extends RuleDraft {
  /** Of the texts that the change was made from; null: this is a new rule. */
  readonly hash: string | null
  /** Folder within the rules folder for a new rule, for example `service`; the rules folder itself by default. */
  readonly folder?: string | undefined
}

/** `POST /v1/rules/:id/status`. */
export interface RuleStatusChange {
  readonly id: string
  readonly status: RuleStatus
  readonly hash: string
}

/** `POST /v1/rules/backtest`. */
export interface BacktestRequest {
  readonly id: string
  readonly text: string
  readonly calls?: BacktestCalls | undefined
}

/** Which kept calls are played, newest first. */
export interface BacktestCalls {
  /** 1 to 500. */
  readonly limit?: number | undefined
  /** Only calls that started at or after this time. */
  readonly since?: number | undefined
}

/** Once that the draft would have fired. */
export interface BacktestFiring {
  readonly callId: CallId
  readonly atMs: CallMs
  /** The words it would have fired on, as kept (redacted); empty for what was not said, and for states. */
  readonly words: string
  /** The phrase that was found, or what was missing. */
  readonly phrase: string
  /** The rule in force fires there, too. */
  readonly alsoNow: boolean
}

/** What a draft would have done in calls that are kept, beside the rule in force. */
export interface BacktestReport {
  readonly calls: number
  readonly callHours: number
  /** Milliseconds that playing the draft took. */
  readonly ms: number
  /** Call time played per time that it took. */
  readonly timesRealTime: number
  /** At most 500, by call (newest first) and time; `count` has all. */
  readonly fired: readonly BacktestFiring[]
  /** How often the draft fires. */
  readonly count: number
  /** How often the rule in force fires in the same calls; 0 when there is none. */
  readonly now: number
  /** Firings of the draft per hour of call time; 0 without calls. */
  readonly perAgentHour: number
  /** Used, of the draft's firings that people called used or wrong when they were live; null: none of them. */
  readonly precision: number | null
  /** Firings of the rule in force that the draft does not have. */
  readonly lost: number
  /** Firings of the draft that the rule in force does not have. */
  readonly gained: number
}

/** Who changes a rule: the subject of the token. */
export interface DeskUser {
  readonly by: string
}

/** What the rules room does for people who write rules. */
export interface RuleDesk {
  /** @throws AppError `NOT_FOUND`, `REQUEST_INVALID` when the id is none. */
  detail(id: string): Promise<RuleDetail>
  figures(days: number): Promise<RulesFigures>
  check(draft: RuleDraft): Promise<RuleCheck>
  /** @throws AppError `RULES_INVALID` with the faults, when the draft has errors. */
  backtest(request: BacktestRequest): Promise<BacktestReport>
  /**
   * Why a rule fires in a kept or live call as it is now, or does not; of a live call by what is final so far.
   * @throws AppError `NOT_FOUND` when there is no such rule or call, `CALL_TOO_LONG`, `EXPLAIN_BUSY`.
   */
  explain(callId: CallId, ruleId: string): Promise<Explanation>
  /** The rules in force, those first that fire in the call or come near. @throws AppError as `explain`. */
  rulesIn(callId: CallId): Promise<readonly RuleInCall[]>
  /**
   * Resolves when the files are written and what they say is in force.
   * @throws AppError `RULES_INVALID` with the faults, `RULE_CHANGED`, `RULES_UNWRITABLE`, `NOT_FOUND`, `REQUEST_INVALID`.
   */
  save(save: RuleSave, user: DeskUser): Promise<RuleDetail>
  /** @throws AppError as `save`. */
  setStatus(change: RuleStatusChange, user: DeskUser): Promise<RuleDetail>
}
