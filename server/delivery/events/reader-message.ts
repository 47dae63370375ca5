import { z } from 'zod'
import { AppError } from '../../contracts/errors.ts'
import type { ReaderMessage } from '../../contracts/events.ts'
import { wallMs } from '../../contracts/time.ts'

const callId = z.string().min(1).max(128)
const time = z.number()

const schemas = {
  ping: z.object({ type: z.literal('ping'), clientNow: time }),
  watch: z.object({ type: z.literal('watch'), callId }),
  unwatch: z.object({ type: z.literal('unwatch'), callId }),
  painted: z.object({
    type: z.literal('painted'),
    outcomeId: z.string().min(1).max(200),
    state: z.enum(['shown', 'confirmed', 'retracted', 'held']),
    paintedAt: time.transform(wallMs),
  }),
} as const satisfies Record<ReaderMessage['type'], z.ZodType<ReaderMessage>>

const schema = z.discriminatedUnion('type', [schemas.ping, schemas.watch, schemas.unwatch, schemas.painted])

const typed = z.object({ type: z.string() })

/**
 * What a reader said.
 * @throws AppError `MESSAGE_NOT_JSON`, `MESSAGE_UNKNOWN`, or `MESSAGE_INVALID` naming the field.
 */
export function parseReaderMessage(text: string): ReaderMessage {
  const value = parseJson(text)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const type = typed.safeParse(value)
  if (!type.success) throw new AppError('MESSAGE_INVALID', 'A message needs a "type" that is a string.')
  if (!Object.hasOwn(schemas, type.data.type)) {
    throw new AppError('MESSAGE_UNKNOWN', `Expected one of: ${Object.keys(schemas).join(', ')}.`)
  }
  throw new AppError('MESSAGE_INVALID', describeIssues(parsed.error))
}

function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // The parser's own message quotes the text; ours says what was expected.
  }
  throw new AppError('MESSAGE_NOT_JSON')
}

/** Where and what, for each issue: never the value that was found. */
function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}
