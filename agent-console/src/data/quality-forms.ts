import type {
  QualityFigures,
  QualityItemFigures,
  QualityPoint,
  QualityReport,
  QualityRow,
  ScoreCard,
  ScoreItem,
  ScoreMoment,
} from '../../../server/contracts/quality.ts'
import { hasFields, isList, isNumberOrNull, isTextOrNull } from './shape.ts'

/** Checks of what the server says of quality, at the edge. */

function isMoment(value: unknown): value is ScoreMoment {
  return hasFields(value, { callId: 'string', atMs: 'number', words: 'string' })
}

function isItem(value: unknown): value is ScoreItem {
  return (
    hasFields(value, {
      itemId: 'string',
      title: 'string',
      section: 'string',
      weight: 'number',
      critical: 'boolean',
      result: 'string',
    }) && isList(value['moments'], isMoment)
  )
}

export function isScoreCard(value: unknown): value is ScoreCard {
  return (
    hasFields(value, {
      callId: 'string',
      startedAt: 'number',
      durationMs: 'number',
      failed: 'boolean',
      resolution: 'string',
    }) &&
    isList(value['items'], isItem) &&
    isNumberOrNull(value['score']) &&
    ['agentId', 'site', 'team', 'queue', 'reason', 'repeatedBy'].every((name) => isTextOrNull(value[name]))
  )
}

function isFigures(value: unknown): value is QualityFigures {
  return (
    hasFields(value, { calls: 'number', failed: 'number', durationMs: 'number', resolutions: 'record' }) &&
    isNumberOrNull(value['score']) &&
    isNumberOrNull(value['firstContact']) &&
    (value['item'] === null || isCounts(value['item']))
  )
}

function isCounts(value: unknown): boolean {
  return hasFields(value, { met: 'number', missed: 'number', 'not-applicable': 'number' })
}

function isPoint(value: unknown): value is QualityPoint {
  return hasFields(value, { at: 'number', until: 'number' }) && isFigures(value)
}

function isRow(value: unknown): value is QualityRow {
  return (
    hasFields(value, { key: 'string', title: 'string' }) &&
    isFigures(value['all']) &&
    isList(value['points'], isPoint)
  )
}

function isItemFigures(value: unknown): value is QualityItemFigures {
  return hasFields(value, { itemId: 'string', title: 'string', section: 'string' }) && isCounts(value)
}

export function isQualityReport(value: unknown): value is QualityReport {
  return (
    hasFields(value, {
      group: 'string',
      step: 'string',
      rowsLeftOut: 'number',
      repeatWithinDays: 'number',
      timeZone: 'string',
    }) &&
    isFigures(value['all']) &&
    isList(value['rows'], isRow) &&
    isList(value['items'], isItemFigures)
  )
}
