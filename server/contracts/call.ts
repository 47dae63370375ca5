import type { CallMs, WallMs } from './time.ts'

/** Identifies one conversation; chosen by the telephony side, joined on by its streams. 1 to 128 characters. */
export type CallId = string

/** The two sides of a call. A call has at most one audio stream a side at any moment. */
export type Party = 'agent' | 'customer'

export const PARTIES: readonly Party[] = ['agent', 'customer']

/** The door that the call's audio came through. */
export type AudioSource = 'native' | 'grpc' | 'twilio'

/** What is known of a call when it starts; changes arrive as `CallUpdate`. */
export interface CallInfo {
  readonly callId: CallId
  readonly startedAt: WallMs
  /** The agent on the call, or null while nobody has said so. */
  readonly agentId: string | null
  /** BCP 47 tag of the language spoken, for example `en-US`. */
  readonly language: string
  readonly source: AudioSource
  /**
   * Attributes of the telephony system or CRM (queue, skill, tier…). At most 64, values up to 1,024 characters.
   * Names that begin with `earshot.` are the server's own findings.
   */
  readonly attributes: Readonly<Record<string, string>>
  /** The call that this one is the rest of, after a restart of the server: call time 0 here is `atMs` there. */
  readonly continues?: { readonly callId: CallId; readonly atMs: CallMs } | undefined
}

/** A call that comes back within this time after a restart goes on where it was; in milliseconds of wall time. */
export const CONTINUES_WITHIN_MS = 600_000

/** Why a call ended. `abandoned`: its audio vanished and did not come back within the resume window. */
export type EndReason = 'completed' | 'abandoned' | 'shutdown' | 'failed'
