import type { Role } from './access.ts'
import type { WallMs } from './time.ts'

/** Who looked at what a call holds, and who changed what. Never what was read or written. */
export interface AuditEntry {
  readonly at: WallMs
  /** Subject of the token. */
  readonly by: string
  readonly role: Role
  /** `POST /v1/cases/:id/actions`, or `watch` for a transcript followed live. Low in number. */
  readonly action: string
  /** The ids that the request named, with `/` between them; empty where it named none. */
  readonly about: string
}

export interface AuditQuery {
  readonly by?: string | undefined
  readonly about?: string | undefined
  /** Entries before this time; for paging. */
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}
