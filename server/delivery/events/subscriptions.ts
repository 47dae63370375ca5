import type { Principal, Role } from '../../contracts/access.ts'
import { assertNever } from '../../contracts/assert-never.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallSummary, SequencedEvent } from '../../contracts/events.ts'
import type { Outcome } from '../../contracts/outcome.ts'

/** Whom an event concerns, fixed when it happened: a later transfer does not open the past. */
export interface Audience {
  /** The agent it belongs to; null: no agent may see it. */
  readonly agentId: string | null
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

/** Roles that see every call. */
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
  return event.type === 'issue' ? null : event.callId
}

/** Whether this reader is sent this event. The only place that decides it. */
export function maySee({ principal, event, audience, watched }: Sighting): boolean {
  if (event.type === 'issue') return audience.agentOnly !== true && maySeeIssues(principal)
  if (isOverseer(principal)) return audience.agentOnly !== true && (watched || !isTranscript(event))
  if (event.type === 'outcome') return maySeeOutcome(principal, event)
  return isOwn(principal, audience.agentId)
}

/** Whether issues may be shown to this principal, with their customers' words; agents get a card instead. */
export function maySeeIssues(principal: Principal): boolean {
  return ISSUE_READERS.includes(principal.role)
}

/** Whether an outcome may be shown to this principal, live or from the store. */
export function maySeeOutcome(
  principal: Principal,
  outcome: Pick<Outcome, 'kind' | 'state' | 'agentId'>,
): boolean {
  if (isOverseer(principal)) return true
  if (principal.role === 'digital') return outcome.kind === 'issue'
  return isOwn(principal, outcome.agentId) && outcome.kind === 'prompt' && outcome.state !== 'held'
}

/** Whether a call may be shown to this principal, by the agent who has it now. */
export function maySeeCall(principal: Principal, call: { readonly agentId: string | null }): boolean {
  return isOverseer(principal) || isOwn(principal, call.agentId)
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
    case 'case':
      return false
    default:
      return assertNever(event)
  }
}
