import type { CallId } from './call.ts'
import type { CallMs, WallMs } from './time.ts'

/** The door through which a customer reached the company. */
export type Channel = 'call' | 'web' | 'app' | 'chat' | 'email' | 'ivr' | 'social' | 'survey' | 'shop-floor'

/** In the order that stored states and tables use: add at the end. */
export const CHANNELS: readonly Channel[] = [
  'call',
  'web',
  'app',
  'chat',
  'email',
  'ivr',
  'social',
  'survey',
  'shop-floor',
]

/** Where in the customer's own journey it went wrong. */
export type JourneyStep = 'log-in' | 'search' | 'basket' | 'payment' | 'account' | 'other'

/** `other` where none of these fits. */
export const JOURNEY_STEPS: readonly JourneyStep[] = [
  'log-in',
  'search',
  'basket',
  'payment',
  'account',
  'other',
]

/** A code of the site's code frame, such as `web.login-fails`. */
export type CodeId = string

/**
 * What one customer said in one contact, or a further part of it: a call may be handed on utterance by
 * utterance under the same id. Texts are redacted and the customer's alone, never the agent's.
 */
export interface Contact {
  readonly id: string
  readonly channel: Channel
  readonly step: JourneyStep | null
  /** When the customer said or wrote it. */
  readonly at: WallMs
  /** The same for all contacts of one customer, so that nobody counts twice; null where it is not known. */
  readonly authorKey: string | null
  /** BCP 47, such as `en-US`. */
  readonly language: string
  /** Codes that were found in it. */
  readonly codes: readonly CodeId[]
  readonly texts: readonly string[]
  /** As the customer gave it, on the source's own scale; null where none was asked for. */
  readonly rating: number | null
  /** The feed that it came by, such as `telephony-west` or `app-store`. */
  readonly sourceId: string
}

/** A contact as the issues room sees it: with what an issue shows of it and the way back to the moment. */
export interface HeardContact extends Contact {
  /** How the customer's words sound, -1 (furious) to 1 (delighted); null where nothing tells. */
  readonly mood: number | null
  /** The call and the call time of the words; both null for what was written. */
  readonly callId: CallId | null
  readonly atMs: CallMs | null
  /** The queue of the call, or the team that the source names; null where nobody said. */
  readonly queue: string | null
}
