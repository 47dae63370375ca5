import { BoundedQueue } from '../../platform/bounded-queue.ts'
import type { ReaderTransport } from './reader-transport.ts'

/** A message that waits; its payload becomes null when a newer one says all that it did. */
export interface Waiting {
  readonly seq: number | null
  readonly payload: Buffer | null
}

export interface OutboxLimits {
  readonly socketBytes: number
  readonly outboxEvents: number
  readonly outboxBytes: number
}

export interface OutboxOptions {
  readonly transport: ReaderTransport
  readonly limits: OutboxLimits
  readonly onSent: () => void
  /** A waiting message was skipped because a newer one replaced it. */
  readonly onReplaced: () => void
  /** The reader caught up after it missed that many; it now needs to be told where it is. */
  readonly onCaughtUp: (missed: number) => void
}

/**
 * What waits for one reader. While its socket takes everything, nothing waits. A slow reader is spared what
 * newer messages replace; when even that is too much, everything waiting is given up and counted until the
 * socket has drained. It holds no more than its limits, and never makes another reader wait.
 */
export class Outbox {
  readonly #options: OutboxOptions
  #waiting = new BoundedQueue<Waiting>(Infinity)
  #waitingBytes = 0
  /** Null: nothing is missed. */
  #missed: number | null = null
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  push(message: Waiting): void {
    if (message.payload === null || this.#closed) return
    if (this.#missed !== null) {
      if (message.seq !== null) this.#missed += 1
      return
    }
    if (this.#waiting.size === 0 && this.#socketHasRoom()) {
      this.#send(message)
      return
    }
    this.#waiting.push(message)
    this.#waitingBytes += message.payload.length
    if (this.#isOver(1)) this.#relieve()
  }

  /** Lets go of everything; later messages go nowhere. */
  close(): void {
    this.#closed = true
    this.#missed = null
    this.#clear()
  }

  readonly #onTaken = (): void => {
    for (let next = this.#takeWaiting(); next !== undefined; next = this.#takeWaiting()) this.#send(next)
    // Not zero: a ping may be on its way behind the last message, and nothing tells when that is taken.
    const { transport, limits } = this.#options
    if (this.#missed === null || transport.bufferedBytes > limits.socketBytes / 4) return
    const missed = this.#missed
    this.#missed = null
    this.#options.onCaughtUp(missed)
  }

  #takeWaiting(): Waiting | undefined {
    if (!this.#socketHasRoom()) return undefined
    const next = this.#waiting.shift()
    if (next !== undefined) this.#waitingBytes -= next.payload?.length ?? 0
    if (this.#waiting.size === 0) this.#waitingBytes = 0
    return next
  }

  #send({ seq, payload }: Waiting): void {
    if (payload === null) {
      this.#options.onReplaced()
      return
    }
    this.#options.onSent()
    this.#options.transport.send({ seq, payload }, this.#onTaken)
  }

  #relieve(): void {
    const kept = new BoundedQueue<Waiting>(Infinity)
    let bytes = 0
    for (const message of this.#waiting) {
      if (message.payload === null) {
        this.#options.onReplaced()
      } else {
        kept.push(message)
        bytes += message.payload.length
      }
    }
    this.#waiting = kept
    this.#waitingBytes = bytes
    // Room for one more would only bring the next message back here.
    if (this.#isOver(0.75)) this.#giveUp()
  }

  #giveUp(): void {
    this.#missed = [...this.#waiting].filter((message) => message.seq !== null).length
    this.#clear()
  }

  #clear(): void {
    this.#waiting = new BoundedQueue(Infinity)
    this.#waitingBytes = 0
  }

  #isOver(share: number): boolean {
    const { outboxEvents, outboxBytes } = this.#options.limits
    return this.#waiting.size > outboxEvents * share || this.#waitingBytes > outboxBytes * share
  }

  #socketHasRoom(): boolean {
    return this.#options.transport.bufferedBytes < this.#options.limits.socketBytes
  }
}
