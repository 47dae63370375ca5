import type { Match } from '../contracts/match.ts'
import type { Outcome, OutcomeReason } from '../contracts/outcome.ts'
import type { CallMs } from '../contracts/time.ts'
import type { AttentionLimits, Spent } from './attention-budget.ts'
import type { Reach } from './audience.ts'

/** A match that nobody has been told of yet, with what the stages may know of its call and agent. */
export interface Candidate {
  readonly match: Match
  /** The agent on the call now, or null while nobody has said so. */
  readonly agentId: string | null
  /** Call time of the rule's latest outcome in this call that was shown and not withdrawn; null: none was. */
  readonly lastShownAtMs: CallMs | null
  /** Why people are told nothing of it for a while; null: they are. */
  readonly quietReason: Extract<OutcomeReason, 'silenced' | 'demoted'> | null
  /** What the floor asks of it; null: nothing. */
  readonly reach: Reach | null
  /** What stands in the call and holds the match back; null: nothing does. */
  readonly inhibitor: Outcome | null
  /** The case of the group of calls that it belongs to; null: its call is told of by itself. */
  readonly groupCaseId: string | null
  /** The highest priority of the cards that rest on the same words and are not withdrawn; null: there is none. */
  readonly sameWordsPriority: number | null
  readonly spent: Spent
  readonly limits: AttentionLimits
  /** Whether the agent is in the middle of a sentence. */
  readonly agentSpeaks: boolean
}

/** A reason for which a match reaches nobody, or with `agent-speaking`, not yet. */
export type HoldReason = Extract<
  OutcomeReason,
  | 'rule-in-shadow'
  | 'once-per-call'
  | 'cooldown'
  | 'no-agent'
  | 'silenced'
  | 'demoted'
  | 'not-for-team'
  | 'below-threshold'
  | 'inhibited'
  | 'grouped'
  | 'same-words'
  | 'budget-spent'
  | 'agent-speaking'
>

/** One decision, pure: the reason to hold the match, or null to let it pass to the next stage. */
export type Stage = (candidate: Candidate) => HoldReason | null
