import type { Channel, JourneyStep } from './contact.ts'
import type { WallMs } from './time.ts'

/** One turn of a written conversation. */
export interface FeedbackTurn {
  readonly party: 'agent' | 'customer'
  readonly text: string
  readonly at: WallMs | null
}

/**
 * What a customer wrote on a digital channel, as it travels inside: redacted. Texts of the company's own side are only
 * in `turns`.
 */
export interface DigitalFeedback {
  readonly type: 'feedback'
  /** Chosen by the source, unique within it; the same id again is the same feedback. */
  readonly feedbackId: string
  /** The feed that it came by, such as `web-snippet` or `app-store`. */
  readonly sourceId: string
  readonly channel: Exclude<Channel, 'call'>
  readonly step: JourneyStep | null
  /** When it was written, as the source says; when it arrived where it does not. */
  readonly at: WallMs
  readonly receivedAt: WallMs
  /** A keyed hash of whatever names the customer; null where nothing does. */
  readonly authorKey: string | null
  /** BCP 47, such as `en-US`; `und` where nobody said and it could not be told. */
  readonly language: string
  /** The customer's words. */
  readonly text: string
  /** A chat or a thread, in order; empty for a single text. */
  readonly turns: readonly FeedbackTurn[]
  /** As the customer gave it, with the scale it was asked on; null where none was. */
  readonly rating: { readonly value: number; readonly min: number; readonly max: number } | null
  /** Path of the page or name of the screen that it was written on, without query and fragment. */
  readonly page: string | null
  readonly queue: string | null
}
