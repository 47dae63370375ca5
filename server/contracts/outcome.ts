import type { CallId } from './call.ts'
import type { CardParts, Evidence, Severity } from './match.ts'
import type { CallMs, WallMs } from './time.ts'

/** `held`: decided not to show; the reason says why. A retracted outcome is withdrawn visibly, never erased. */
export const OUTCOME_STATES = ['shown', 'confirmed', 'retracted', 'held'] as const

export type OutcomeState = (typeof OUTCOME_STATES)[number]

/** Why an outcome is in its state. Low in number: it is a metric label. */
export const OUTCOME_REASONS = [
  'matched',
  'confirmed-by-final',
  'not-in-final',
  'cooldown',
  'once-per-call',
  'rule-in-shadow',
  'no-agent',
  /** Somebody wants silence about the rule, the queue or the agent. */
  'silenced',
  /** People called the rule wrong too often. */
  'demoted',
  /** The floor does not want the rule for whom it would have come to. */
  'not-for-team',
  /** Less serious, important or sure than the floor wants it for them; the final may tell that it is less sure. */
  'below-threshold',
  /** Another card rests on the same words. */
  'same-words',
  /** The agent has been shown as many prompts as this one's priority may spend. */
  'budget-spent',
  /** It waits for the agent's next pause. */
  'agent-speaking',
  /** Withdrawn for a card of higher priority that rests on the same words. */
  'outranked',
  /** Something that matters more stands in the same call: `because` says what. */
  'inhibited',
  /** Told together with the same in other calls: `because` names the group. */
  'grouped',
  /** The digital team has repaired it, or taken its line back. */
  'issue-over',
] as const

export type OutcomeReason = (typeof OUTCOME_REASONS)[number]

/**
 * Stages of the road from the end of the last word of the evidence to the screen, in order. Their sum is
 * the delay that a person sees.
 */
export const LATENCY_STAGES = [
  /** Captured to arrived in this process. */
  'network',
  /** From the word's end until the audio that settled it (audio time). */
  'settle',
  /** Audio arrived to words out. */
  'recognise',
  /** Words out to rule fired. */
  'rules',
  /** Rule fired to outcome made. */
  'actions',
  /** Held until the agent paused; only where it was. */
  'wait',
  /** Outcome made, or let go, to handed to the socket. */
  'deliver',
  /** Handed to the socket to painted in the browser (measured there, on the server's clock). */
  'paint',
] as const

export type LatencyStage = (typeof LATENCY_STAGES)[number]

/** Milliseconds per stage, as far as the outcome has come. */
export type LatencyMs = Readonly<Partial<Record<LatencyStage, number>>>

/** The whole delay that a person saw; null when a stage is not known, as when a tick decided the match. */
export function totalDelayMs(latencyMs: LatencyMs): number | null {
  let total = 0
  for (const stage of LATENCY_STAGES) {
    // Most outcomes wait for nobody.
    const ms = latencyMs[stage] ?? (stage === 'wait' ? 0 : undefined)
    if (ms === undefined) return null
    total += ms
  }
  return total
}

/** What holds an outcome back: another outcome of the call, or a group of calls (the id of its case). */
export type HeldBy =
  | {
      readonly type: 'outcome'
      readonly outcomeId: string
      /** `id@version`. */
      readonly rule: string
      readonly title: string
    }
  | { readonly type: 'group'; readonly caseId: string }

/** What a person is told, with the reason and the evidence. */
export interface Outcome {
  readonly type: 'outcome'
  /** Stays the same from shown to confirmed or retracted. */
  readonly outcomeId: string
  readonly kind: 'prompt' | 'alert' | 'issue'
  readonly callId: CallId
  readonly agentId: string | null
  /** `id@version`. */
  readonly rule: string
  readonly title: string
  readonly text: string
  /** What a prompt's card has beside its text; absent where it has nothing. */
  readonly card?: CardParts | undefined
  readonly severity: Severity
  /** Of two prompts at the same time the higher comes first; 0 to 100. */
  readonly priority: number
  readonly atMs: CallMs
  readonly state: OutcomeState
  readonly reason: OutcomeReason
  /** Where it is `inhibited` or `grouped`, or was when it was said. */
  readonly because?: HeldBy | undefined
  readonly evidence: Evidence
  readonly latencyMs: LatencyMs
  readonly createdAt: WallMs
}

/** The rule that made an outcome, without its version. */
export function ruleIdOf({ rule }: Pick<Outcome, 'rule'>): string {
  return rule.slice(0, rule.lastIndexOf('@'))
}
