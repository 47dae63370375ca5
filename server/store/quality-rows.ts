import { z } from 'zod'
import {
  CONTACT_RESOLUTIONS,
  SCORE_RESULTS,
  type QualityItemFigures,
  type ScoreCard,
  type ScoreItem,
} from '../contracts/quality.ts'
import type { ScoreCounts, ScoredContact } from '../contracts/store.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import { decode, json } from './rows.ts'

const wall = z.number().transform(wallMs)
const resolution = z.enum(CONTACT_RESOLUTIONS)
const flag = z.number().transform((value) => value !== 0)

/** Nobody is an empty text, so that the columns of a place can be unique together. */
const name = z.string().transform((text) => (text === '' ? null : text))

/** What the items of one state of the file are, once for all cards that were scored with it. */
const form = z.array(
  z.object({
    itemId: z.string(),
    title: z.string(),
    section: z.string(),
    weight: z.number(),
    critical: z.boolean(),
  }),
)

/** How each item of the form went on one card, in the same order. */
const body = z.array(
  z.object({
    result: z.enum(SCORE_RESULTS),
    moments: z.array(
      z.object({
        callId: z.string(),
        atMs: z.number().transform(callMs),
        words: z.string(),
        utteranceId: z.string().nullable(),
        outcomeId: z.string().nullable(),
      }),
    ),
  }),
)

const cardRow = z
  .object({
    call_id: z.string(),
    card_hash: z.string(),
    scored_at: wall,
    started_at: wall,
    duration_ms: z.number(),
    agent_id: name,
    site: name,
    team: name,
    queue: name,
    score: z.number().nullable(),
    failed: flag,
    items: json(form),
    body: json(body),
    reason: z.string().nullable(),
    resolution,
    repeated_by: z.string().nullable(),
  })
  .refine(({ items, body: went }) => items.length === went.length)

const contactRow = z.object({
  call_id: z.string(),
  started_at: wall,
  reason: z.string().nullable(),
  resolution,
  repeated_by: z.string().nullable(),
})

const itemSums = { met: z.number(), missed: z.number(), not_applicable: z.number() }

const countsRow = z
  .object({
    key: z.string(),
    calls: z.number(),
    scored: z.number(),
    score_sum: z.number(),
    failed: z.number(),
    duration_sum: z.number(),
    first: z.number(),
    open: z.number(),
    repeated: z.number(),
    unknown: z.number(),
  })
  .extend(z.object(itemSums).partial().shape)

const itemRow = z.object({
  item_id: z.string(),
  title: z.string(),
  section: z.string(),
  critical: flag,
  ...itemSums,
})

/** What of the items is the same on every card of one state of the file, as it is kept. */
export function toForm(items: readonly ScoreItem[]): string {
  return JSON.stringify(
    items.map(({ itemId, title, section, weight, critical }) => ({
      itemId,
      title,
      section,
      weight,
      critical,
    })),
  )
}

/** What of the items is this card's own, as it is kept. */
export function toBody(items: readonly ScoreItem[]): string {
  return JSON.stringify(items.map(({ result, moments }) => ({ result, moments })))
}

export function toScoreCard(row: unknown): ScoreCard {
  const r = decode(cardRow, row, 'quality_cards')
  return {
    callId: r.call_id,
    cardHash: r.card_hash,
    scoredAt: r.scored_at,
    startedAt: r.started_at,
    durationMs: r.duration_ms,
    agentId: r.agent_id,
    site: r.site,
    team: r.team,
    queue: r.queue,
    score: r.score,
    failed: r.failed,
    items: r.items.map((item, at) => ({
      ...item,
      ...(r.body[at] ?? { result: 'not-applicable', moments: [] }),
    })),
    reason: r.reason,
    resolution: r.resolution,
    repeatedBy: r.repeated_by,
  }
}

export function toScoredContact(row: unknown): ScoredContact {
  const r = decode(contactRow, row, 'quality_cards')
  return {
    callId: r.call_id,
    startedAt: r.started_at,
    reason: r.reason,
    resolution: r.resolution,
    repeatedBy: r.repeated_by,
  }
}

export function toCounts(row: unknown): ScoreCounts {
  const r = decode(countsRow, row, 'quality_days')
  const { key, calls, scored, failed, first, open, repeated, unknown } = r
  return {
    ...{ key, calls, scored, failed },
    scoreSum: r.score_sum,
    durationSum: r.duration_sum,
    resolutions: { first, open, repeated, unknown },
    item: { met: r.met ?? 0, missed: r.missed ?? 0, 'not-applicable': r.not_applicable ?? 0 },
  }
}

export function toItemFigures(row: unknown): QualityItemFigures {
  const r = decode(itemRow, row, 'quality_items')
  const { title, section, critical, met, missed } = r
  return { itemId: r.item_id, title, section, critical, met, missed, 'not-applicable': r.not_applicable }
}
