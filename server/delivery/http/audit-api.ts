import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ROLES, type Authenticator } from '../../contracts/access.ts'
import type { AuditEntry } from '../../contracts/audit.ts'
import type { AuditStore } from '../../contracts/store.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Wire } from './api-schemas.ts'
import { describeRoute } from './api-route.ts'
import { parseRequest } from './parse-request.ts'
import { requireRole } from './require-role.ts'

export interface AuditApiOptions {
  readonly authenticator: Authenticator
  readonly store: { readonly audit: AuditStore }
}

const name = z.string().min(1).max(300)

const query = z.strictObject({
  by: name.describe('Only what this person did.').optional(),
  about: name.describe('Only what named this, such as a call.').optional(),
  before: z.coerce
    .number()
    .nonnegative()
    .describe('Only what was done before this time; for the next page.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const entry = z.object({
  at: z.number(),
  by: z.string(),
  role: z.enum(ROLES),
  action: z.string(),
  about: z.string(),
}) satisfies z.ZodType<Wire<AuditEntry>>

/** Who looked into which call, and who changed what. */
export function addAuditApi(server: FastifyInstance, { authenticator, store }: AuditApiOptions): void {
  const schema = describeRoute({
    summary: 'Who looked into which call and who changed what, newest first',
    tag: 'session',
    query,
    answer: z.array(entry),
  })
  server.get('/v1/audit', { schema, onRequest: requireRole(authenticator, ['admin']) }, async (request) => {
    const { before, ...rest } = parseRequest({ schema: query, value: request.query, place: 'query' })
    return store.audit.listAudit({ ...rest, before: before === undefined ? undefined : wallMs(before) })
  })
}
