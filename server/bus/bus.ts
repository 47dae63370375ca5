import type { Topic, Topics } from '../contracts/topics.ts'

export type Handler<T> = (message: T) => void

/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => void

/**
 * Carries messages between rooms. `test/contract/bus.contract.ts` says what every implementation must do:
 * messages of one topic reach each subscriber in the order they were published; a handler that throws
 * harms neither the publisher nor the other subscribers; nothing is delivered after `drain`.
 */
export interface Bus {
  publish<T extends Topic>(topic: T, message: Topics[T]): void
  subscribe<T extends Topic>(topic: T, handler: Handler<Topics[T]>): Unsubscribe
  /** Delivers what has been published, then refuses more. */
  drain(): Promise<void>
}
