import type { Party } from '../../../server/contracts/call.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { type CallView, elapsedMs } from './call-view.ts'

/** A stretch of the strip, in parts of its width from 0 to 1. */
interface Span {
  readonly from: number
  readonly width: number
}

export interface TimelineMark {
  readonly outcome: Outcome
  readonly at: number
}

/** One call as a strip: who spoke when, when it was on hold, what was found. */
export interface Timeline {
  readonly lengthMs: number
  readonly spoken: Readonly<Record<Party, readonly Span[]>>
  readonly holds: readonly Span[]
  readonly marks: readonly TimelineMark[]
}

/** A strip of less says nothing; a call that has just begun fills it slowly. */
const SHORTEST_MS = 60_000
/** Neighbouring utterances closer than this part of the strip are one stretch. */
const JOINED = 0.002

/**
 * The strip of a call at `now`, with what was held back where somebody wants to see it. It grows in whole steps, so that
 * it does not creep all the time.
 */
export function timelineOf(call: CallView, now: number, showHeld = false): Timeline {
  // Later ones lie above: what was shown is never covered.
  const found = showHeld ? [...call.held, ...call.outcomes] : call.outcomes
  const reached = Math.max(SHORTEST_MS, elapsedMs(call, now), ...found.map(({ atMs }) => atMs))
  const lengthMs = call.state === 'ended' ? Math.max(1, elapsedMs(call, now)) : stepAbove(reached)
  const span = (fromMs: number, toMs: number): Span => {
    const from = Math.min(1, Math.max(0, fromMs / lengthMs))
    return { from, width: Math.max(0, Math.min(1, toMs / lengthMs) - from) }
  }
  const spokenBy = (party: Party): readonly Span[] =>
    joined(
      call.entries.flatMap((entry) =>
        entry.type === 'utterance' && entry.party === party && entry.words.length > 0
          ? [span(entry.startMs, entry.endMs)]
          : [],
      ),
    )
  return {
    lengthMs,
    spoken: { agent: spokenBy('agent'), customer: spokenBy('customer') },
    holds: call.holds.map(({ fromMs, toMs }) => span(fromMs, toMs ?? reached)),
    marks: found.map((outcome) => ({
      outcome,
      at: Math.min(1, Math.max(0, momentOf(outcome) / lengthMs)),
    })),
  }
}

/** Call time that an outcome is about: of its words, or when something was so or had still not been said. */
export function momentOf({ evidence, atMs }: Outcome): number {
  return evidence.words.length > 0 ? evidence.startMs : atMs
}

function stepAbove(ms: number): number {
  const step = ms > 600_000 ? 120_000 : 30_000
  return Math.ceil((ms + 1) / step) * step
}

function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = []
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = all.at(-1)
    if (last !== undefined && span.from - (last.from + last.width) < JOINED) {
      const to = Math.max(last.from + last.width, span.from + span.width)
      all[all.length - 1] = { from: last.from, width: to - last.from }
    } else all.push(span)
  }
  return all
}

/** The utterance before or after a moment; null: there is none. */
export function neighbourMs(call: CallView, atMs: number, step: 1 | -1): number | null {
  const starts: readonly number[] = call.entries
    .flatMap((entry): number[] => (entry.type === 'utterance' ? [entry.startMs] : []))
    .toSorted((one, other) => one - other)
  return (step === 1 ? starts.find((ms) => ms > atMs) : starts.findLast((ms) => ms < atMs)) ?? null
}
