import type { QualityReport, ScoreCard } from '../../contracts/quality.ts'
import { writeCsv, type CsvCell } from '../../platform/write-csv.ts'

const REPORT_COLUMNS = [
  'group',
  'key',
  'title',
  'from',
  'to',
  'calls',
  'score',
  'failed',
  'first_contact',
  'first',
  'open',
  'repeated',
  'unknown',
  'duration_s',
]

const ITEM_COLUMNS = ['item_met', 'item_missed', 'item_not_applicable']

const CARD_COLUMNS = [
  'call',
  'started_at',
  'agent',
  'site',
  'team',
  'queue',
  'duration_s',
  'score',
  'failed',
  'reason',
  'resolution',
  'repeated_by',
]

/** One line a row and step, for a spreadsheet; times in ISO 8601, UTC, shares from 0 to 1. */
export function reportCsv({ group, rows, all: { item } }: QualityReport): string {
  const lines = rows.flatMap(({ key, title, points }) =>
    points.map((point): readonly CsvCell[] => {
      const { first, open, repeated, unknown } = point.resolutions
      const {
        met,
        missed,
        'not-applicable': notApplicable,
      } = point.item ?? { met: 0, missed: 0, 'not-applicable': 0 }
      return [
        ...[group, key, title, isoOf(point.at), isoOf(point.until)],
        ...[point.calls, point.score, point.failed, shareOf(point.firstContact)],
        ...[first, open, repeated, unknown, secondsOf(point.durationMs)],
        ...(item === null ? [] : [met, missed, notApplicable]),
      ]
    }),
  )
  return writeCsv(item === null ? REPORT_COLUMNS : [...REPORT_COLUMNS, ...ITEM_COLUMNS], lines)
}

/** One line a call, with a column for each item of their cards: `met`, `missed` or nothing. */
export function cardsCsv(cards: readonly ScoreCard[]): string {
  const itemIds = [...new Set(cards.flatMap(({ items }) => items.map(({ itemId }) => itemId)))]
  const lines = cards.map((card): readonly CsvCell[] => {
    const results = new Map(card.items.map(({ itemId, result }) => [itemId, result]))
    return [
      ...[card.callId, isoOf(card.startedAt), card.agentId, card.site, card.team, card.queue],
      ...[secondsOf(card.durationMs), card.score, String(card.failed)],
      ...[card.reason, card.resolution, card.repeatedBy],
      ...itemIds.map((itemId) => {
        const result = results.get(itemId) ?? 'not-applicable'
        return result === 'not-applicable' ? null : result
      }),
    ]
  })
  return writeCsv([...CARD_COLUMNS, ...itemIds], lines)
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}

function secondsOf(ms: number): number {
  return Math.round(ms / 100) / 10
}

function shareOf(share: number | null): number | null {
  return share === null ? null : Math.round(share * 10_000) / 10_000
}
