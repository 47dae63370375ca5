import type { ErrorCode } from '../contracts/errors.ts'
import type { IngestMessage } from './message.ts'

/**
 * `waiting`: nothing but a start or a resume is taken. `streaming`: audio flows. `stopping`: the source has
 * said stop, its last words are being finished. `closed`: whatever still arrives is dropped.
 */
export type SessionState = 'waiting' | 'streaming' | 'stopping' | 'closed'

export type Transition =
  | { readonly to: SessionState }
  | { readonly refuse: ErrorCode }
  /** Too late to matter; dropped and not worth an answer. */
  | 'ignore'

const waiting: Transition = { to: 'waiting' }
const streaming: Transition = { to: 'streaming' }
const stopping: Transition = { to: 'stopping' }
const startFirst: Transition = { refuse: 'START_MISSING' }
const startedAlready: Transition = { refuse: 'START_TWICE' }
const stoppedAlready: Transition = { refuse: 'FRAME_UNEXPECTED' }

/** What each message does in each state. It is total: the compiler asks for every new pair. */
export const TRANSITIONS: Readonly<
  Record<SessionState, Readonly<Record<IngestMessage['type'], Transition>>>
> = {
  waiting: {
    start: streaming,
    resume: streaming,
    audio: startFirst,
    update: startFirst,
    gap: startFirst,
    ping: waiting,
    stop: startFirst,
  },
  streaming: {
    start: startedAlready,
    resume: startedAlready,
    audio: streaming,
    update: streaming,
    gap: streaming,
    ping: streaming,
    stop: stopping,
  },
  stopping: {
    start: stoppedAlready,
    resume: stoppedAlready,
    audio: stoppedAlready,
    update: stoppedAlready,
    gap: stoppedAlready,
    ping: stopping,
    stop: 'ignore',
  },
  closed: {
    start: 'ignore',
    resume: 'ignore',
    audio: 'ignore',
    update: 'ignore',
    gap: 'ignore',
    ping: 'ignore',
    stop: 'ignore',
  },
}

/**
 * Whether a fault in this message ends the stream. Messages that carry or frame audio do: what follows could
 * not be told apart from noise. A bad side message in a running stream harms nothing; it is answered.
 */
export function endsStream(state: SessionState, type: IngestMessage['type'] | 'unreadable'): boolean {
  if (state === 'waiting') return true
  if (state !== 'streaming') return false
  return type === 'start' || type === 'resume' || type === 'audio' || type === 'stop'
}
