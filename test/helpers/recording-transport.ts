import type { AppError } from '../../server/contracts/errors.ts'
import type { ServerEvent } from '../../server/contracts/events.ts'
import type { Outgoing, ReaderTransport } from '../../server/delivery/events/reader-transport.ts'

interface Buffered {
  readonly bytes: number
  readonly onTaken: () => void
}

/** A reader's socket whose network takes bytes only when told to, or at once. */
export class RecordingTransport implements ReaderTransport {
  readonly kind = 'ws'
  readonly sent: Outgoing[] = []
  readonly #flowing: boolean
  #buffered: Buffered[] = []
  closedWith: AppError | null = null
  terminated = false
  /** What `heartbeat` answers. */
  alive = true

  constructor(options: { readonly flowing: boolean }) {
    this.#flowing = options.flowing
  }

  get bufferedBytes(): number {
    return this.#buffered.reduce((total, { bytes }) => total + bytes, 0)
  }

  get events(): ServerEvent[] {
    return this.sent.map(({ payload }) => JSON.parse(payload.toString()) as ServerEvent)
  }

  get types(): string[] {
    return this.events.map((event) => event.type)
  }

  of<T extends ServerEvent['type']>(type: T): Extract<ServerEvent, { readonly type: T }>[] {
    return this.events.filter(
      (event): event is Extract<ServerEvent, { readonly type: T }> => event.type === type,
    )
  }

  send(message: Outgoing, onTaken: () => void): void {
    this.sent.push(message)
    if (!this.#flowing) this.#buffered.push({ bytes: message.payload.length, onTaken })
  }

  /** The network takes everything, and what that lets follow, until nothing is left. */
  drain(): void {
    while (this.#buffered.length > 0) {
      const [first, ...rest] = this.#buffered
      this.#buffered = rest
      first?.onTaken()
    }
  }

  heartbeat(): boolean {
    return this.alive
  }

  close(error: AppError): void {
    this.closedWith = error
  }

  terminate(): void {
    this.terminated = true
  }
}
