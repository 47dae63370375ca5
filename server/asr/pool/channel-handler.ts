import type { RecognitionRate } from '../../contracts/audio.ts'
import type { ChannelMessage } from '../ipc-message.ts'

/** A channel's way to the worker that serves it now. Dead as soon as `detached` is called. */
export interface ChannelPort {
  open(options: { readonly speaking: boolean }): void
  audio(chunk: { readonly atMs: number; readonly rate: RecognitionRate; readonly samples: Int16Array }): void
  flush(): void
  /**
   * Goes over to the worker that takes this one's place, now: `detached` and `attached` are called before it
   * returns. Without effect while that worker is not ready; it will then be asked for again.
   */
  leave(): void
}

/** Whoever wants to be served by a worker. */
export interface ChannelHandler {
  /** A worker is ready; called again with another one after `detached`. */
  attached(port: ChannelPort): void
  /** The worker is gone for this channel, with all that it had not answered. */
  detached(why: 'died' | 'moved'): void
  message(message: ChannelMessage): void
  /** The worker is to be replaced: the handler leaves it as soon as nothing is unsettled there. */
  askedToLeave(): void
}
