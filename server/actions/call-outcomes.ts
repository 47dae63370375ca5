import type { CallGrouping } from '../contracts/alert-case.ts'
import { assertNever } from '../contracts/assert-never.ts'
import type { MatchPlace } from '../contracts/attention.ts'
import type { Match } from '../contracts/match.ts'
import type { HeldBy, Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import { AgentSpeech } from './agent-speech.ts'
import type { AttentionBudget, AttentionLimits } from './attention-budget.ts'
import { reachOf, type Audience } from './audience.ts'
import { OutcomeBook, type EarlierOutcomes, type Entry } from './outcome-book.ts'
import type { QuietReason } from './quiet/quiet-keeper.ts'
import { heldBy, holdReason } from './pipeline.ts'
import { render, told, type FindArticle, type TextSources } from './render.ts'
import type { Candidate, HoldReason } from './stage.ts'
import { isUnsure } from './stages/audience.ts'

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
  /** Who gets what; by default everybody gets everything, within `limits`. */
  readonly audience?: Audience | undefined
  /** Why people are told nothing of a match for a while. */
  readonly quiet: (place: MatchPlace) => QuietReason | null
  /** Gathers what happens in many calls at once; nothing by default. */
  readonly grouping?: CallGrouping | undefined
  /** The attribute that names the queue. */
  readonly queueAttribute: string
  /** Shared by all calls: an agent's hour is one. */
  readonly budget: AttentionBudget
  readonly earlier?: EarlierOutcomes
  /** The site's articles, which texts may show; none by default. */
  readonly articleOf?: FindArticle | undefined
}

/** Why a match is held, and by what, where that has a name. */
interface Hold {
  readonly reason: HoldReason
  readonly because?: HeldBy
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
    const hold = this.#holdOf(match, createdAt, this.#speech.isSpeaking)
    const { agentId } = this
    const sources = this.#sources
    if (hold !== null) {
      if (hold.reason === 'agent-speaking') this.#waiting.set(match.matchId, match)
      const { reason, ...by } = hold
      const outcome = { ...render({ match, agentId, state: 'held', reason, createdAt, sources }), ...by }
      return publish([this.#keep(match, outcome, false)])
    }
    const outcome = render({ match, agentId, ...shownAs(match), createdAt, sources })
    return publish(this.#show(match, outcome))
  }

  #letGo(match: Match, now: WallMs): readonly Decided[] {
    this.#waiting.delete(match.matchId)
    const entry = this.#book.get(match.matchId)
    if (entry === undefined) return []
    const hold = this.#holdOf(match, now, false)
    if (hold !== null) return [this.#keep(match, { ...entry.outcome, ...hold }, false)]
    const { createdAt, latencyMs } = entry.outcome
    return this.#show(match, {
      ...entry.outcome,
      ...shownAs(match),
      ...told(match, this.#sources),
      agentId: this.agentId,
      latencyMs: { ...latencyMs, wait: Math.max(0, now - createdAt) },
    })
  }

  get #sources(): TextSources {
    return { attributes: this.#attributes, articleOf: this.#options.articleOf ?? noArticle }
  }

  #holdOf(match: Match, now: WallMs, agentSpeaks: boolean): Hold | null {
    const candidate = this.#candidate(match, now, agentSpeaks)
    const reason = holdReason(candidate)
    if (reason === null) return null
    const because = heldBy(reason, candidate)
    return because === null ? { reason } : { reason, because }
  }

  #candidate(match: Match, now: WallMs, agentSpeaks: boolean): Candidate {
    const { agentId } = this
    const { grouping, budget, quiet, queueAttribute } = this.#options
    const ruleId = match.rule.id
    const nothing = { inHour: 0, ofRuleInHour: 0 }
    return {
      match,
      agentId,
      quietReason: quiet({
        callId: match.callId,
        ruleId,
        agentId,
        queue: this.#attributes[queueAttribute] ?? null,
      }),
      ...this.#asksOf(match),
      inhibitor: this.#book.inhibitorOf(match) ?? null,
      groupCaseId: grouping?.groupFor(match, now) ?? null,
      lastShownAtMs: this.#book.lastShownAtMs(ruleId),
      sameWordsPriority: this.#book.onSameWords(match)?.outcome.priority ?? null,
      spent: {
        inCall: this.#book.promptsShown,
        ...(agentId === null ? nothing : budget.inHour(agentId, { ruleId, now })),
      },
      agentSpeaks,
    }
  }

  /** What the floor asks of a match on this call, as it is now. */
  #asksOf(match: Match): Pick<Candidate, 'reach' | 'limits'> {
    const { audience, limits } = this.#options
    if (audience === undefined) return { reach: null, limits }
    const template = audience.templateOf({ agentId: this.agentId, attributes: this.#attributes })
    return { reach: reachOf(match, { template, folderOf: audience.folderOf }), limits: template.limits }
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
    const { reach } = this.#asksOf(match)
    if (reach !== null && isUnsure(match.evidence, reach)) {
      return publish([this.#withdraw(entry, { matchId: match.matchId, reason: 'below-threshold' })])
    }
    // The final's words are the better evidence: exact times, a confidence, and the amount that was meant.
    const better = isEarlier ? {} : told(match, this.#sources)
    const confirmed: Outcome = { ...outcome, ...better, state: 'confirmed', reason: 'confirmed-by-final' }
    return publish([this.#settle(entry, { matchId: match.matchId, outcome: confirmed })])
  }

  #retract(match: Match, entry: Entry): Decision {
    const { outcome } = entry
    const { matchId } = match
    const reason = match.because ?? 'not-in-final'
    if (this.#waiting.delete(matchId)) {
      return publish([this.#settle(entry, { matchId, outcome: { ...outcome, reason } })])
    }
    // Whoever sees the group must no longer count a call in which it was not said.
    if (outcome.state === 'held' && outcome.reason === 'grouped') {
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

function noArticle(): null {
  return null
}

function publish(decided: readonly Decided[]): Decision {
  return { type: 'publish', decided }
}

function ignore(cause: IgnoreCause): Decision {
  return { type: 'ignore', cause }
}
