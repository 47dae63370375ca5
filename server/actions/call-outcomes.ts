import { assertNever } from '../contracts/assert-never.ts'
import type { MatchPlace } from '../contracts/attention.ts'
import type { Match } from '../contracts/match.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import { AgentSpeech } from './agent-speech.ts'
import type { AttentionBudget, AttentionLimits } from './attention-budget.ts'
import { OutcomeBook, type EarlierOutcomes, type Entry } from './outcome-book.ts'
import type { QuietReason } from './quiet/quiet-keeper.ts'
import { holdReason } from './pipeline.ts'
import { render } from './render.ts'
import type { HoldReason } from './stage.ts'

/**
 * Why a match changed nothing. `held`: it was held when it fired and stays so, nobody saw anything that could
 * change; `repeated`: it is settled already; `unknown-match`: it had never fired here.
 */
export type IgnoreCause = 'held' | 'repeated' | 'unknown-match'

/** A state that an outcome has come into. */
export interface Decided {
  readonly outcome: Outcome
  readonly ruleId: string
  /** Whether it reaches somebody with this state for the first time. */
  readonly reaches: boolean
}

export type Decision =
  | { readonly type: 'publish'; readonly decided: readonly Decided[] }
  | { readonly type: 'ignore'; readonly cause: IgnoreCause }

export interface CallOutcomesOptions {
  readonly agentId: string | null
  readonly attributes?: Readonly<Record<string, string>>
  readonly limits: AttentionLimits
  /** Why people are told nothing of a match for a while. */
  readonly quiet: (place: MatchPlace) => QuietReason | null
  /** The attribute that names the queue. */
  readonly queueAttribute: string
  /** Shared by all calls: an agent's hour is one. */
  readonly budget: AttentionBudget
  readonly earlier?: EarlierOutcomes
}

/**
 * A prompt that has waited this long for a pause is shown all the same: later it would be of no use. In milliseconds
 * of call time.
 */
const LONGEST_WAIT_MS = 2500

/** All outcomes of one call, and what deciding on the next one needs to know of the call. */
export class CallOutcomes {
  agentId: string | null
  #attributes: Readonly<Record<string, string>>
  readonly #options: CallOutcomesOptions
  readonly #book: OutcomeBook
  readonly #speech = new AgentSpeech()
  /** Matches whose prompt waits for a pause, as they are now, by match id; in the order in which they came. */
  readonly #waiting = new Map<string, Match>()

  constructor(options: CallOutcomesOptions) {
    this.agentId = options.agentId
    this.#attributes = options.attributes ?? {}
    this.#options = options
    this.#book = new OutcomeBook(options.earlier ?? [])
  }

  /** Takes the next state of a match; `now` becomes the creation time of a new outcome. */
  take(match: Match, now: WallMs): Decision {
    const entry = this.#book.get(match.matchId)
    switch (match.state) {
      case 'fired':
        return entry === undefined ? this.#decide(match, now) : ignore('repeated')
      case 'confirmed':
        // A rule that waits for certainty may fire and be confirmed in one.
        return entry === undefined ? this.#decide(match, now) : this.#confirm(match, entry)
      case 'retracted':
        return entry === undefined ? ignore('unknown-match') : this.#retract(match, entry)
      default:
        return assertNever(match.state)
    }
  }

