import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import * as forms from './api-schemas.ts'

export interface ApiDescription {
  readonly summary: string
  readonly description?: string
  readonly tag:
    | 'calls'
    | 'assist'
    | 'alerts'
    | 'rules'
    | 'figures'
    | 'quality'
    | 'issues'
    | 'subscriptions'
    | 'samples'
    | 'session'
    | 'events'
  readonly query?: z.ZodType
  readonly path?: z.ZodType
  readonly body?: z.ZodType
  /** Null: status 204 and nothing else. */
  readonly answer?: z.ZodType | null
}

/**
 * The route's entry in `/openapi.json`, from the schemas that decide. Requests are checked by zod alone
 * (`parseRequest`) and answers are written whole; the framework's own checks are off in this room.
 */
export function describeRoute(route: ApiDescription): FastifySchema {
  const errorForm = jsonSchema(forms.error)
  return {
    summary: route.summary,
    tags: [route.tag],
    security: [{ bearer: [] }, { session: [] }],
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.query === undefined ? {} : { querystring: jsonSchema(route.query) }),
    ...(route.path === undefined ? {} : { params: jsonSchema(route.path) }),
    ...(route.body === undefined ? {} : { body: jsonSchema(route.body) }),
    response: {
      ...answerForm(route.answer),
      400: errorForm,
      401: errorForm,
      403: errorForm,
      404: errorForm,
      ...(route.body === undefined ? {} : { 409: errorForm, 422: errorForm }),
    },
  }
}

function answerForm(answer: ApiDescription['answer']): Record<string, unknown> {
  if (answer === undefined) return {}
  return answer === null ? { 204: { type: 'null', description: 'Done.' } } : { 200: jsonSchema(answer) }
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
