import type { ServerResponse } from 'node:http'
import { errorMessage, type AppError } from '../../contracts/errors.ts'
import { formatEventPosition } from './event-position.ts'
import type { Outgoing, ReaderTransport } from './reader-transport.ts'

/** Heartbeats that may pass while bytes wait and none is taken. */
const PATIENCE = 2

/** A reader over server-sent events (WHATWG HTML, section 9.2). It listens only; it cannot ask. */
export class SseTransport implements ReaderTransport {
  readonly kind = 'sse'
  readonly #response: ServerResponse
  readonly #epoch: string
  #takenSinceBeat = true
  #stuckBeats = 0

  constructor(options: { readonly response: ServerResponse; readonly epoch: string }) {
    this.#response = options.response
    this.#epoch = options.epoch
  }

  get bufferedBytes(): number {
    return this.#response.writableLength
  }

  send({ seq, payload }: Outgoing, onTaken: () => void): void {
    const id = seq === null ? '' : `id: ${formatEventPosition({ epoch: this.#epoch, seq })}\n`
    // JSON has no line breaks, so one data line holds it.
    const frame = Buffer.concat([Buffer.from(`${id}data: `), payload, Buffer.from('\n\n')])
    this.#response.write(frame, () => {
      this.#takenSinceBeat = true
      onTaken()
    })
  }

  heartbeat(): boolean {
    const isStuck = this.bufferedBytes > 0 && !this.#takenSinceBeat
    this.#stuckBeats = isStuck ? this.#stuckBeats + 1 : 0
    this.#takenSinceBeat = false
    if (this.#stuckBeats >= PATIENCE) return false
    if (!isStuck) this.#response.write(': ping\n\n')
    return true
  }

  close(error: AppError): void {
    this.#response.end(`data: ${JSON.stringify(errorMessage(error))}\n\n`)
  }

  terminate(): void {
    this.#response.destroy()
  }
}
