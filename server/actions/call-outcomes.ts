import { assertNever } from '../contracts/assert-never.ts'
import type { Match } from '../contracts/match.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { CallMs, WallMs } from '../contracts/time.ts'
import { holdReason } from './pipeline.ts'
import { render } from './render.ts'

/**
 * Why a match changed nothing. `held`: it was held when it fired and stays so, nobody saw anything that could
 * change; `repeated`: it is settled already; `unknown-match`: it had never fired here.
 */
export type IgnoreCause = 'held' | 'repeated' | 'unknown-match'

export type Decision =
  | {
      readonly type: 'publish'
      readonly outcome: Outcome
      readonly ruleId: string
      /** Whether this is the outcome's first state. */
      readonly first: boolean
    }
  | { readonly type: 'ignore'; readonly cause: IgnoreCause }

/** Far more than a call has within the time in which an outcome may still change. */
const MOST_ENTRIES = 500

interface Entry {
  readonly ruleId: string
  readonly outcome: Outcome
}

/** All outcomes of one call: the only state that deciding needs. */
export class CallOutcomes {
  agentId: string | null
  readonly #entries = new Map<string, Entry>()
  /** By rule, of the entries that were forgotten. */
  readonly #confirmedAtMs = new Map<string, CallMs>()

  constructor(agentId: string | null) {
    this.agentId = agentId
  }

  /** Takes the next state of a match; `now` becomes the creation time of a new outcome. */
  take(match: Match, now: WallMs): Decision {
    const entry = this.#entries.get(match.matchId)
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

  #decide(match: Match, createdAt: WallMs): Decision {
    const { agentId } = this
    const held = holdReason({ match, agentId, lastShownAtMs: this.#lastShownAtMs(match.rule.id) })
    if (held !== null) {
      return this.#keep(match, render({ match, agentId, state: 'held', reason: held, createdAt }))
    }
    const [state, reason] =
      match.state === 'confirmed'
        ? (['confirmed', 'confirmed-by-final'] as const)
        : (['shown', 'matched'] as const)
    return this.#keep(match, render({ match, agentId, state, reason, createdAt }))
  }

  #confirm(match: Match, { outcome }: Entry): Decision {
    if (outcome.state === 'held') return ignore('held')
    if (outcome.state !== 'shown') return ignore('repeated')
    // The final's words are the better evidence: exact times, and a confidence.
    const { evidence } = match
    return this.#keep(match, { ...outcome, state: 'confirmed', reason: 'confirmed-by-final', evidence })
  }

  #retract(match: Match, { outcome }: Entry): Decision {
    if (outcome.state === 'held') return ignore('held')
    if (outcome.state !== 'shown') return ignore('repeated')
    return this.#keep(match, { ...outcome, state: 'retracted', reason: 'not-in-final' })
  }

  #keep(match: Match, outcome: Outcome): Decision {
    const ruleId = match.rule.id
    const first = !this.#entries.has(match.matchId)
    this.#entries.set(match.matchId, { ruleId, outcome })
    if (this.#entries.size > MOST_ENTRIES) this.#forgetOldest()
    return { type: 'publish', outcome, ruleId, first }
  }

  /** Of a long call only the newest outcomes are kept, and when each rule was last shown. */
  #forgetOldest(): void {
    for (const [matchId, { ruleId, outcome }] of this.#entries) {
      if (outcome.state === 'shown') continue
      this.#entries.delete(matchId)
      if (outcome.state === 'confirmed') this.#confirmedAtMs.set(ruleId, outcome.atMs)
      return
    }
  }

  /** A withdrawn outcome does not count: what was really said right after must still be shown. */
  #lastShownAtMs(ruleId: string): CallMs | null {
    let last: CallMs | null = this.#confirmedAtMs.get(ruleId) ?? null
    for (const entry of this.#entries.values()) {
      if (entry.ruleId !== ruleId) continue
      const { state, atMs } = entry.outcome
      if ((state === 'shown' || state === 'confirmed') && (last === null || atMs > last)) last = atMs
    }
    return last
  }
}

function ignore(cause: IgnoreCause): Decision {
  return { type: 'ignore', cause }
}
