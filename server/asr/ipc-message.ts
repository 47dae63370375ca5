/**
 * What the main process and a recognition worker say to each other. Each side decodes what it gets with
 * these schemas. Times are call time in milliseconds.
 */
import { z } from 'zod'

const channelId = z.int()

/** Samples to recognise; each is answered by one `progress`, or by one `fault` before it. */
const audio = z.object({
  type: z.literal('audio'),
  channelId,
  atMs: z.number(),
  rate: z.union([z.literal(8000), z.literal(16000)]),
  samples: z.custom<Int16Array>((value) => value instanceof Int16Array),
})

/** `speaking`: the audio to come starts inside an utterance that another worker had begun. */
const open = z.object({ type: z.literal('open'), channelId, speaking: z.boolean() })
/** What was said so far becomes final now; answered by `flushed` after the finals. */
const flush = z.object({ type: z.literal('flush'), channelId })
const close = z.object({ type: z.literal('close'), channelId })

export const toWorkerSchema = z.discriminatedUnion('type', [
  open,
  audio,
  flush,
  close,
  z.object({ type: z.literal('ping') }),
])

const place = {
  channelId,
  /** Position up to which the channel's audio has been decoded. */
  atMs: z.number(),
  /** Audio before this is no longer needed: all its words are final. */
  settledMs: z.number(),
  /** The speech gate is open. */
  speaking: z.boolean(),
}

const finalWord = z.object({
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  confidence: z.number(),
})

const channelMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), ...place, hypothesis: z.string() }),
  z.object({
    type: z.literal('final'),
    ...place,
    words: z.array(finalWord).readonly(),
    /** Other readings, likeliest first; absent when there are none. */
    alternatives: z.array(z.string()).readonly().optional(),
  }),
  z.object({ type: z.literal('flushed'), ...place }),
  /** The recogniser failed between the two positions; the words there are lost. */
  z.object({ type: z.literal('fault'), ...place, fromMs: z.number() }),
])

const statsSchema = z.object({
  rssBytes: z.number(),
  /** Totals since the worker started. */
  cpuMs: z.number(),
  decodedMs: z.number(),
  fedMs: z.number(),
  /** Words that belonged to the audio before the channel's own and were thrown away. */
  strayWords: z.number(),
  recognisers: z.int(),
  busyRecognisers: z.int(),
})

export const fromWorkerSchema = z.union([
  channelMessageSchema,
  z.object({ type: z.literal('ready'), loadMs: z.number() }),
  z.object({
    type: z.literal('failed'),
    code: z.enum(['LIBRARY_UNAVAILABLE', 'MODEL_INCOMPLETE']),
    detail: z.string(),
  }),
  z.object({ type: z.literal('pong'), stats: statsSchema }),
])

export type ToWorker = z.infer<typeof toWorkerSchema>
export type FromWorker = z.infer<typeof fromWorkerSchema>
export type ChannelMessage = z.infer<typeof channelMessageSchema>
export type FinalWord = z.infer<typeof finalWord>
export type WorkerStats = z.infer<typeof statsSchema>
