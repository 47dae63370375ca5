import type { z } from 'zod'
import { AppError, type ErrorCode } from '../contracts/errors.ts'
import { CLIENT_MESSAGE_TYPES, clientMessageSchema, type ClientMessage } from './message.ts'

/** Fields whose fault has a code of its own. */
const CODE_OF_FIELD: Readonly<Record<string, ErrorCode>> = {
  'audio.encoding': 'ENCODING_UNKNOWN',
  'audio.sampleRate': 'SAMPLE_RATE_UNSUPPORTED',
}

/**
 * One text frame as a control message.
 * @throws AppError `MESSAGE_NOT_JSON`, or as `decodeMessage`.
 */
export function decodeText(text: string): ClientMessage {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which may hold what somebody said: it goes no further.
    throw new AppError('MESSAGE_NOT_JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('MESSAGE_NOT_JSON')
  return decodeMessage(value)
}

/**
 * An object as a control message.
 * @throws AppError `MESSAGE_UNKNOWN`, `ENCODING_UNKNOWN`, `SAMPLE_RATE_UNSUPPORTED` or `MESSAGE_INVALID`; the
 * detail names the field and what was expected, never what stood there.
 */
export function decodeMessage(value: object): ClientMessage {
  const type: unknown = 'type' in value ? value.type : undefined
  if (!CLIENT_MESSAGE_TYPES.some((known) => known === type)) {
    throw new AppError('MESSAGE_UNKNOWN', `type: expected one of ${CLIENT_MESSAGE_TYPES.join(', ')}.`)
  }
  const result = clientMessageSchema.safeParse(value)
  if (!result.success) throw faultOf(result.error)
  return result.data
}

/**
 * A start that a door has put together from its own protocol, held to the limits of every start.
 * @throws AppError as `decodeMessage`.
 */
export function decodeStart(value: object): Extract<ClientMessage, { type: 'start' }> {
  const message = decodeMessage(value)
  if (message.type !== 'start') throw new AppError('MESSAGE_INVALID', 'type: expected start.')
  return message
}

/** The first fault as an error of the table: "audio.encoding: expected one of …". */
function faultOf(error: z.ZodError): AppError {
  const issue = error.issues[0]
  const place = fieldOf(issue?.path ?? [])
  return new AppError(CODE_OF_FIELD[place] ?? 'MESSAGE_INVALID', `${place}: ${expectationOf(issue)}.`)
}

/** The names of attributes are the caller's own words: the place stops before them. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path[0] === 'attributes' ? 'attributes' : path.map(String).join('.')
}

function expectationOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'not as documented'
  if (issue.path[0] === 'attributes' && issue.code !== 'custom') {
    return 'expected at most 64 names of 1 to 64 characters with texts of at most 1024'
  }
  return issue.message
}
