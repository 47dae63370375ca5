import { z } from 'zod'
import type { CallId, Party } from '../contracts/call.ts'
import { isOwnAttribute } from '../contracts/earlier-contacts.ts'
import type { ErrorMessage } from '../contracts/errors.ts'
import type { CallMs, WallMs } from '../contracts/time.ts'
import { ENCODINGS } from './audio/sample-codec.ts'

/** Sample rates that a source may send, in Hz. */
export const SAMPLE_RATES = [8000, 16000, 24000, 48000] as const

/** The longest gap that a source may announce: longer ones are a fault, not a hold. */
export const MAX_GAP_MS = 6 * 3_600_000

/** The longest call. Every second of call time costs each room something, also those that a gap skips. */
export const MAX_CALL_MS = 24 * 3_600_000

/** Names of attributes that a call may have (see `CallInfo`). */
export const MAX_ATTRIBUTES = 64

const NO_CONTROL_CHARACTERS = /^\P{Cc}*$/u

function identifier(maxLength: number): z.ZodString {
  const expected = `expected 1 to ${maxLength} characters, none of them a control character`
  return z.string(expected).min(1, expected).max(maxLength, expected).regex(NO_CONTROL_CHARACTERS, expected)
}

const attributesExpected = `expected at most ${MAX_ATTRIBUTES} names of 1 to 64 characters with texts of at most 1024`

/** What the server itself finds out about a call, rules must be able to rely on. */
const ownAttributesExpected = 'expected no name that begins with "earshot.", which are the server\'s own'

const attributes = z
  .record(z.string().min(1).max(64), z.string().max(1024), attributesExpected)
  .refine((record) => Object.keys(record).length <= MAX_ATTRIBUTES, attributesExpected)
  .refine((record) => !Object.keys(record).some(isOwnAttribute), ownAttributesExpected)

const channelsExpected = 'expected "agent", "customer" or both, in interleaving order'
const channels = z
  .array(z.enum(['agent', 'customer'], channelsExpected), channelsExpected)
  .min(1, channelsExpected)
  .max(2, channelsExpected)
  .refine((parties) => new Set(parties).size === parties.length, channelsExpected)

const audioFormat = z.object(
  {
    encoding: z.enum(ENCODINGS, `expected one of ${ENCODINGS.join(', ')}`),
    sampleRate: z.literal(SAMPLE_RATES, `expected one of ${SAMPLE_RATES.join(', ')}`),
    channels,
  },
  'expected {"encoding", "sampleRate", "channels"}',
)

function wholeMs(least: number, most: number): z.ZodNumber {
  const expected = `expected a whole number of milliseconds from ${least} to ${most}`
  return z.int(expected).min(least, expected).max(most, expected)
}

const languageExpected = 'expected a BCP 47 tag such as en-US'
const language = z.string(languageExpected).regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/, languageExpected)

/** What a source may send as a control message. Unknown fields are ignored, so that fields can be added. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    callId: identifier(128),
    audio: audioFormat,
    agentId: identifier(128).optional(),
    language: language.optional(),
    model: identifier(128).optional(),
    attributes: attributes.optional(),
    atMs: wholeMs(0, MAX_CALL_MS).optional(),
  }),
  z.object({ type: z.literal('resume'), callId: identifier(128), streamId: identifier(64) }),
  z.object({
    type: z.literal('update'),
    agentId: identifier(128).optional(),
    onHold: z.boolean('expected true or false').optional(),
    attributes: attributes.optional(),
  }),
  z.object({ type: z.literal('gap'), durationMs: wholeMs(1, MAX_GAP_MS) }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('stop') }),
])

export type ClientMessage = z.output<typeof clientMessageSchema>

export const CLIENT_MESSAGE_TYPES: readonly ClientMessage['type'][] = clientMessageSchema.options.map(
  (option) => option.shape.type.value,
)

export type AudioFormat = z.output<typeof audioFormat>

/** A start as the session takes it; the doors may know more than their wire says. */
export type StartMessage = Extract<ClientMessage, { type: 'start' }> & {
  /** `separate`: each audio message carries one party and names it. Default `interleaved`. */
  readonly layout?: 'interleaved' | 'separate'
  /** For doors that cannot know who speaks before the start: judged when the connection has no principal yet. */
  readonly token?: string | undefined
}

export type ResumeMessage = Extract<ClientMessage, { type: 'resume' }>
export type UpdateMessage = Extract<ClientMessage, { type: 'update' }>

export type GapMessage = Extract<ClientMessage, { type: 'gap' }>

/** Encoded audio as it came. */
export interface AudioMessage {
  readonly type: 'audio'
  readonly bytes: Buffer
  /** When it reached this process. */
  readonly heardAt: WallMs
  /** Whose audio it is; only in streams whose layout is `separate`. */
  readonly party?: Party
  /** What the source says its first sample's time is, in milliseconds since the stream began. */
  readonly stampMs?: number
  /** The numbers of the source's messages show that some before this one were lost. */
  readonly lossKnown?: boolean
}

/** Everything a door hands to its session. */
export type IngestMessage =
  | StartMessage
  | ResumeMessage
  | UpdateMessage
  | GapMessage
  | AudioMessage
  | Extract<ClientMessage, { type: 'ping' | 'stop' }>

/** What a session answers. */
export type ServerMessage =
  | {
      readonly type: 'started'
      readonly callId: CallId
      readonly streamId: string
      readonly samples: number
      readonly atMs: CallMs
    }
  | {
      readonly type: 'resumed'
      readonly callId: CallId
      readonly streamId: string
      readonly samples: number
      readonly positionMs: CallMs
    }
  | { readonly type: 'ack'; readonly samples: number; readonly positionMs: CallMs }
  | { readonly type: 'pong' }
  | { readonly type: 'stopped'; readonly callId: CallId; readonly durationMs: CallMs }
  | ErrorMessage
