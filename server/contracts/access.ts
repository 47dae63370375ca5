import type { WallMs } from './time.ts'

/** Who somebody is to Earshot. `ingest` is a telephony system that may only bring audio. */
export const ROLES = ['agent', 'supervisor', 'analyst', 'digital', 'admin', 'ingest'] as const

export type Role = (typeof ROLES)[number]

/** A verified token. */
export interface Principal {
  readonly subject: string
  readonly role: Role
  /** The agent's id; always present for role `agent`, null otherwise. */
  readonly agentId: string | null
  readonly expiresAt: WallMs
}

/** Turns a bearer token into a principal. Implemented by the access room. */
export interface Authenticator {
  /** @throws AppError `TOKEN_MISSING`, `TOKEN_INVALID` or `TOKEN_EXPIRED`. */
  verify(token: string | undefined): Promise<Principal>
}
