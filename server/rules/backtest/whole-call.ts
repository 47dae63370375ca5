import type { CallId, CallInfo } from '../../contracts/call.ts'
import type { EvidencePart } from '../../contracts/match.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { CallRecord, Store } from '../../contracts/store.ts'
import { callMs } from '../../contracts/time.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import { durationOf } from './stored-call.ts'

/** A part of a call that one process was in, and where in the whole call it begins. */
export interface Leg {
  readonly callId: CallId
  readonly fromMs: number
}

/** A call with all that came before the restarts it went through, on the call time of its first leg. */
export interface WholeCall {
  /** Under the id of the last leg. */
  readonly record: CallRecord
  /** Oldest first; one where nothing cut the call. */
  readonly legs: readonly Leg[]
}

/** Restarts that are followed back; beyond them a call is judged from there on. */
const MOST_LEGS = 50

/** A leg as it is kept, on its own time. */
export interface KeptLeg extends Leg {
  readonly record: CallRecord
}

/** Reads what a kept call is the rest of; oldest first, the call itself last. */
export async function legsOf(store: Pick<Store, 'getCall'>, record: CallRecord): Promise<readonly KeptLeg[]> {
  const records = [record]
  for (let before = continuesOf(record); before !== undefined && records.length < MOST_LEGS;) {
    const earlier = await store.getCall(before.callId)
    if (earlier === null) break
    records.unshift(earlier)
    before = continuesOf(earlier)
  }
  return placed(records)
}
/** The legs of a kept call as one, so that what was said before a restart counts as it did live. */
export async function wholeCall(store: Pick<Store, 'getCall'>, record: CallRecord): Promise<WholeCall> {
  const legs = await legsOf(store, record)
  const whole = legs
    .slice(1)
    .reduce((before, leg) => append(before, leg.record, leg.fromMs), legs[0]?.record ?? record)
  return { record: whole, legs: legs.map(({ callId, fromMs }) => ({ callId, fromMs })) }
}

/** Where a moment of the whole call is kept. */
export function placeOf(
  legs: readonly Leg[],
  atMs: number,
): { readonly callId: CallId; readonly atMs: number } | null {
  const leg = legs.findLast(({ fromMs }) => fromMs <= atMs) ?? legs[0]
  return leg === undefined ? null : { callId: leg.callId, atMs: atMs - leg.fromMs }
}

/** The call's row does not say it, its first event does. */
function continuesOf({ call, events }: CallRecord): CallInfo['continues'] {
  return events.find((event) => event.type === 'start')?.call.continues ?? call.continues
}

/** Each record on the time of the first. */
function placed(records: readonly CallRecord[]): readonly KeptLeg[] {
  const legs: KeptLeg[] = []
  for (const record of records) {
    const before = legs.at(-1)
    const fromMs = before === undefined ? 0 : before.fromMs + (continuesOf(record)?.atMs ?? 0)
    legs.push({ callId: record.call.callId, fromMs, record })
  }
  return legs
}

/** The first leg tells how the call began, the last one how it ended. */
function append(before: CallRecord, after: CallRecord, fromMs: number): CallRecord {
  const { continues: _continues, ...call } = after.call
  return {
    ...after,
    call: { ...call, startedAt: before.call.startedAt },
    durationMs: durationOf(after) + fromMs,
    utterances: [...before.utterances, ...after.utterances.map((utterance) => shift(utterance, fromMs))],
    events: [
      ...before.events,
      ...after.events
        .filter(({ type }) => type !== 'start')
        .map((event) => ({ ...event, atMs: later(event.atMs, fromMs) })),
    ],
    outcomes: [...before.outcomes, ...after.outcomes.map((outcome) => shiftOutcome(outcome, fromMs))],
  }
}

function shift(utterance: Utterance, byMs: number): Utterance {
  return {
    ...spread(utterance, byMs),
    atMs: later(utterance.atMs, byMs),
    words: utterance.words.map((word) => spread(word, byMs)),
  }
}

function shiftOutcome(outcome: Outcome, byMs: number): Outcome {
  const { evidence } = outcome
  const others = evidence.others.map((part) => shiftPart(part, byMs))
  return { ...outcome, atMs: later(outcome.atMs, byMs), evidence: { ...shiftPart(evidence, byMs), others } }
}

function shiftPart(part: EvidencePart, byMs: number): EvidencePart {
  return { ...spread(part, byMs), words: part.words.map((word) => spread(word, byMs)) }
}

function spread<T extends Pick<EvidencePart, 'startMs' | 'endMs'>>(span: T, byMs: number): T {
  return { ...span, startMs: later(span.startMs, byMs), endMs: later(span.endMs, byMs) }
}

function later(atMs: number, byMs: number): ReturnType<typeof callMs> {
  return callMs(atMs + byMs)
}
