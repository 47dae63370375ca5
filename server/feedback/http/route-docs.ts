import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import { item } from '../form/item.ts'

/** What stands of the room's routes in `/openapi.json`. Nothing is checked by it. */

const fault = z.object({ line: z.number(), field: z.string(), expected: z.string() })

const report = z.object({
  type: z.literal('feedback-report'),
  accepted: z.number(),
  known: z.number(),
  refused: z.number(),
  cut: z.number(),
  faults: z.array(fault),
  moreFaults: z.number(),
  ignoredColumns: z.array(z.string()).optional(),
  stoppedAt: z.number().nullable(),
})

const source = z.object({
  sourceId: z.string(),
  accepted: z.number(),
  known: z.number(),
  refused: z.number(),
  tooFast: z.number(),
  lastAt: z.number(),
  lastTooFastAt: z.number().nullable(),
})

const common = { tags: ['issues'], security: [{ bearer: [] }, { session: [] }] }

export const postDocs: FastifySchema = {
  ...common,
  summary: 'Send digital feedback',
  description:
    'One item or a list of items; also as application/x-ndjson, text/csv and message/rfc822, in the forms of `proto/feedback/v1`. The same id again is known and changes nothing.',
  body: jsonSchema(z.union([item, z.array(item), z.object({ items: z.array(item) })])),
  response: {
    200: jsonSchema(report),
    ...refusals(['REQUEST_INVALID', 'TOKEN_MISSING', 'FORBIDDEN', 'FRAME_TOO_LARGE']),
    ...refusals(['FEEDBACK_INVALID', 'FEEDBACK_TOO_FAST', 'STORE_FAILED']),
  },
}

export const sourcesDocs: FastifySchema = {
  ...common,
  summary: 'Where digital feedback comes from',
  description: 'How much each source has sent since the start of the server, and what of it was not taken.',
  response: {
    200: jsonSchema(z.object({ sources: z.array(source) })),
    ...refusals(['TOKEN_MISSING', 'FORBIDDEN']),
  },
}

function refusals(codes: readonly ErrorCode[]): Record<number, object> {
  return Object.fromEntries(
    codes.map((code) => [ERRORS[code].httpStatus, { type: 'object', description: ERRORS[code].message }]),
  )
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
