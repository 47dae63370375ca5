import WebSocket from 'ws'
import { AppError, type ErrorMessage } from '../../server/contracts/errors.ts'
import type { ReaderMessage, ServerEvent } from '../../server/contracts/events.ts'
import { until } from './until.ts'

export type Received = ServerEvent | ErrorMessage

type OfType<T extends Received['type']> = Extract<Received, { readonly type: T }>

interface EventReaderOptions {
  readonly url: string
  readonly token?: string | undefined
  /** Query without the question mark. */
  readonly query?: string
  readonly headers?: Record<string, string>
}

/** A console's end of `/v1/events` over a real WebSocket; keeps everything it received. */
export class EventReader {
  readonly received: Received[] = []
  readonly socket: WebSocket
  /** Resolves to code and reason when the socket is closed. */
  readonly closed: Promise<{ code: number; reason: string }>

  private constructor(options: EventReaderOptions) {
    const { url, token, query = '', headers = {} } = options
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/v1/events?${query}`, {
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    })
    this.socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Received)
    })
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
  }

  /** Connects, and waits for the snapshot or the first resumed state. */
  static async open(options: EventReaderOptions): Promise<EventReader> {
    const reader = EventReader.connect(options)
    await until('hello', () => reader.of('hello').length > 0)
    if (reader.of('hello')[0]?.resumed === false) {
      await until('a snapshot', () => reader.of('snapshot').length > 0)
    }
    return reader
  }

  /** Connects without waiting for an answer. */
  static connect(options: EventReaderOptions): EventReader {
    const reader = new EventReader(options)
    // A refused handshake is seen by `closed`.
    reader.socket.on('error', () => undefined)
    return reader
  }

  of<T extends Received['type']>(type: T): OfType<T>[] {
    return this.received.filter((message): message is OfType<T> => message.type === type)
  }

  /** Types in the order of arrival. */
  get types(): string[] {
    return this.received.map((message) => message.type)
  }

  say(message: ReaderMessage): void {
    this.socket.send(JSON.stringify(message))
  }

  /** Waits until everything sent so far has been answered: a pong comes after it. */
  async settle(): Promise<void> {
    const before = this.of('pong').length
    this.say({ type: 'ping', clientNow: 0 })
    await until('a pong', () => this.of('pong').length > before)
  }

  /** Waits for a message of that type and returns the newest. */
  async next<T extends Received['type']>(type: T, count = 1): Promise<OfType<T>> {
    await until(`${count} × ${type}`, () => this.of(type).length >= count)
    const newest = this.of(type).at(-1)
    if (newest === undefined) throw new AppError('INTERNAL')
    return newest
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}
