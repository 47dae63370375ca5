import { AppError } from '../../contracts/errors.ts'
import type { WallMs } from '../../contracts/time.ts'
import { decodeMessage } from '../decode-message.ts'
import type { AudioMessage, ClientMessage, ServerMessage } from '../message.ts'

/** The member of the request's oneof that is set, and its value. */
interface SetMember {
  readonly name: string
  readonly value: unknown
}

const MEMBERS = ['start', 'resume', 'audio', 'update', 'gap', 'ping', 'stop']

/**
 * A decoded `StreamRequest` as the same typed message that the WebSocket door makes.
 * @throws AppError as `decodeMessage`.
 */
export function decodeRequest(request: object, heardAt: WallMs): ClientMessage | AudioMessage {
  const member = setMember(request)
  if (member === undefined)
    throw new AppError('MESSAGE_UNKNOWN', `message: expected one of ${MEMBERS.join(', ')}.`)
  if (Buffer.isBuffer(member.value)) return { type: 'audio', bytes: member.value, heardAt }
  return decodeMessage({ ...plainObject(member.value), type: member.name })
}

/** An answer as a `StreamResponse`. */
export function encodeResponse(message: ServerMessage): object {
  const { type, ...fields } = message
  return { [type]: fields }
}

function setMember(request: object): SetMember | undefined {
  const entries: readonly [string, unknown][] = Object.entries(request)
  for (const [name, value] of entries) if (MEMBERS.includes(name)) return { name, value }
  return undefined
}

/** Enum names lose their prefix: `ENCODING_PCM_S16LE` becomes `pcm_s16le`. */
function plainObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) return {}
  return 'audio' in value ? { ...value, audio: plainFormat(value.audio) } : value
}

function plainFormat(format: unknown): unknown {
  if (typeof format !== 'object' || format === null) return format
  const encoding = 'encoding' in format ? withoutPrefix(format.encoding, 'ENCODING_') : undefined
  const channels: unknown = 'channels' in format ? format.channels : undefined
  return {
    ...format,
    encoding,
    channels: Array.isArray(channels) ? channels.map((party) => withoutPrefix(party, 'PARTY_')) : channels,
  }
}

function withoutPrefix(name: unknown, prefix: string): unknown {
  return typeof name === 'string' && name.startsWith(prefix) ? name.slice(prefix.length).toLowerCase() : name
}
