import type { CallChange } from '../../../contracts/audio.ts'
import type { CallInfo, Party } from '../../../contracts/call.ts'
import type { CallMs } from '../../../contracts/time.ts'
import type { Word } from '../../../contracts/transcript.ts'

/**
 * Something that happened in a call, at its call time. They are taken in that order; one that is known too late
 * is taken when it is known.
 */
export type Fact =
  /** The call begins, or goes on after a restart; then `atMs` is where it goes on. */
  | { readonly kind: 'start'; readonly atMs: CallMs; readonly call: CallInfo }
  /** The first word of an utterance begins. */
  | {
      readonly kind: 'begins'
      readonly atMs: CallMs
      readonly utteranceId: string
      readonly party: Party
    }
  /** The last word of an utterance ends. */
  | {
      readonly kind: 'spoken'
      readonly atMs: CallMs
      readonly utteranceId: string
      readonly party: Party
      readonly startMs: CallMs
      readonly words: readonly Word[]
    }
  | { readonly kind: 'change'; readonly atMs: CallMs; readonly change: CallChange }
  | { readonly kind: 'end'; readonly atMs: CallMs }

export type SpokenFact = Extract<Fact, { kind: 'spoken' }>
