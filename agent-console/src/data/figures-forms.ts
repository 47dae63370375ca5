import type { FiguresReport, OutcomeBehind } from '../../../server/contracts/figures.ts'
import { hasFields, isList, isRecord } from './shape.ts'

/** Checks of what the server says in figures, at the edge. */

const STAGES = ['network', 'settle', 'recognise', 'rules', 'actions', 'wait', 'deliver', 'paint']

function isDelay(value: unknown): boolean {
  return hasFields(value, { n: 'number' })
}

function isHonest(value: unknown): value is FiguresReport['all'] {
  const counts = {
    agentHours: 'number',
    prompts: 'number',
    seen: 'number',
    usedOfSeen: 'number',
    alerts: 'number',
    alertsSeen: 'number',
    used: 'number',
    notNow: 'number',
    wrong: 'number',
    retracted: 'number',
    held: 'number',
    wordToPainted: 'record',
    stages: 'record',
  } as const
  if (!hasFields(value, counts)) return false
  const { stages, wordToPainted } = value
  return isDelay(wordToPainted) && isRecord(stages) && STAGES.every((stage) => isDelay(stages[stage]))
}

function isPoint(value: unknown): value is FiguresReport['points'][number] {
  return hasFields(value, { at: 'number' }) && isHonest(value)
}

function isRule(value: unknown): value is FiguresReport['rules'][number] {
  return hasFields(value, {
    ruleId: 'string',
    title: 'string',
    fired: 'number',
    shown: 'number',
    held: 'number',
    retracted: 'number',
    seen: 'number',
    used: 'number',
    notNow: 'number',
    wrong: 'number',
  })
}

function isPlace(value: unknown): value is FiguresReport['places'][number] {
  return isRecord(value) && isNameOrNull(value['site']) && isNameOrNull(value['team'])
}

function isNameOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string'
}

export function isFiguresReport(value: unknown): value is FiguresReport {
  return (
    hasFields(value, { step: 'string', timeZone: 'string', daysToCount: 'number' }) &&
    hasFields(value, { from: 'number', to: 'number' }) &&
    isHonest(value['all']) &&
    isList(value['points'], isPoint) &&
    isList(value['rules'], isRule) &&
    isList(value['places'], isPlace)
  )
}

export function isOutcomeBehind(value: unknown): value is OutcomeBehind {
  return hasFields(value, {
    outcomeId: 'string',
    callId: 'string',
    kind: 'string',
    state: 'string',
    reason: 'string',
    atMs: 'number',
    createdAt: 'number',
    seen: 'boolean',
    verdicts: 'list',
  })
}
