import { z } from 'zod'

/** Twilio writes numbers as strings; imitators write numbers. */
const wholeNumber = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
])

const startSchema = z.object({
  event: z.literal('start'),
  start: z.object({
    callSid: z.string().min(1).max(128),
    tracks: z.array(z.string()).default([]),
    customParameters: z.record(z.string(), z.string()).default({}),
    mediaFormat: z.object({ encoding: z.string(), sampleRate: wholeNumber, channels: wholeNumber }),
  }),
})

const mediaSchema = z.object({
  event: z.literal('media'),
  media: z.object({
    track: z.string(),
    timestamp: wholeNumber,
    payload: z.string(),
    // It only helps: media without a number that can be read is taken as it comes.
    chunk: wholeNumber.optional().catch(undefined),
  }),
})

const stopSchema = z.object({ event: z.literal('stop') })

/** The events that matter here; `connected`, `mark`, `dtmf` and whatever is new are `other`. */
const messageSchema = z.discriminatedUnion('event', [startSchema, mediaSchema, stopSchema])

export type TwilioMessage = z.output<typeof messageSchema> | { readonly event: 'other' }

export type TwilioStart = z.output<typeof startSchema>['start']
export type TwilioMedia = z.output<typeof mediaSchema>['media']

const HANDLED: readonly unknown[] = ['start', 'media', 'stop']

/** One text frame of Twilio Media Streams; the reason for dropping it when it cannot be read. */
export function decodeTwilio(text: string): TwilioMessage | 'not_json' | 'malformed' {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message would quote the payload; the count says enough.
    return 'not_json'
  }
  if (typeof value !== 'object' || value === null) return 'not_json'
  if (!('event' in value) || !HANDLED.includes(value.event)) return { event: 'other' }
  const result = messageSchema.safeParse(value)
  return result.success ? result.data : 'malformed'
}

/** The bytes of a base64 text, or null when it is none: `Buffer.from` alone would skip what it cannot read. */
export function decodeBase64(text: string): Buffer | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  return Buffer.from(text, 'base64')
}
