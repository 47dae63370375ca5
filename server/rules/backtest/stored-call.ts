import { PARTIES } from '../../contracts/call.ts'
import type { CallRecord, StoredEvent } from '../../contracts/store.ts'
import { callMs } from '../../contracts/time.ts'
import type { CallMessage, CallStart, GapNotice } from '../../contracts/transcript.ts'
import { movingWords } from './moving-words.ts'

const TICK_EVERY_MS = 1000

/**
 * A kept call as recognition published it, as nearly as what is kept tells: finals, the moving words that led to
 * them, how the call began, hold, transfer and attributes at their time, missing audio. Ticks are made anew, once a
 * second. What is lost: hypotheses that no final kept, other readings, and numbers that were masked.
 */
export function toMessages(record: CallRecord): readonly CallMessage[] {
  const { call, utterances, events } = record
  const { callId } = call
  const endMs = callMs(durationOf(record))
  const begin = events.find((event) => event.type === 'start')
  const start: CallStart = begin ?? { type: 'start', callId, seq: 0, atMs: callMs(0), call }
  const happened = events.filter((event) => event.type !== 'start')
  const spoken = utterances.flatMap((final) => [...movingWords(final), final])
  // What was said by a tick is known by then, so ticks come last.
  const between = [...happened, ...spoken, ...ticks(record, endMs)].toSorted((a, b) => a.atMs - b.atMs)
  const reason = record.endReason ?? 'failed'
  const end: CallMessage = { type: 'end', callId, seq: 0, atMs: endMs, durationMs: endMs, reason }
  return [start, ...between, end].map((message, index) => ({ ...message, seq: index + 1 }))
}

/** A call that has no end was live when the process died: it is as long as what is known of it. In milliseconds. */
export function durationOf({ durationMs, utterances, events }: CallRecord): number {
  return durationMs ?? Math.max(0, ...utterances.map(({ endMs }) => endMs), ...events.map(({ atMs }) => atMs))
}

/** One for each second of audio; where none of either party came, call time stood still. */
function ticks({ call, events }: CallRecord, endMs: number): readonly CallMessage[] {
  const gaps = events.filter(isGap)
  const isHeard = (atMs: number): boolean =>
    !PARTIES.every((party) => gaps.some((gap) => gap.party === party && covers(gap, atMs)))
  return Array.from({ length: Math.floor(endMs / TICK_EVERY_MS) }, (_, index) => (index + 1) * TICK_EVERY_MS)
    .filter(isHeard)
    .map((atMs) => ({ type: 'tick', callId: call.callId, seq: 0, atMs: callMs(atMs), lagMs: 0 }))
}

function isGap(event: StoredEvent): event is GapNotice {
  return event.type === 'gap'
}

function covers({ atMs: fromMs, durationMs }: GapNotice, atMs: number): boolean {
  return atMs > fromMs && atMs < fromMs + durationMs
}
