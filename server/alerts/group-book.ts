import type { AlertCase, CallGrouping, GroupCall } from '../contracts/alert-case.ts'
import type { Match } from '../contracts/match.ts'
import { ruleIdOf, type Outcome } from '../contracts/outcome.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { armGroup, CallGroup, clearGroup, growGroup, openGroup } from './call-group.ts'
import type { CaseBook } from './case-book.ts'
import type { KnownCalls } from './known-calls.ts'

/** A group that grows all the time is told of at most this often, in milliseconds. */
const TELL_EVERY_MS = 5000

interface Watched {
  readonly group: CallGroup
  /** Of the case that it was told as last; null: never. */
  caseId: string | null
  toldAt: WallMs
  /** The rule still asks for it. */
  isWanted: boolean
  /** Something has changed since it was told. */
  isDirty: boolean
}

/** Rules whose calls are told of together, and the cases that they are. One group a rule. */
export class GroupBook implements CallGrouping {
  readonly #cases: CaseBook
  readonly #calls: Pick<KnownCalls, 'placeOf' | 'queueOf'>
  /** By rule. */
  readonly #watched = new Map<string, Watched>()

  constructor(cases: CaseBook, calls: Pick<KnownCalls, 'placeOf' | 'queueOf'>) {
    this.#cases = cases
    this.#calls = calls
  }

  /** Takes up the group of a case as it was kept; of several of one rule, the one that is taken up first. */
  adopt(kept: AlertCase): void {
    const group = CallGroup.of(kept)
    if (group === null || this.#watched.has(group.rule.id)) return
    const { caseId, updatedAt: toldAt } = kept
    this.#watched.set(group.rule.id, { group, caseId, toldAt, isWanted: true, isDirty: false })
  }

  groupFor({ rule, action, callId }: Match, now: WallMs): string | null {
    if (action.group === undefined) {
      const known = this.#watched.get(rule.id)
      if (known !== undefined) known.isWanted = false
      return null
    }
    const watched = this.#watch(rule, action.group)
    if (this.#isOn(watched, now)) return watched.caseId
    watched.group.forgetOld(now)
    return watched.group.sizeWith(callId) < action.group.calls ? null : this.#nextId(watched)
  }

  /** Takes the next state of an outcome; null when there is nothing to tell of a group now. */
  take(outcome: Outcome, now: WallMs): AlertCase | null {
    const watched = this.#watched.get(ruleIdOf(outcome))
    if (watched?.isWanted !== true) return null
    const { callId, agentId, outcomeId } = outcome
    const isKnown = watched.group.has(callId, outcomeId)
    if (counts(outcome)) return isKnown ? null : this.#join(watched, { callId, agentId, outcomeId, at: now })
    // What gave its place to another card was said all the same.
    if (!isKnown || outcome.reason === 'outranked') return null
    const isOn = this.#isOn(watched, now)
    watched.group.leave(callId, outcomeId)
    return isOn ? this.#tellSoon(watched, now) : null
  }

  /** Somebody is done with a group: its calls are told of one by one until there are enough again. */
  startAnew({ caseId, group }: AlertCase): void {
    const watched = group === null ? undefined : this.#watched.get(group.ruleId)
    if (watched?.caseId === caseId) watched.group.clear()
  }

  /** Tells what has grown, and ends what has become quiet. */
  advanceTo(now: WallMs): readonly AlertCase[] {
    return [...this.#watched.values()].flatMap((watched) => {
      const open = this.#caseOf(watched)
      if (open === undefined || open.callEnded) return []
      if (watched.group.isQuiet(now)) {
        watched.isDirty = false
        return [this.#cases.put(clearGroup(open, now))]
      }
      const told = watched.isDirty && open.state !== 'resolved' ? this.#tellSoon(watched, now) : null
      return told === null ? [] : [told]
    })
  }

  #join(
    watched: Watched,
    call: Pick<GroupCall, 'callId' | 'agentId' | 'outcomeId' | 'at'>,
  ): AlertCase | null {
    const { group } = watched
    const { callId, at: now } = call
    const isOn = this.#isOn(watched, now)
    if (!isOn) group.forgetOld(now)
    group.join({ ...call, queue: this.#calls.queueOf(callId), place: this.#calls.placeOf(callId) })
    if (isOn) return this.#tellSoon(watched, now)
    return group.size < group.terms.calls ? null : this.#arm(watched, now)
  }

  /** What would have been told a little later, for when there is no later. */
  tellAll(now: WallMs): readonly AlertCase[] {
    return [...this.#watched.values()].flatMap((watched) => {
      const open = this.#caseOf(watched)
      if (open === undefined || !watched.isDirty || open.state === 'resolved') return []
      return [this.#told(watched, growGroup(open, watched.group, now), now)]
    })
  }

  #watch(rule: Match['rule'], terms: CallGroup['terms']): Watched {
    const known = this.#watched.get(rule.id)
    if (known !== undefined) {
      known.group.terms = terms
      known.isWanted = true
      return known
    }
    const { id, title, severity } = rule
    const fresh = {
      ...{ group: new CallGroup({ id, title, severity }, terms), caseId: null },
      ...{ toldAt: wallMs(0), isWanted: true, isDirty: false },
    }
    this.#watched.set(id, fresh)
    return fresh
  }

  #caseOf({ caseId }: Watched): AlertCase | undefined {
    return caseId === null ? undefined : this.#cases.get(caseId)
  }

  #isOn(watched: Watched, now: WallMs): boolean {
    const open = this.#caseOf(watched)
    return open !== undefined && open.state !== 'resolved' && !watched.group.isQuiet(now)
  }

  /** A case that is still at hand is armed again. */
  #nextId(watched: Watched): string {
    return this.#caseOf(watched)?.caseId ?? `group-${watched.group.firstOutcomeId ?? watched.group.rule.id}`
  }

  #arm(watched: Watched, now: WallMs): AlertCase {
    const { group } = watched
    const before = this.#caseOf(watched)
    const armed =
      before === undefined ? openGroup(this.#nextId(watched), group, now) : armGroup(before, group, now)
    watched.caseId = armed.caseId
    return this.#told(watched, armed, now)
  }

  #tellSoon(watched: Watched, now: WallMs): AlertCase | null {
    const open = this.#caseOf(watched)
    const isGone = watched.group.size === 0
    if (open === undefined) return null
    if (now - watched.toldAt < TELL_EVERY_MS && !isGone) {
      watched.isDirty = true
      return null
    }
    return this.#told(watched, growGroup(open, watched.group, now), now)
  }

  #told(watched: Watched, told: AlertCase, now: WallMs): AlertCase {
    watched.toldAt = now
    watched.isDirty = false
    return this.#cases.put(told)
  }
}

/** Whether the call is one of many with this: somebody was shown it, or would have been were it not one of many. */
function counts({ state, reason }: Outcome): boolean {
  return state === 'held' ? reason === 'grouped' : state !== 'retracted'
}
