import { isInScope, type Principal, type Role } from '../../contracts/access.ts'
import type { AlertCase, CaseActionType } from '../../contracts/alert-case.ts'
import { assertNever } from '../../contracts/assert-never.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallSummary, SequencedEvent } from '../../contracts/events.ts'
import type { FloorPlace } from '../../contracts/floor.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { VolumeNotice } from '../../contracts/volume-notice.ts'

/** Whom an event concerns, fixed when it happened: a later transfer does not open the past. */
export interface Audience {
  /** The agent it belongs to; null: no agent may see it. */
  readonly agentId: string | null
  /** Where the calls are that it is about; null: it is about none, as an issue. */
  readonly places: readonly FloorPlace[] | null
  /** Where its call was until this event moved it. */
  readonly from?: FloorPlace
  /** For nobody but that agent. */
  readonly agentOnly?: true
  /** The agent who takes the call with this event, and gets a snapshot of it in its place. */
  readonly joins?: string
}

export interface Sighting {
  readonly principal: Principal
  readonly event: SequencedEvent
  readonly audience: Audience
  /** Whether the reader watches the event's call; false where it belongs to none. */
  readonly watched: boolean
}

/** Roles that see every call, or every one in their scope. */
const OVERSEERS: ReadonlySet<Role> = new Set<Role>(['supervisor', 'analyst', 'admin'])

/** Roles that see issues. */
export const ISSUE_READERS: readonly Role[] = [...OVERSEERS, 'digital']

/** Roles that may read events at all. */
export const READERS: ReadonlySet<Role> = new Set<Role>([...OVERSEERS, 'agent', 'digital'])

export function isOverseer(principal: Principal): boolean {
  return OVERSEERS.has(principal.role)
}

/** The call that an event belongs to; null: it is about many. */
export function callIdOf(event: SequencedEvent): CallId | null {
  return isOfIssues(event) ? null : event.callId
}

/** Whether this reader is sent this event. The only place that decides it. */
export function maySee({ principal, event, audience, watched }: Sighting): boolean {
  if (isOfIssues(event)) return audience.agentOnly !== true && maySeeIssues(principal)
  if (isOverseer(principal)) {
    if (audience.agentOnly === true || !answersFor(principal, audience.places ?? [])) return false
    return watched || !isTranscript(event)
  }
  if (event.type === 'outcome') return isMeantFor(principal, event)
  return isOwn(principal, audience.agentId)
}

/** Whether the call of this event becomes this reader's with it, who gets a snapshot of the call in its place. */
export function joins(principal: Principal, { from, joins: agentId, places }: Audience): boolean {
  if (principal.agentId !== null) return agentId === principal.agentId
  return from !== undefined && !answersFor(principal, [from]) && answersFor(principal, places ?? [])
}

/** Whether the call of this event is this reader's no longer, who gets a snapshot without it in its place. */
export function leaves(principal: Principal, { from, places }: Audience): boolean {
  if (principal.scope === undefined || from === undefined) return false
  return answersFor(principal, [from]) && !answersFor(principal, places ?? [])
}

/** What of an event this reader is shown; the same event where that is all of it. */
export function asSeenBy(principal: Principal, event: SequencedEvent): SequencedEvent {
  return event.type === 'case' ? caseAsSeenBy(principal, event) : event
}

/** A case about many calls as whoever answers for some of them may see it. */
export function caseAsSeenBy(principal: Principal, alertCase: AlertCase): AlertCase {
  const { scope } = principal
  if (scope === undefined || alertCase.group === null) return alertCase
  const calls = alertCase.group.calls.filter(({ place }) => isInScope(scope, place))
  return {
    ...alertCase,
    places: alertCase.places.filter((place) => isInScope(scope, place)),
    group: { ...alertCase.group, calls, callsInAll: calls.length },
  }
}

/** What is of no call, and for those who see issues. */
function isOfIssues(event: SequencedEvent): event is Issue | VolumeNotice {
  return event.type === 'issue' || event.type === 'notice'
}

/** Whether issues may be shown to this principal, with their customers' words; agents get a card instead. */
export function maySeeIssues(principal: Principal): boolean {
  return ISSUE_READERS.includes(principal.role)
}

/** Whether an outcome may be shown to this principal, live or from the store. */
export function maySeeOutcome(
  principal: Principal,
  outcome: Pick<Outcome, 'kind' | 'state' | 'agentId'>,
  place: FloorPlace,
): boolean {
  return isOverseer(principal) ? answersFor(principal, [place]) : isMeantFor(principal, outcome)
}

/** The same for an outcome of those that the store found in the principal's scope. */
export function maySeeOutcomeInScope(
  principal: Principal,
  outcome: Pick<Outcome, 'kind' | 'state' | 'agentId'>,
): boolean {
  return isOverseer(principal) || isMeantFor(principal, outcome)
}

function isMeantFor(principal: Principal, outcome: Pick<Outcome, 'kind' | 'state' | 'agentId'>): boolean {
  if (principal.role === 'digital') return outcome.kind === 'issue'
  return isOwn(principal, outcome.agentId) && outcome.kind === 'prompt' && outcome.state !== 'held'
}

/** A call with where it is, live or from the store. */
export interface PlacedCall {
  readonly call: { readonly agentId: string | null }
  readonly place: FloorPlace
}

/** Whether a call with all that is in it may be shown to this principal, by who has it now. */
export function maySeeCall(principal: Principal, { call, place }: PlacedCall): boolean {
  return isOverseer(principal) ? answersFor(principal, [place]) : isOwn(principal, call.agentId)
}

/** Whether a case may be shown to this principal, or what `caseAsSeenBy` leaves of it. */
export function maySeeCase(principal: Principal, places: readonly FloorPlace[]): boolean {
  return isOverseer(principal) && answersFor(principal, places)
}

/** Whoever does not see all calls of a case may look at it and leave a note, and decides nothing for the others. */
export function mayActOnCase(
  principal: Principal,
  places: readonly FloorPlace[],
  action: CaseActionType,
): boolean {
  const seesAll = places.every((place) => answersFor(principal, [place]))
  return maySeeCase(principal, places) && (seesAll || action === 'see' || action === 'note')
}

/** A call's summary for whoever may not know of alerts, not even their number. */
export function withoutAlerts(summary: CallSummary): CallSummary {
  return { ...summary, alerts: 0, openCase: null }
}

export interface TranscriptSighting {
  readonly principal: Principal
  readonly callId: CallId
  readonly watched: ReadonlySet<CallId>
}

/** Whether a snapshot of a call that may be seen comes with its words. */
export function maySeeTranscript({ principal, callId, watched }: TranscriptSighting): boolean {
  return !isOverseer(principal) || watched.has(callId)
}

/** Whether one of these places is in the principal's scope; without a scope even a place that nobody knows is. */
function answersFor({ scope }: Principal, places: readonly FloorPlace[]): boolean {
  return scope === undefined || places.some((place) => isInScope(scope, place))
}

function isOwn(principal: Principal, agentId: string | null): boolean {
  return principal.role === 'agent' && agentId !== null && principal.agentId === agentId
}

function isTranscript(event: SequencedEvent): boolean {
  switch (event.type) {
    case 'utterance':
    case 'gap':
    case 'assist':
      return true
    case 'start':
    case 'update':
    case 'end':
    case 'call':
    case 'outcome':
    case 'issue':
    case 'notice':
    case 'case':
      return false
    default:
      return assertNever(event)
  }
}
