import type { ChecklistItem, ChecklistState } from '../../contracts/assist.ts'
import type { CallId } from '../../contracts/call.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { ScoreItem, ScoreMoment, ScoreResult } from '../../contracts/quality.ts'
import type { CallRecord } from '../../contracts/store.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { Applies, ByChecklist, ByRules, FormItem, ScoreForm } from '../form/score-form.ts'
import { Evidence } from './evidence.ts'

const MOST_MOMENTS = 5

/** Where a moment of the whole call is kept: a restart cuts a call into legs, each with a time of its own. */
export type PlaceOf = (atMs: CallMs) => { readonly callId: CallId; readonly atMs: CallMs }

export interface CallToScore {
  /** The whole call, on the time of its first leg. */
  readonly record: Pick<CallRecord, 'call' | 'utterances' | 'outcomes'>
  readonly placeOf: PlaceOf
  readonly durationMs: number
  readonly queue: string | null
  /** As they ended. */
  readonly checklists: readonly ChecklistState[]
  /** Rules that are run, live or in shadow: of any other it is not known whether it would have fired. */
  readonly rules: ReadonlySet<string>
}

export interface Scored {
  readonly score: number | null
  readonly failed: boolean
  readonly items: readonly ScoreItem[]
}

interface Decided {
  readonly result: ScoreResult
  readonly moments: readonly ScoreMoment[]
}

const NOT_APPLICABLE: Decided = { result: 'not-applicable', moments: [] }

/** Scores a call that is over. Pure: the same call and the same form give the same. */
export function scoreCall(call: CallToScore, form: ScoreForm): Scored {
  const evidence = new Evidence(call.record.outcomes, call.record.utterances)
  const items = form.items.map((item): ScoreItem => {
    const { itemId, title, section, weight, critical } = item
    return { itemId, title, section, weight, critical, ...decide(item, call, evidence) }
  })
  return { ...total(items), items }
}

function total(items: readonly ScoreItem[]): Pick<Scored, 'score' | 'failed'> {
  const counted = items.filter(({ result }) => result !== 'not-applicable')
  const points = (some: readonly ScoreItem[]): number => some.reduce((sum, { weight }) => sum + weight, 0)
  const failed = counted.some(({ critical, result }) => critical && result === 'missed')
  const all = points(counted)
  if (failed) return { score: 0, failed }
  const share = points(counted.filter(({ result }) => result === 'met')) / all
  // One place after the point: a reader cannot tell more apart.
  return { score: all === 0 ? null : Math.round(share * 1000) / 10, failed }
}

function decide({ applies, by }: FormItem, call: CallToScore, evidence: Evidence): Decided {
  if (!doesApply(applies, call, evidence)) return NOT_APPLICABLE
  const decided = by.type === 'rules' ? byRules(by, call, evidence) : byChecklist(by, call)
  if (decided.moments.length > 0 || decided.result === 'not-applicable') return decided
  // What was not said is nowhere; what it should have been said to is.
  const occasions = applies.fired === null ? [] : evidence.of(applies.fired, true)
  return { ...decided, moments: momentsOf(occasions, call.placeOf) }
}

function doesApply(applies: Applies, call: CallToScore, evidence: Evidence): boolean {
  const { queues, attributes, longerThanMs, fired, checklist } = applies
  const own = call.record.call.attributes
  return (
    (queues === null || (call.queue !== null && queues.includes(call.queue))) &&
    [...attributes].every(([name, values]) => Object.hasOwn(own, name) && values.includes(own[name] ?? '')) &&
    (longerThanMs === null || call.durationMs > longerThanMs) &&
    (fired === null || evidence.of(fired, true).length > 0) &&
    (checklist === null || call.checklists.some(({ checklistId }) => checklistId === checklist))
  )
}

function byRules(
  { rules, fired, notFired, shadow }: ByRules,
  call: CallToScore,
  evidence: Evidence,
): Decided {
  const found = evidence.of(rules, shadow)
  if (found.length > 0) {
    return { result: fired, moments: momentsOf(found, call.placeOf) }
  }
  const run = rules.some((id) => call.rules.has(id))
  if (!run || evidence.isDoubtful(rules)) return NOT_APPLICABLE
  return { result: notFired, moments: [] }
}

function byChecklist({ checklist, item, inTime }: ByChecklist, call: CallToScore): Decided {
  const state = call.checklists.find(({ checklistId }) => checklistId === checklist)
  const asked = state?.items.filter(({ itemId, required }) => (item === null ? required : itemId === item))
  if (asked === undefined || asked.length === 0) return NOT_APPLICABLE
  const met = asked.every((each) => isDone(each, inTime))
  const moments = asked.filter(({ progress }) => progress === 'done').slice(0, MOST_MOMENTS)
  return { result: met ? 'met' : 'missed', moments: moments.map((each) => tickOf(each, call.placeOf)) }
}

function isDone({ progress, atMs, dueMs }: ChecklistItem, inTime: boolean): boolean {
  if (progress !== 'done') return false
  return !inTime || dueMs === null || atMs === null || atMs <= dueMs
}

function momentsOf(outcomes: readonly Outcome[], placeOf: PlaceOf): readonly ScoreMoment[] {
  return outcomes.slice(0, MOST_MOMENTS).map((outcome) => momentOf(outcome, placeOf))
}

function momentOf({ outcomeId, atMs, evidence }: Outcome, placeOf: PlaceOf): ScoreMoment {
  const { words, utteranceId, startMs } = evidence
  return {
    ...placeOf(words.length === 0 ? atMs : startMs),
    words: words.map(({ text }) => text).join(' '),
    utteranceId,
    outcomeId,
  }
}

function tickOf({ words, utteranceId, atMs }: ChecklistItem, placeOf: PlaceOf): ScoreMoment {
  return { ...placeOf(atMs ?? callMs(0)), words, utteranceId, outcomeId: null }
}
