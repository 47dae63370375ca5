import type { CallReviewer } from '../../contracts/assist.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CodeId } from '../../contracts/contact.ts'
import type { FloorPlace, PlaceOfCall } from '../../contracts/floor.ts'
import type { ScoreCard } from '../../contracts/quality.ts'
import type { LoadedRule } from '../../contracts/rules-state.ts'
import type { CallRecord, Store } from '../../contracts/store.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import type { LocalDays } from '../../platform/local-days.ts'
import { isRun } from '../form/read-form.ts'
import type { ScoreForm } from '../form/score-form.ts'
import { changesIn, resolveContacts, type Resolved } from './resolve-contacts.ts'
import { scoreCall, type PlaceOf } from './score-call.ts'

/** A call with all that came before the restarts it went through. */
export interface WholeCall {
  /** On the call time of the first leg, under the id of the last one. */
  readonly record: CallRecord
  /** The calls that it goes on with, oldest first; none where nothing cut it. */
  readonly earlierLegs: readonly CallId[]
  readonly durationMs: number
  readonly placeOf: PlaceOf
}

export interface CallScorerOptions {
  readonly store: Pick<Store, 'getCall' | 'assist' | 'issues' | 'quality'>
  readonly wholeCall: (record: CallRecord) => Promise<WholeCall>
  readonly reviewer: CallReviewer
  readonly rules: () => readonly Pick<LoadedRule, 'id' | 'status'>[]
  readonly placeOf: PlaceOfCall
  /** The attribute that names the queue of a call. */
  readonly queueAttribute: string
  readonly days: LocalDays
  /** A customer who comes back about the same reason within so many milliseconds was not helped at first. */
  readonly repeatWithinMs: number
  readonly clock: Clock
}

/** A card, and what is written with it. */
export interface ScoredCall {
  readonly card: ScoreCard
  /** Of the site's calendar. */
  readonly day: number
  readonly legs: readonly CallId[]
  /** Earlier contacts of the customer of which something else is known now. */
  readonly resolved: readonly Resolved[]
}

const MOST_CONTACT_PARTS = 500

/** Scores a kept call: gathers what is known of it, and writes nothing. */
export class CallScorer {
  readonly #options: CallScorerOptions

  constructor(options: CallScorerOptions) {
    this.#options = options
  }

  /** Null when there is no such call. */
  async score(callId: CallId, form: ScoreForm): Promise<ScoredCall | null> {
    const { store, wholeCall, reviewer, rules, days, queueAttribute, clock } = this.#options
    const kept = await store.getCall(callId)
    if (kept === null) return null
    const { record, earlierLegs, durationMs, placeOf } = await wholeCall(kept)
    const { call, utterances } = record
    const queue = call.attributes[queueAttribute] ?? null
    const checklists = reviewer.checklists({ attributes: call.attributes, utterances, durationMs })
    const run = new Set(rules().flatMap(({ id, status }) => (isRun(status) ? [id] : [])))
    const scored = scoreCall({ record, placeOf, durationMs, queue, checklists, rules: run }, form)
    const reason = await this.#reasonOf(callId, earlierLegs)
    const { own, others } = await this.#contacts(record, reason)
    return {
      card: {
        callId,
        cardHash: form.hash,
        scoredAt: wallMs(clock.now()),
        startedAt: call.startedAt,
        durationMs,
        agentId: call.agentId,
        ...this.#placeOf(record),
        queue,
        ...scored,
        reason,
        resolution: own?.resolution ?? 'unknown',
        repeatedBy: own?.repeatedBy ?? null,
      },
      day: days.numberOf(call.startedAt),
      legs: earlierLegs,
      resolved: others,
    }
  }

  /** Where the call was kept to be; calls of before places were kept are where the floor puts them now. */
  #placeOf({ call, place }: CallRecord): FloorPlace {
    const isKept = place.site !== null || place.team !== null
    const { site, team } = isKept ? place : this.#options.placeOf(call)
    return { site, team }
  }

  async #reasonOf(callId: CallId, earlierLegs: readonly CallId[]): Promise<string | null> {
    const { store, reviewer } = this.#options
    const notes = await store.assist.getWrapUp(callId)
    const saved = notes?.dispositions[0]
    if (saved !== undefined) return saved
    const code = await this.#firstCode([...earlierLegs, callId])
    return code === undefined ? null : (reviewer.dispositionOf(code) ?? code)
  }

  async #firstCode(legs: readonly CallId[]): Promise<CodeId | undefined> {
    const parts = await this.#options.store.issues.listContacts({
      since: wallMs(0),
      ids: legs.map((leg) => `calls:${leg}`),
      limit: MOST_CONTACT_PARTS,
    })
    return parts.find(({ codes }) => codes.length > 0)?.codes[0]
  }

  /** What becomes of this contact, and of those before it that it may have come back about. */
  async #contacts(
    { call }: CallRecord,
    reason: string | null,
  ): Promise<{ readonly own: Resolved | undefined; readonly others: readonly Resolved[] }> {
    const { store, repeatWithinMs: withinMs, clock } = this.#options
    const { callId, startedAt } = call
    const found = await store.quality.listContacts(
      callId,
      wallMs(startedAt - withinMs),
      wallMs(startedAt + withinMs + 1),
    )
    const contacts = found.map((each) => (each.callId === callId ? { ...each, reason } : each))
    const resolved = resolveContacts(contacts, { withinMs, now: wallMs(clock.now()) })
    const at = contacts.findIndex((each) => each.callId === callId)
    // Of later contacts it is not known here whether somebody came back about them.
    const others = changesIn(contacts, resolved).filter((each) =>
      contacts.slice(0, Math.max(0, at)).some((earlier) => earlier.callId === each.callId),
    )
    return { own: resolved[at], others }
  }
}
