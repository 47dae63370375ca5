import { z } from 'zod'
import {
  CONTACT_RESOLUTIONS,
  QUALITY_GROUPS,
  QUALITY_STEPS,
  SCORE_CARD_ORDERS,
  SCORE_RESULTS,
  type QualityFigures,
  type QualityReport,
  type ScoreCard,
} from '../../contracts/quality.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Wire } from './api-schemas.ts'

const ms = z.number()
const count = z.number()
const id = z.string().min(1).max(128)

/** An empty text asks for the calls of which nobody says it. */
const place = z.string().max(128).optional()

const time = z.coerce
  .number()
  .nonnegative()
  .transform((value) => wallMs(value))

const filter = {
  from: time.describe('Calls that started at or after this time…'),
  to: time.describe('…and before this one, at most 400 days later.'),
  site: place.describe('Empty: of which nobody says it. So with team, agent and queue.'),
  team: place,
  agent: place.describe('Agents get their own calls, whatever is asked for.'),
  queue: place,
  format: z.enum(['json', 'csv']).default('json'),
}

export const reportQuery = z.strictObject({
  ...filter,
  group: z.enum(QUALITY_GROUPS).default('all'),
  step: z.enum(QUALITY_STEPS).default('day').describe('In the time zone of the site; weeks begin on Monday.'),
  item: id.optional().describe('Counts how this item went, in each of the figures.'),
})

export const MOST_CARDS = 500
export const MOST_CSV_CARDS = 20_000

export const cardsQuery = z
  .strictObject({
    ...filter,
    item: id.optional().describe('Calls on whose card this item has the `result`.'),
    result: z.enum(SCORE_RESULTS).default('missed'),
    resolution: z.enum(CONTACT_RESOLUTIONS).optional(),
    failed: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    order: z.enum(SCORE_CARD_ORDERS).default('newest').describe('`lowest`: of those that have a score.'),
    after: id.optional().describe('Id of the last call of the page before.'),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_CSV_CARDS)
      .optional()
      .describe(
        `1 to ${MOST_CARDS}, 50 when absent; as CSV 1 to ${MOST_CSV_CARDS}, all of them when absent.`,
      ),
  })
  .refine(({ format, limit = 0 }) => format === 'csv' || limit <= MOST_CARDS, {
    path: ['limit'],
    message: `expected at most ${MOST_CARDS}`,
  })

export const cardPath = z.object({ callId: id })

export const scoreCard = z.object({
  callId: z.string(),
  cardHash: z.string().describe('Which state of the file it was scored with.'),
  scoredAt: ms,
  startedAt: ms,
  durationMs: ms,
  agentId: z.string().nullable(),
  site: z.string().nullable(),
  team: z.string().nullable(),
  queue: z.string().nullable(),
  score: z.number().nullable().describe('0 to 100; null: no item applied.'),
  failed: z.boolean().describe('A critical item was missed, so the score is 0.'),
  items: z.array(
    z.object({
      itemId: z.string(),
      title: z.string(),
      section: z.string(),
      weight: z.number(),
      critical: z.boolean(),
      result: z.enum(SCORE_RESULTS),
      moments: z.array(
        z.object({
          callId: z.string().describe('The call under which it is kept.'),
          atMs: ms,
          words: z.string().describe('Redacted; empty where no words decided it.'),
          utteranceId: z.string().nullable(),
          outcomeId: z.string().nullable(),
        }),
      ),
    }),
  ),
  reason: z.string().nullable().describe('What the call was about: a disposition, or a code.'),
  resolution: z.enum(CONTACT_RESOLUTIONS),
  repeatedBy: z.string().nullable(),
}) satisfies z.ZodType<Wire<ScoreCard>>

const results = { met: count, missed: count, 'not-applicable': count }

const figures = {
  calls: count,
  score: z.number().nullable(),
  failed: count,
  resolutions: z.object({ first: count, open: count, repeated: count, unknown: count }),
  firstContact: z.number().nullable().describe('Share of `first` among `first` and `repeated`.'),
  durationMs: ms,
  item: z.object(results).nullable(),
} satisfies Record<keyof QualityFigures, z.ZodType>

export const scoreCards = z.array(scoreCard)

export const qualityReport = z.object({
  group: z.enum(QUALITY_GROUPS),
  step: z.enum(QUALITY_STEPS),
  from: ms,
  to: ms,
  all: z.object(figures),
  rows: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      all: z.object(figures),
      points: z.array(z.object({ at: ms, until: ms, ...figures })),
    }),
  ),
  rowsLeftOut: count,
  items: z.array(
    z.object({
      itemId: z.string(),
      title: z.string(),
      section: z.string(),
      critical: z.boolean(),
      ...results,
    }),
  ),
  repeatWithinDays: z.number(),
  timeZone: z.string(),
}) satisfies z.ZodType<Wire<QualityReport>>
