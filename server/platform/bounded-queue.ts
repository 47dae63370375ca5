/** A first-in-first-out queue with a limit; when full it drops the oldest and says so. */
export class BoundedQueue<T> {
  readonly #limit: number
  #items: T[] = []
  #head = 0
  #dropped = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#items.length - this.#head
  }

  /** How many items have been dropped since the queue was made. */
  get dropped(): number {
    return this.#dropped
  }

  /** Adds an item; returns the item that had to go, or undefined. */
  push(item: T): T | undefined {
    this.#items.push(item)
    if (this.size <= this.#limit) return undefined
    this.#dropped += 1
    return this.shift()
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined
    const item = this.#items[this.#head]
    this.#head += 1
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.slice(this.#head)[Symbol.iterator]()
  }
}
