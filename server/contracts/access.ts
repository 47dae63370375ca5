import type { FloorPlace } from './floor.ts'
import type { WallMs } from './time.ts'

/** Who somebody is to Earshot. `ingest` is a telephony system that may only bring audio. */
export const ROLES = ['agent', 'supervisor', 'analyst', 'digital', 'admin', 'ingest'] as const

export type Role = (typeof ROLES)[number]

/** The part of the floor that somebody answers for: these teams, and all teams of these sites. */
export interface AccessScope {
  readonly sites: readonly string[]
  readonly teams: readonly string[]
}

/** Whether a place belongs to that part; without a scope every place does, also the one that nobody knows. */
export function isInScope(scope: AccessScope | undefined, { site, team }: FloorPlace): boolean {
  if (scope === undefined) return true
  return (team !== null && scope.teams.includes(team)) || (site !== null && scope.sites.includes(site))
}

/** A verified token. */
export interface Principal {
  readonly subject: string
  readonly role: Role
  /** The agent's id; always present for role `agent`, null otherwise. */
  readonly agentId: string | null
  /** Supervisors only: of a team or a site. Absent: of the whole organisation. */
  readonly scope?: AccessScope | undefined
  readonly expiresAt: WallMs
}

/** Turns a bearer token into a principal. Implemented by the access room. */
export interface Authenticator {
  /** @throws AppError `TOKEN_MISSING`, `TOKEN_INVALID` or `TOKEN_EXPIRED`. */
  verify(token: string | undefined): Promise<Principal>
}
