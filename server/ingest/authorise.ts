import type { Principal } from '../contracts/access.ts'
import { AppError } from '../contracts/errors.ts'

/**
 * Whether a principal may bring audio at all, before any call is named.
 * @throws AppError `FORBIDDEN`.
 */
export function authoriseStreaming(principal: Principal): void {
  if (principal.role === 'ingest' || principal.role === 'admin' || principal.role === 'agent') return
  throw new AppError('FORBIDDEN', 'Audio may be brought by the roles ingest, agent and admin.')
}

/**
 * The agent whom a new call belongs to: an agent's own call always carries the agent's own id.
 * @throws AppError `FORBIDDEN` when an agent names another.
 */
export function agentOfNewCall(principal: Principal, asked: string | undefined): string | null {
  if (principal.role !== 'agent') return asked ?? null
  if (asked !== undefined && asked !== principal.agentId) throw new AppError('FORBIDDEN', OWN_CALLS)
  return principal.agentId
}

/**
 * Whether a principal may join, resume or change a call that exists. An agent cannot join a call without an
 * agent either: claiming it would open its transcript.
 * @throws AppError `FORBIDDEN`.
 */
export function authoriseCall(principal: Principal, call: { readonly agentId: string | null }): void {
  authoriseStreaming(principal)
  if (!mayTakePart(principal, call)) throw new AppError('FORBIDDEN', OWN_CALLS)
}

/** Whether somebody who may bring audio may bring it to this call. */
export function mayTakePart(principal: Principal, call: { readonly agentId: string | null }): boolean {
  return principal.role !== 'agent' || call.agentId === principal.agentId
}

/**
 * Whether a principal may give a call to this agent.
 * @throws AppError `FORBIDDEN` when an agent names another.
 */
export function authoriseAgentChange(principal: Principal, agentId: string | undefined): void {
  if (agentId === undefined || principal.role !== 'agent' || agentId === principal.agentId) return
  throw new AppError('FORBIDDEN', OWN_CALLS)
}

const OWN_CALLS = 'agentId: expected the agent of the token; an agent may only bring own calls.'