  /** Takes what happens in the call, and lets go what waited for it. */
  hear(message: CallMessage, now: WallMs): readonly Decided[] {
    this.#speech.take(message)
    if (message.type === 'update') {
      const { agentId, attributes } = message.change
      if (agentId !== undefined) this.agentId = agentId
      this.#attributes = { ...this.#attributes, ...attributes }
    }
    if (this.#waiting.size === 0) return []
    const { isSpeaking, atMs } = this.#speech
    const due = [...this.#waiting.values()].filter(
      (match) => !isSpeaking || atMs - match.atMs >= LONGEST_WAIT_MS,
    )
    const byPriority = due.toSorted((one, other) => other.rule.priority - one.rule.priority)
    return byPriority.flatMap((match) => this.#letGo(match, now))
  }

  #decide(match: Match, createdAt: WallMs): Decision {
    const held = this.#holdReason(match, createdAt, this.#speech.isSpeaking)
    const { agentId } = this
    const attributes = this.#attributes
    if (held !== null) {
      if (held === 'agent-speaking') this.#waiting.set(match.matchId, match)
      const outcome = render({ match, agentId, state: 'held', reason: held, createdAt, attributes })
      return publish([this.#keep(match, outcome, false)])
    }
    const outcome = render({ match, agentId, ...shownAs(match), createdAt, attributes })
    return publish(this.#show(match, outcome))
  }

  #letGo(match: Match, now: WallMs): readonly Decided[] {
    this.#waiting.delete(match.matchId)
    const entry = this.#book.get(match.matchId)
    if (entry === undefined) return []
    const held = this.#holdReason(match, now, false)
    if (held !== null) return [this.#keep(match, { ...entry.outcome, reason: held }, false)]
    const { createdAt, latencyMs } = entry.outcome
    return this.#show(match, {
      ...entry.outcome,
      ...shownAs(match),
      agentId: this.agentId,
      evidence: match.evidence,
      latencyMs: { ...latencyMs, wait: Math.max(0, now - createdAt) },
    })
  }

  #holdReason(match: Match, now: WallMs, agentSpeaks: boolean): HoldReason | null {
    const { agentId } = this
    const { budget, limits, quiet, queueAttribute } = this.#options
    const ruleId = match.rule.id
    const nothing = { inHour: 0, ofRuleInHour: 0 }
    return holdReason({
      match,
      agentId,
      quietReason: quiet({
        callId: match.callId,
        ruleId,
        agentId,
        queue: this.#attributes[queueAttribute] ?? null,
      }),
      lastShownAtMs: this.#book.lastShownAtMs(ruleId),
      sameWordsPriority: this.#book.onSameWords(match)?.outcome.priority ?? null,
      spent: {
        inCall: this.#book.promptsShown,
        ...(agentId === null ? nothing : budget.inHour(agentId, { ruleId, now })),
      },
      limits,
      agentSpeaks,
    })
  }

  /** Shows it in place of what it outranks. */
  #show(match: Match, outcome: Outcome): readonly Decided[] {
    const outranked = this.#book.onSameWords(match)
    const withdrawn =
      outranked === undefined ? [] : [this.#withdraw(outranked, { matchId: null, reason: 'outranked' })]
    if (outcome.kind === 'prompt' && outcome.agentId !== null) {
      const { outcomeId, agentId, createdAt: at } = outcome
      this.#options.budget.spend(agentId, { outcomeId, ruleId: match.rule.id, at })
    }
    return [...withdrawn, this.#keep(match, outcome, true)]
  }

  #confirm(match: Match, entry: Entry): Decision {
    const { outcome, isEarlier } = entry
    if (this.#waiting.has(match.matchId)) this.#waiting.set(match.matchId, match)
    if (outcome.state === 'held') return ignore('held')
    if (outcome.state !== 'shown') return ignore('repeated')
    // The final's words are the better evidence: exact times, and a confidence.
    const evidence = isEarlier ? outcome.evidence : match.evidence
    const confirmed: Outcome = { ...outcome, state: 'confirmed', reason: 'confirmed-by-final', evidence }
    return publish([this.#settle(entry, { matchId: match.matchId, outcome: confirmed })])
  }

  #retract(match: Match, entry: Entry): Decision {
    const { outcome } = entry
    const { matchId } = match
    const reason = match.because ?? 'not-in-final'
    if (this.#waiting.delete(matchId)) {
      return publish([this.#settle(entry, { matchId, outcome: { ...outcome, reason } })])
    }
    if (outcome.state === 'held') return ignore('held')
    const isOver = match.because !== undefined && outcome.state === 'confirmed'
    if (outcome.state !== 'shown' && !isOver) return ignore('repeated')
    return publish([this.#withdraw(entry, { matchId, reason })])
  }

  #withdraw(
    entry: Entry,
    { matchId, reason }: { readonly matchId: string | null; readonly reason: Outcome['reason'] },
  ): Decided {
    const { outcome } = entry
    if (outcome.agentId !== null) this.#options.budget.refund(outcome.agentId, outcome.outcomeId)
    return this.#settle(entry, {
      matchId: matchId ?? entry.matchId,
      outcome: { ...outcome, state: 'retracted', reason },
    })
  }

  #keep(match: Match, outcome: Outcome, reaches: boolean): Decided {
    const { matchId, rule } = match
    this.#book.put({ matchId, ruleId: rule.id, outcome, atMs: match.atMs, isEarlier: false })
    return { outcome, ruleId: rule.id, reaches }
  }

  #settle(
    entry: Entry,
    { matchId, outcome }: { readonly matchId: string; readonly outcome: Outcome },
  ): Decided {
    this.#book.put({ ...entry, matchId, outcome })
    return { outcome, ruleId: entry.ruleId, reaches: false }
  }
}

function shownAs({ state }: Match): Pick<Outcome, 'state' | 'reason'> {
  return state === 'confirmed'
    ? { state: 'confirmed', reason: 'confirmed-by-final' }
    : { state: 'shown', reason: 'matched' }
}

function publish(decided: readonly Decided[]): Decision {
  return { type: 'publish', decided }
}

function ignore(cause: IgnoreCause): Decision {
  return { type: 'ignore', cause }
}
