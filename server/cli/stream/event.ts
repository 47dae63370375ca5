import { z } from 'zod'

const party = z.enum(['agent', 'customer'])

const utterance = z.looseObject({
  type: z.literal('utterance'),
  callId: z.string(),
  utteranceId: z.string(),
  party,
  state: z.enum(['partial', 'final']),
  startMs: z.number(),
  endMs: z.number(),
  text: z.string(),
  words: z.array(z.looseObject({ text: z.string(), endMs: z.number() })),
})

const outcome = z.looseObject({
  type: z.literal('outcome'),
  outcomeId: z.string(),
  kind: z.enum(['prompt', 'alert', 'issue']),
  callId: z.string(),
  rule: z.string(),
  title: z.string(),
  text: z.string(),
  atMs: z.number(),
  state: z.enum(['shown', 'confirmed', 'retracted', 'held']),
  reason: z.string(),
  evidence: z.looseObject({
    condition: z.string(),
    phrase: z.string(),
    words: z.array(z.looseObject({ text: z.string() })),
    endMs: z.number(),
  }),
  latencyMs: z.record(z.string(), z.number()),
})

const gap = z.looseObject({
  type: z.literal('gap'),
  callId: z.string(),
  party,
  atMs: z.number(),
  durationMs: z.number(),
  reason: z.string(),
})

const end = z.looseObject({
  type: z.literal('end'),
  callId: z.string(),
  durationMs: z.number(),
  reason: z.string(),
})

export type UtteranceEvent = z.output<typeof utterance>
export type OutcomeEvent = z.output<typeof outcome>

/** What the command line shows of a call; every other field of the event is kept as it came. */
export type CallEvent = UtteranceEvent | OutcomeEvent | z.output<typeof gap> | z.output<typeof end>

const snapshot = z.object({
  type: z.literal('snapshot'),
  calls: z.array(
    z.object({
      summary: z.object({ callId: z.string(), state: z.enum(['live', 'ended']), atMs: z.number() }),
      utterances: z.array(utterance),
      outcomes: z.array(outcome),
    }),
  ),
})

const hello = z.object({ type: z.literal('hello'), epoch: z.string(), resumed: z.boolean() })
const missed = z.object({ type: z.literal('missed'), missed: z.number() })
const fault = z.object({ type: z.literal('error'), code: z.string(), message: z.string() })

/** What this client reads of `/v1/events` (`proto/events/v1`). */
const streamed = z.discriminatedUnion('type', [hello, missed, fault, snapshot, utterance, outcome, gap, end])

export type StreamedMessage = z.output<typeof streamed>

/** A text frame of `/v1/events`; null when it is of no matter here. */
export function readStreamed(text: string): { message: StreamedMessage; eventSeq: number | null } | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const message = streamed.safeParse(value).data
  if (message === undefined) return null
  return { message, eventSeq: positioned.safeParse(value).data?.eventSeq ?? null }
}

const positioned = z.object({ eventSeq: z.int() })

const callEvent = z.discriminatedUnion('type', [utterance, outcome, gap, end])

/** An event as it is kept in the store. @throws ZodError when it has another form. */
export function readCallEvent(value: unknown): CallEvent {
  return callEvent.parse(value)
}
