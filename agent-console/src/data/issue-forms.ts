import type { CodeEntry, IssueMap, IssueSettingsReport } from '../../../server/contracts/issue-desk.ts'
import type { AffectedContact, CodeDraft, IssueDetail } from '../../../server/contracts/issue-desk.ts'
import type { Change, Issue } from '../../../server/contracts/issue.ts'
import { hasFields, isList, isNumberOrNull, isRecord, isTextOrNull } from './shape.ts'

/** Checks of what the server says of issues, at the edge. */

const STATES: readonly unknown[] = [
  'new',
  'acknowledged',
  'owned',
  'fix-announced',
  'fixed',
  'verified',
  'closed',
]
const SEVERITIES: readonly unknown[] = ['info', 'low', 'medium', 'high', 'critical']
const NEEDS: readonly unknown[] = ['pain', 'itch', 'delight']

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function isCounts(value: unknown): value is Issue['counts'] {
  return hasFields(value, {
    contacts: 'number',
    lastHour: 'number',
    expectedLastHour: 'number',
    byChannel: 'record',
    byStep: 'record',
  })
}

function isQuote(value: unknown): value is Issue['quotes'][number] {
  return (
    hasFields(value, { contactId: 'string', channel: 'string', text: 'string', at: 'number' }) &&
    isTextOrNull(value['callId']) &&
    isNumberOrNull(value['atMs'])
  )
}

export function isChange(value: unknown): value is Change {
  return (
    hasFields(value, { changeId: 'string', kind: 'string', title: 'string', at: 'number' }) &&
    isTextOrNull(value['channel'])
  )
}

function isTask(value: unknown): value is Issue['tasks'][number] {
  return (
    hasFields(value, { taskId: 'string', title: 'string', acceptance: 'string' }) &&
    isTextOrNull(value['owner']) &&
    isNumberOrNull(value['dueAt']) &&
    isNumberOrNull(value['doneAt'])
  )
}

function isHistoryEntry(value: unknown): value is Issue['history'][number] {
  return hasFields(value, { at: 'number', action: 'string' }) && isTextOrNull(value['by'])
}

function isAdvice(value: unknown): boolean {
  if (value === null) return true
  return (
    hasFields(value, { text: 'string', by: 'string', at: 'number' }) && isNumberOrNull(value['fixExpectedAt'])
  )
}

function isCost(value: unknown): boolean {
  return value === null || hasFields(value, { soFar: 'number', nextHour: 'number', currency: 'string' })
}

function isVerification(value: unknown): boolean {
  if (value === null) return true
  return hasFields(value, { sinceAt: 'number', contacts: 'number', expected: 'number', result: 'string' })
}

const ISSUE_FIELDS = {
  issueId: 'string',
  revision: 'number',
  title: 'string',
  openedAt: 'number',
  onsetAt: 'number',
  updatedAt: 'number',
  active: 'boolean',
  timesReopened: 'number',
  growthPerHour: 'number',
  extraCallsNextHour: 'number',
  extraAgentsNextHour: 'number',
  kano: 'string',
} as const

export function isIssue(value: unknown): value is Issue {
  return (
    hasFields(value, ISSUE_FIELDS) &&
    STATES.includes(value['state']) &&
    SEVERITIES.includes(value['severity']) &&
    NEEDS.includes(value['need']) &&
    ['code', 'channel', 'step', 'unit', 'owner'].every((name) => isTextOrNull(value[name])) &&
    isNumberOrNull(value['silencedUntil']) &&
    isNumberOrNull(value['sentiment']) &&
    isCounts(value['counts']) &&
    isCost(value['cost']) &&
    isAdvice(value['advice']) &&
    isVerification(value['verification']) &&
    isList(value['features'], isText) &&
    isList(value['queues'], isText) &&
    isList(value['quotes'], isQuote) &&
    isList(value['changesBefore'], isChange) &&
    isList(value['tasks'], isTask) &&
    isList(value['history'], isHistoryEntry)
  )
}

function isSeries(value: unknown): value is IssueDetail['series'] {
  return (
    hasFields(value, { startAt: 'number', stepMs: 'number' }) &&
    isList(value['seen'], isNumber) &&
    isList(value['expected'], isNumber)
  )
}

export function isIssueDetail(value: unknown): value is IssueDetail {
  return isRecord(value) && isIssue(value['issue']) && isSeries(value['series'])
}

export function isAffected(value: unknown): value is AffectedContact {
  return (
    hasFields(value, { contactId: 'string', channel: 'string', at: 'number' }) &&
    ['step', 'callId', 'queue'].every((name) => isTextOrNull(value[name])) &&
    isNumberOrNull(value['atMs'])
  )
}

export function isCodeEntry(value: unknown): value is CodeEntry {
  return (
    hasFields(value, { id: 'string', title: 'string' }) &&
    ['parent', 'channel', 'step', 'unit'].every((name) => isTextOrNull(value[name]))
  )
}

function isCell(value: unknown): value is IssueMap['cells'][number] {
  return hasFields(value, {
    code: 'string',
    channel: 'string',
    contacts: 'number',
    lastHour: 'number',
    expectedLastHour: 'number',
  })
}

function isUncodedWord(value: unknown): value is IssueMap['coverage']['uncodedWords'][number] {
  return hasFields(value, { words: 'string', share: 'number' })
}

export function isIssueMap(value: unknown): value is IssueMap {
  if (!hasFields(value, { since: 'number', coverage: 'record' })) return false
  const { coverage } = value
  return (
    isList(value['codes'], isCodeEntry) &&
    isList(value['cells'], isCell) &&
    hasFields(coverage, { contacts: 'number', coded: 'number' }) &&
    isList(coverage['uncodedWords'], isUncodedWord)
  )
}

export function isCodeDraft(value: unknown): value is CodeDraft {
  return hasFields(value, {
    issueId: 'string',
    id: 'string',
    file: 'string',
    text: 'string',
    testFile: 'string',
    testText: 'string',
  })
}

export function isSettingsReport(value: unknown): value is IssueSettingsReport {
  if (!isRecord(value) || !isList(value['inWords'], isText)) return false
  const { settings } = value
  if (
    !hasFields(settings, {
      codeFalseAlarmsPerWeek: 'number',
      phraseFalseAlarmsPerWeek: 'number',
      handlingSeconds: 'number',
    })
  )
    return false
  const { costPerHour } = settings
  return costPerHour === null || hasFields(costPerHour, { amount: 'number', currency: 'string' })
}
