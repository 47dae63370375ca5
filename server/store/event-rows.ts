import { z } from 'zod'
import { assertNever } from '../contracts/assert-never.ts'
import type { StoredEvent } from '../contracts/store.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import { decode } from './rows.ts'

const TABLE = 'call_events'

const call = z.number().transform(callMs)
const attributes = z.record(z.string(), z.string())

const eventRow = z.object({
  call_id: z.string(),
  seq: z.number(),
  type: z.enum(['start', 'update', 'gap']),
  at_ms: call,
  body: z.string().transform((text): unknown => JSON.parse(text)),
})

const startBody = z.object({
  startedAt: z.number().transform(wallMs),
  agentId: z.string().nullable(),
  language: z.string(),
  source: z.enum(['native', 'grpc', 'twilio']),
  attributes,
  continues: z.object({ callId: z.string(), atMs: call }).optional(),
})

const updateBody = z.object({
  agentId: z.string().optional(),
  onHold: z.boolean().optional(),
  attributes: attributes.optional(),
})

const gapBody = z.object({
  party: z.enum(['agent', 'customer']),
  durationMs: z.number(),
  reason: z.enum(['lost', 'paused', 'dropped']),
})

/** What the columns do not say, as JSON. */
export function toEventBody(event: StoredEvent): string {
  switch (event.type) {
    case 'start': {
      const { callId: _, ...about } = event.call
      return JSON.stringify(about)
    }
    case 'update':
      return JSON.stringify(event.change)
    case 'gap': {
      const { party, durationMs, reason } = event
      return JSON.stringify({ party, durationMs, reason })
    }
    default:
      return assertNever(event)
  }
}

export function toEvent(row: unknown): StoredEvent {
  const r = decode(eventRow, row, TABLE)
  const place = { callId: r.call_id, seq: r.seq, atMs: r.at_ms }
  switch (r.type) {
    case 'start':
      return { type: 'start', ...place, call: { callId: r.call_id, ...decode(startBody, r.body, TABLE) } }
    case 'update':
      return { type: 'update', ...place, change: decode(updateBody, r.body, TABLE) }
    case 'gap':
      return { type: 'gap', ...place, ...decode(gapBody, r.body, TABLE) }
    default:
      return assertNever(r.type)
  }
}
