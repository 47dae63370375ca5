import { PARTIES } from '../../contracts/call.ts'
import type { CallRecord, StoredEvent } from '../../contracts/store.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { CallMessage, CallStart, GapNotice } from '../../contracts/transcript.ts'
import { atOnce } from '../engine/at-once.ts'
import { movingWords } from './moving-words.ts'

const TICK_EVERY_MS = 1000

/**
 * A kept call as recognition published it, as nearly as what is kept tells: finals, the moving words that led to
 * them, how the call began, hold, transfer and attributes at their time, missing audio. Ticks are made anew, once a
 * second. What is lost: hypotheses that no final kept, other readings, and numbers that were masked.
 */
export function toMessages(record: CallRecord): readonly CallMessage[] {
  return atOnce(messagesOf(record, null))
}

/**
 * The same, with a pause after each utterance for whoever shares the process. `liveAtMs`: the call goes on, and is so
 * far, in milliseconds of call time; it has no end then.
 */
export function* messagesOf(
  record: CallRecord,
  liveAtMs: number | null,
): Generator<void, readonly CallMessage[]> {
  const { call, utterances, events } = record
  const { callId } = call
  const endMs = callMs(Math.max(liveAtMs ?? 0, durationOf(record)))
  const begin = events.find((event) => event.type === 'start')
  const start: CallStart = begin ?? { type: 'start', callId, seq: 0, atMs: callMs(0), call }
  const spoken: CallMessage[] = []
  for (const final of utterances) {
    spoken.push(...movingWords(final), final)
    yield
  }
  const happened = events.filter((event) => event.type !== 'start')
  // What was said by a tick is known by then, so ticks come last.
  const between = [...happened, ...spoken, ...ticks(record, endMs)].toSorted((a, b) => a.atMs - b.atMs)
  yield
  const messages = [start, ...between, ...(liveAtMs === null ? [endOf(record, endMs)] : [])]
  return messages.map((message, index) => ({ ...message, seq: index + 1 }))
}

function endOf({ call, endReason }: CallRecord, endMs: CallMs): CallMessage {
  const reason = endReason ?? 'failed'
  return { type: 'end', callId: call.callId, seq: 0, atMs: endMs, durationMs: endMs, reason }
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
