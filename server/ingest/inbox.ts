import type { AppError } from '../contracts/errors.ts'
import type { IngestMessage } from './message.ts'

/** A message that the door could not read, in its turn. */
interface UnreadableMessage {
  readonly type: 'unreadable'
  readonly error: AppError
}

export type InboxItem = IngestMessage | UnreadableMessage

/** Bytes of audio taken at once: at most two seconds at 8 kHz mono, so that a hold takes hold in time. */
const SLICE_BYTES = 16_384

/**
 * A session's messages in order, long audio cut into slices. It is short: while the session takes nothing, the
 * connection is paused, and only what had been read before can still arrive.
 */
export class Inbox {
  #items: InboxItem[] = []

  get size(): number {
    return this.#items.length
  }

  get nextType(): InboxItem['type'] | undefined {
    return this.#items[0]?.type
  }

  push(item: InboxItem): void {
    this.#items.push(item)
  }

  /** Puts a message back to be the next one. */
  putBack(item: InboxItem): void {
    this.#items.unshift(item)
  }

  shift(): InboxItem | undefined {
    const item = this.#items.shift()
    if (item?.type !== 'audio' || item.bytes.length <= SLICE_BYTES) return item
    this.#items.unshift({ ...item, bytes: item.bytes.subarray(SLICE_BYTES) })
    return { ...item, bytes: item.bytes.subarray(0, SLICE_BYTES) }
  }

  clear(): void {
    this.#items = []
  }
}
