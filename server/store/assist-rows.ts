import { z } from 'zod'
import type { CallLabel, KeptWrapUp } from '../contracts/assist.ts'
import { JOURNEY_STEPS } from '../contracts/contact.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import { decode } from './rows.ts'

const wall = z.number().transform(wallMs)

function bodyOf<S extends z.ZodType>(schema: S) {
  return z.object({
    body: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(schema),
  })
}

const labelRow = bodyOf(
  z.object({
    labelId: z.string(),
    callId: z.string(),
    at: wall,
    atMs: z.number().transform(callMs),
    by: z.string(),
    channel: z.enum(['web', 'app', 'chat', 'email', 'ivr', 'social', 'survey', 'shop-floor']),
    step: z.enum(JOURNEY_STEPS).nullable(),
    note: z.string(),
  }),
)

const wrapUpRow = bodyOf(
  z.object({
    callId: z.string(),
    by: z.string(),
    at: wall,
    reason: z.string(),
    summary: z.string(),
    promises: z.array(z.string()),
    dispositions: z.array(z.string()),
  }),
)

export function toLabel(row: unknown): CallLabel {
  return decode(labelRow, row, 'call_labels').body
}

export function toWrapUp(row: unknown): KeptWrapUp {
  return decode(wrapUpRow, row, 'wrap_ups').body
}
