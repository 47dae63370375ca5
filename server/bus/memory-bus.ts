import type { Topic, Topics } from '../contracts/topics.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import type { Bus, Handler, Unsubscribe } from './bus.ts'

interface MemoryBusOptions {
  /** Told of every handler that threw. */
  readonly onHandlerError: (topic: Topic, error: Error) => void
}

/** One set a topic from the start, so that the compiler follows each topic to its handlers. */
type Handlers = { readonly [T in Topic]: Set<Handler<Topics[T]>> }

/**
 * The bus of one process. It delivers within `publish`, in order: a message published by a handler waits
 * until the current one has reached everybody, so that no subscriber sees an effect before its cause.
 */
export class MemoryBus implements Bus {
  readonly #handlers: Handlers = {
    call: new Set(),
    transcript: new Set(),
    feedback: new Set(),
    match: new Set(),
    outcome: new Set(),
    case: new Set(),
    issue: new Set(),
    notice: new Set(),
    assist: new Set(),
    label: new Set(),
    'wrap-up': new Set(),
  }
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
    const handlers: Set<Handler<Topics[T]>> = this.#handlers[topic]
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
    const handlers: ReadonlySet<Handler<Topics[T]>> = this.#handlers[topic]
    for (const handler of [...handlers]) {
      // Another handler may have ended this subscription a moment ago.
      if (!handlers.has(handler)) continue
      try {
        handler(message)
      } catch (thrown) {
        this.#onHandlerError(topic, normaliseError(thrown))
      }
    }
  }
}
