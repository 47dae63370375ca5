import type { AlertCase, CaseGroup, GroupCall } from '../contracts/alert-case.ts'
import type { CallId } from '../contracts/call.ts'
import { isSamePlace, type FloorPlace } from '../contracts/floor.ts'
import type { GroupTerms, Severity } from '../contracts/match.ts'
import type { WallMs } from '../contracts/time.ts'
import { next } from './case-alerts.ts'

/** Calls of one rule that are remembered one by one; of more only the number is. */
const MOST_WATCHED = 1000
/** Calls that a case names. */
const MOST_NAMED = 100

/** What people are told of a group's rule. */
export interface GroupRule {
  readonly id: string
  readonly title: string
  readonly severity: Severity
}

interface WatchedCall extends GroupCall {
  /** Those of the rule in this call that were not withdrawn, oldest first. */
  readonly outcomeIds: readonly string[]
}

/** The calls in which one rule came lately. Its clock is an argument. */
export class CallGroup {
  readonly rule: GroupRule
  terms: GroupTerms
  /** By call, those that came last at the end. */
  #calls = new Map<CallId, WatchedCall>()
  #callsLeftOut = 0
  #since: WallMs | null = null
  #lastAt: WallMs | null = null

  constructor(rule: GroupRule, terms: GroupTerms) {
    this.rule = rule
    this.terms = terms
  }

  /** The group of a case as it was kept; null: the case is about one call. */
  static of({ group, title, severity }: AlertCase): CallGroup | null {
    if (group === null) return null
    const known = new CallGroup({ id: group.ruleId, title, severity }, group.terms)
    for (const call of group.calls) known.join(call)
    known.#callsLeftOut = Math.max(0, group.callsInAll - group.calls.length)
    known.#since = group.since
    return known
  }

  get size(): number {
    return this.#calls.size
  }

  /** Whether no further call came within its time. */
  isQuiet(now: WallMs): boolean {
    return this.#lastAt === null || now - this.#lastAt >= this.terms.withinMs
  }

  /** Of calls that are not told of together only those of the last while count. */
  forgetOld(now: WallMs): void {
    for (const { callId, at } of this.#calls.values()) {
      if (now - at >= this.terms.withinMs) this.#calls.delete(callId)
    }
    this.#callsLeftOut = 0
    this.#since = this.#first?.at ?? null
  }

  /** How many calls it is about when this one is among them. */
  sizeWith(callId: CallId): number {
    return this.#calls.size + (this.#calls.has(callId) ? 0 : 1)
  }

  /** The same for who asks before a call joins and after. */
  get firstOutcomeId(): string | null {
    return this.#first?.outcomeIds[0] ?? null
  }

  has(callId: CallId, outcomeId: string): boolean {
    return this.#calls.get(callId)?.outcomeIds.includes(outcomeId) === true
  }

  join(call: GroupCall): void {
    const { callId, outcomeId, at } = call
    const outcomeIds = [...(this.#calls.get(callId)?.outcomeIds ?? []), outcomeId]
    this.#calls.delete(callId)
    this.#calls.set(callId, { ...call, outcomeIds })
    this.#since ??= at
    this.#lastAt = at
    if (this.#calls.size <= MOST_WATCHED) return
    const oldest = this.#first
    if (oldest === undefined) return
    this.#calls.delete(oldest.callId)
    this.#callsLeftOut += 1
  }

  /** What was not said after all no longer counts; the call stays while another outcome of the rule stands in it. */
  leave(callId: CallId, outcomeId: string): void {
    const known = this.#calls.get(callId)
    if (known === undefined) return
    const outcomeIds = known.outcomeIds.filter((each) => each !== outcomeId)
    const newest = outcomeIds.at(-1)
    if (newest === undefined) this.#calls.delete(callId)
    else this.#calls.set(callId, { ...known, outcomeIds, outcomeId: newest })
  }

  clear(): void {
    this.#calls.clear()
    this.#callsLeftOut = 0
    this.#since = null
    this.#lastAt = null
  }

  toGroup(now: WallMs): CaseGroup {
    const calls = [...this.#calls.values()].slice(-MOST_NAMED)
    return {
      ruleId: this.rule.id,
      since: this.#since ?? now,
      terms: this.terms,
      calls: calls.map(({ outcomeIds: _all, ...call }) => call),
      callsInAll: this.#calls.size + this.#callsLeftOut,
    }
  }

  /** Each once. */
  get places(): readonly FloorPlace[] {
    const places: FloorPlace[] = []
    for (const { place } of this.#calls.values()) {
      if (!places.some((known) => isSamePlace(known, place))) places.push(place)
    }
    return places
  }

  get #first(): WatchedCall | undefined {
    return this.#calls.values().next().value
  }
}

export function openGroup(caseId: string, group: CallGroup, now: WallMs): AlertCase {
  const { title, severity } = group.rule
  return {
    type: 'case',
    caseId,
    revision: 1,
    callId: null,
    group: group.toGroup(now),
    agentId: null,
    queue: null,
    places: group.places,
    state: 'new',
    owner: null,
    title,
    severity,
    openedAt: now,
    updatedAt: now,
    snoozedUntil: null,
    snoozedUntilChange: false,
    timesReopened: 0,
    alerts: [],
    alertsInAll: 0,
    callEnded: false,
    history: [{ at: now, by: null, action: 'opened', note: null }],
    effects: [],
  }
}

/** Enough calls came again: what was done with is armed again, and what is not has something new. */
export function armGroup(before: AlertCase, group: CallGroup, now: WallMs): AlertCase {
  const isOver = before.state === 'resolved'
  const { title, severity } = group.rule
  const changed: AlertCase = {
    ...before,
    title,
    severity,
    group: group.toGroup(now),
    places: isOver ? group.places : withPlaces(before.places, group.places),
    callEnded: false,
    snoozedUntil: null,
    snoozedUntilChange: false,
    ...(isOver ? { state: 'new', owner: null, timesReopened: before.timesReopened + 1 } : {}),
  }
  return next(changed, now, { by: null, action: isOver ? 'reopened' : 'grouped', note: null })
}

/** The case with the calls as they are now. Without any it is resolved, unless somebody has looked at it. */
export function growGroup(before: AlertCase, group: CallGroup, now: WallMs): AlertCase {
  const places = withPlaces(before.places, group.places)
  const changed = { ...before, group: group.toGroup(now), places }
  if (group.size > 0 || before.state !== 'new') return next(changed, now, null)
  const resolved: AlertCase = { ...changed, state: 'resolved', callEnded: true }
  return next(resolved, now, { by: null, action: 'withdrawn', note: null })
}

/** No further call came: it is over, and resolved unless somebody has it. */
export function clearGroup(before: AlertCase, now: WallMs): AlertCase {
  const changed: AlertCase = { ...before, callEnded: true }
  if (before.state === 'owned' || before.state === 'resolved') return next(changed, now, null)
  const resolved: AlertCase = { ...changed, state: 'resolved', snoozedUntil: null, snoozedUntilChange: false }
  return next(resolved, now, { by: null, action: 'cleared', note: null })
}

/** Whoever saw a group hears of its end, also when none of its calls is theirs any more. */
function withPlaces(before: readonly FloorPlace[], now: readonly FloorPlace[]): readonly FloorPlace[] {
  return [...before, ...now.filter((place) => !before.some((known) => isSamePlace(known, place)))]
}
