import type { Topic, Topics } from '../contracts/topics.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import type { Bus, Handler, Unsubscribe } from './bus.ts'

interface MemoryBusOptions {
  /** Told of every handler that threw. */
  readonly onHandlerError: (topic: Topic, error: Error) => void
}

type AnyHandler = (message: never) => void

/**
 * The bus of one process. It delivers within `publish`, in order: a message published by a handler waits
 * until the current one has reached everybody, so that no subscriber sees an effect before its cause.
 */
export class MemoryBus implements Bus {
  readonly #handlers = new Map<Topic, Set<AnyHandler>>()
  readonly #onHandlerError: MemoryBusOptions['onHandlerError']
  #waiting: (() => void)[] = []
  #delivering = false
  #drained = false

  constructor(options: MemoryBusOptions) {
    this.#onHandlerError = options.onHandlerError
  }

  publish<T extends Topic>(topic: T, message: Topics[T]): void {
    if (this.#drained) return
    this.#waiting.push(() => this.#deliver(topic, message))
    if (this.#delivering) return
    this.#delivering = true
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) next()
    } finally {
      this.#delivering = false
    }
  }

  subscribe<T extends Topic>(topic: T, handler: Handler<Topics[T]>): Unsubscribe {
    const handlers = this.#handlers.get(topic) ?? new Set()
    this.#handlers.set(topic, handlers)
    // A wrapper of its own for each subscription: the same function may subscribe twice.
    const own: Handler<Topics[T]> = (message) => handler(message)
    handlers.add(own)
    return () => handlers.delete(own)
  }

  drain(): Promise<void> {
    this.#drained = true
    return Promise.resolve()
  }

  #deliver<T extends Topic>(topic: T, message: Topics[T]): void {
    const handlers: ReadonlySet<AnyHandler> = this.#handlers.get(topic) ?? new Set<AnyHandler>()
    for (const handler of [...handlers]) {
      // Another handler may have ended this subscription a moment ago.
      if (!handlers.has(handler)) continue
      try {
        ;(handler as Handler<Topics[T]>)(message)
      } catch (thrown) {
        this.#onHandlerError(topic, normaliseError(thrown))
      }
    }
  }
}
