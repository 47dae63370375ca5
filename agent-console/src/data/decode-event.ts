import type { AlertCase } from '../../../server/contracts/alert-case.ts'
import type { CallSnapshot, HoldSpan, ServerEvent } from '../../../server/contracts/events.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { Utterance } from '../../../server/contracts/transcript.ts'
import { isAssist } from './assist-forms.ts'
import { isIssue } from './issue-forms.ts'
import { isNotice } from './notices.ts'
import { hasFields, isList, isRecord, type JsonRecord, parseJson } from './shape.ts'

/**
 * Decodes one frame of `/v1/events`. Null for what is no event or of a type that this console does not
 * know: a newer server must not break an older page.
 */
export function decodeEvent(data: unknown): ServerEvent | null {
  const value = parseJson(data)
  return isServerEvent(value) ? value : null
}

type EventType = ServerEvent['type']

const FORMS: Readonly<Record<EventType, (value: JsonRecord) => boolean>> = {
  hello: (value) => hasFields(value, { epoch: 'string', serverNow: 'number', resumed: 'boolean' }),
  pong: (value) => hasFields(value, { clientNow: 'number', serverNow: 'number' }),
  snapshot: (value) =>
    isPositioned(value) &&
    typeof value['complete'] === 'boolean' &&
    isList(value['calls'], isCallSnapshot) &&
    (value['issues'] === undefined || isList(value['issues'], isIssue)) &&
    (value['notices'] === undefined || isList(value['notices'], isNotice)) &&
    (value['cases'] === undefined || isList(value['cases'], isCase)),
  missed: (value) => isPositioned(value) && typeof value['missed'] === 'number',
  start: (value) => isOfCall(value) && isCallInfo(value['call']),
  update: (value) => isOfCall(value) && isRecord(value['change']),
  utterance: (value) => isPositioned(value) && isUtterance(value),
  gap: (value) => isOfCall(value) && hasFields(value, { party: 'string', durationMs: 'number' }),
  end: (value) => isOfCall(value) && hasFields(value, { durationMs: 'number', reason: 'string' }),
  call: (value) => isPositioned(value) && isSummary(value),
  outcome: (value) => isPositioned(value) && isOutcome(value),
  issue: (value) => isPositioned(value) && isIssue(value),
  notice: (value) => isPositioned(value) && isNotice(value),
  case: (value) => isPositioned(value) && isCase(value),
  assist: (value) => isPositioned(value) && isAssist(value),
}

function isEventType(value: unknown): value is EventType {
  return typeof value === 'string' && Object.hasOwn(FORMS, value)
}

function isServerEvent(value: unknown): value is ServerEvent {
  return isRecord(value) && isEventType(value['type']) && FORMS[value['type']](value)
}

function isPositioned(value: JsonRecord): boolean {
  return typeof value['eventSeq'] === 'number'
}

function isOfCall(value: JsonRecord): boolean {
  return isPositioned(value) && hasFields(value, { callId: 'string', atMs: 'number' })
}

function isCallInfo(value: unknown): boolean {
  return hasFields(value, { callId: 'string', startedAt: 'number', attributes: 'record' })
}

function isSummary(value: unknown): boolean {
  return (
    hasFields(value, {
      callId: 'string',
      state: 'string',
      atMs: 'number',
      lagMs: 'number',
      talkMs: 'record',
      silenceMs: 'number',
      overlap: 'number',
    }) &&
    isCallInfo(value['call']) &&
    isMood(value['mood'])
  )
}

function isMood(value: unknown): boolean {
  return value === null || hasFields(value, { level: 'number', stepMs: 'number', levels: 'list' })
}

export function isUtterance(value: unknown): value is Utterance {
  return hasFields(value, {
    callId: 'string',
    utteranceId: 'string',
    party: 'string',
    state: 'string',
    startMs: 'number',
    text: 'string',
    words: 'list',
  })
}

export function isOutcome(value: unknown): value is Outcome {
  return (
    hasFields(value, {
      outcomeId: 'string',
      kind: 'string',
      callId: 'string',
      title: 'string',
      text: 'string',
      severity: 'string',
      priority: 'number',
      state: 'string',
      atMs: 'number',
    }) && hasFields(value['evidence'], { condition: 'string', words: 'list' })
  )
}

export function isCase(value: unknown): value is AlertCase {
  return (
    hasFields(value, {
      caseId: 'string',
      revision: 'number',
      state: 'string',
      title: 'string',
      severity: 'string',
      openedAt: 'number',
      alerts: 'list',
      history: 'list',
      effects: 'list',
    }) && isAboutCalls(value)
  )
}

/** A case is about one call, or about many. */
function isAboutCalls({ callId, group }: JsonRecord): boolean {
  return typeof callId === 'string' ? group === null : isGroup(group)
}

function isGroup(value: unknown): boolean {
  return (
    hasFields(value, { ruleId: 'string', since: 'number', callsInAll: 'number' }) &&
    isList(value['calls'], (call) =>
      hasFields(call, { callId: 'string', outcomeId: 'string', at: 'number', place: 'record' }),
    )
  )
}

function isHold(value: unknown): value is HoldSpan {
  return hasFields(value, { fromMs: 'number' })
}

function isCallSnapshot(value: unknown): value is CallSnapshot {
  return (
    isRecord(value) &&
    isSummary(value['summary']) &&
    typeof value['utterancesLeftOut'] === 'number' &&
    isList(value['utterances'], isUtterance) &&
    isList(value['outcomes'], isOutcome) &&
    isList(value['holds'], isHold) &&
    (value['assist'] === undefined || isAssist(value['assist']))
  )
}
