import type {
  QualityFigures,
  QualityPoint,
  QualityReport,
  QualityRow,
  ScoreCard,
  ScoreItem,
} from '../../server/contracts/quality.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'

export const NO_FIGURES: QualityFigures = {
  calls: 0,
  score: null,
  failed: 0,
  resolutions: { first: 0, open: 0, repeated: 0, unknown: 0 },
  firstContact: null,
  durationMs: 0,
  item: null,
}

export function qualityPoint(at: number, figures: Partial<QualityFigures>): QualityPoint {
  return { ...NO_FIGURES, at: wallMs(at), until: wallMs(at + 1), ...figures }
}

export function qualityRow(key: string, points: readonly QualityPoint[]): QualityRow {
  const calls = points.reduce((sum, point) => sum + point.calls, 0)
  return { key, title: key.toUpperCase(), all: { ...NO_FIGURES, calls }, points }
}

export function qualityReport(given: Partial<QualityReport> = {}): QualityReport {
  return {
    group: 'team',
    step: 'day',
    from: wallMs(0),
    to: wallMs(10),
    all: NO_FIGURES,
    rows: [],
    rowsLeftOut: 0,
    items: [],
    repeatWithinDays: 7,
    timeZone: 'UTC',
    ...given,
  }
}

export function scoreItem(given: Partial<ScoreItem> = {}): ScoreItem {
  return {
    itemId: 'greeting',
    title: 'Greets the customer',
    section: 'Opening',
    weight: 5,
    critical: false,
    result: 'met',
    moments: [],
    ...given,
  }
}

export function scoreCard(given: Partial<ScoreCard> = {}): ScoreCard {
  return {
    callId: 'call-1',
    cardHash: 'f00d',
    scoredAt: wallMs(2_000),
    startedAt: wallMs(1_000),
    durationMs: 60_000,
    agentId: '7',
    site: 'north',
    team: 'billing',
    queue: null,
    score: 80,
    failed: false,
    items: [
      scoreItem(),
      scoreItem({
        itemId: 'recording',
        title: 'Says that the call is recorded',
        result: 'missed',
        critical: true,
        moments: [
          {
            callId: 'call-1',
            atMs: callMs(3_000),
            words: 'how can i help',
            utteranceId: 'u1',
            outcomeId: null,
          },
        ],
      }),
    ],
    reason: 'refund',
    resolution: 'open',
    repeatedBy: null,
    ...given,
  }
}
