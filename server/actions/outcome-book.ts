import type { Match } from '../contracts/match.ts'
import { ruleIdOf, type Outcome } from '../contracts/outcome.ts'
import type { CallMs } from '../contracts/time.ts'
import { outcomeIdOf } from './outcome-id.ts'
import { holdsBack } from './stages/inhibit.ts'
import { restsOnSameWords } from './stages/same-words.ts'

export interface Entry {
  readonly matchId: string
  readonly ruleId: string
  readonly outcome: Outcome
  /** On the time of this call; the outcome of an earlier process has its own. */
  readonly atMs: CallMs
  /** Made by an earlier process, on whose call time its evidence stands. */
  readonly isEarlier: boolean
}

/** What people had been told in the parts of the call that earlier processes were in, on the time of this one. */
export type EarlierOutcomes = readonly { readonly outcome: Outcome; readonly atMs: CallMs }[]

/** Far more than a call has within the time in which an outcome may still change. */
const MOST_ENTRIES = 500

/** The latest state of each outcome of one call. */
export class OutcomeBook {
  readonly #entries = new Map<string, Entry>()
  /** Those of earlier processes that a match may still name, by outcome id; their match ids are only known as hashes. */
  readonly #earlier = new Map<string, Entry>()
  /** The latest of each rule among the confirmed ones that were forgotten. */
  readonly #forgotten = new Map<string, Entry>()
  #forgottenPrompts = 0

  constructor(earlier: EarlierOutcomes) {
    for (const { outcome, atMs } of earlier) {
      const ruleId = ruleIdOf(outcome)
      this.#earlier.set(outcome.outcomeId, { matchId: '', ruleId, outcome, atMs, isEarlier: true })
    }
  }

  /** Prompts that the agents of this call were shown and that were not withdrawn. */
  get promptsShown(): number {
    let count = this.#forgottenPrompts
    for (const { outcome } of this.#all()) if (outcome.kind === 'prompt' && reached(outcome)) count += 1
    return count
  }

  get(matchId: string): Entry | undefined {
    return this.#entries.get(matchId) ?? this.#earlierOf(matchId)
  }

  put(entry: Entry): void {
    if (entry.isEarlier) {
      this.#earlier.set(entry.outcome.outcomeId, entry)
      return
    }
    this.#entries.set(entry.matchId, entry)
    if (this.#entries.size > MOST_ENTRIES) this.#forgetOldest()
  }

  /** The card that rests on the words of a match, the most important first; undefined: there is none. */
  onSameWords(match: Match): Entry | undefined {
    let found: Entry | undefined
    for (const entry of this.#entries.values()) {
      if (entry.matchId === match.matchId || !restsOnSameWords(entry.outcome, match)) continue
      if (found === undefined || entry.outcome.priority > found.outcome.priority) found = entry
    }
    return found
  }

  /** A withdrawn outcome does not count: what was really said right after must still be shown. */
  lastShownAtMs(ruleId: string): CallMs | null {
    let last = this.#forgotten.get(ruleId)?.atMs ?? null
    for (const entry of this.#all()) {
      if (entry.ruleId !== ruleId || !reached(entry.outcome)) continue
      if (last === null || entry.atMs > last) last = entry.atMs
    }
    return last
  }

  /** The newest outcome that stands and holds a match back; undefined: there is none. */
  inhibitorOf(match: Match): Outcome | undefined {
    if (match.action.inhibitedBy === undefined) return undefined
    let newest: Entry | undefined
    for (const entry of [...this.#forgotten.values(), ...this.#all()]) {
      if (!reached(entry.outcome) || !holdsBack(entry, match)) continue
      if (newest === undefined || entry.atMs >= newest.atMs) newest = entry
    }
    return newest?.outcome
  }

  /** A match that fired before a restart keeps its id, which is hashed with the call that it fired in. */
  #earlierOf(matchId: string): Entry | undefined {
    const callIds = new Set([...this.#earlier.values()].map(({ outcome }) => outcome.callId))
    for (const callId of callIds) {
      const entry = this.#earlier.get(outcomeIdOf(callId, matchId))
      if (entry !== undefined) return entry
    }
    return undefined
  }

  *#all(): Iterable<Entry> {
    yield* this.#earlier.values()
    yield* this.#entries.values()
  }

  /** Of a long call only the newest outcomes are kept, and of the others what the stages ask for. */
  #forgetOldest(): void {
    for (const [matchId, entry] of this.#entries) {
      const { outcome } = entry
      if (outcome.state === 'shown') continue
      this.#entries.delete(matchId)
      if (outcome.state !== 'confirmed') return
      this.#forgotten.set(entry.ruleId, entry)
      if (outcome.kind === 'prompt') this.#forgottenPrompts += 1
      return
    }
  }
}

function reached({ state }: Outcome): boolean {
  return state === 'shown' || state === 'confirmed'
}
