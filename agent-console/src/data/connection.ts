import type { Painted, ReaderMessage, ServerEvent } from '../../../server/contracts/events.ts'
import { assertNever } from '../platform/assert-never.ts'
import { backoffMs } from '../platform/backoff.ts'
import type { Clock } from '../platform/clock.ts'
import type { OpenSocket, Socket } from '../platform/socket.ts'
import { decodeEvent } from './decode-event.ts'
import { ServerTime } from './server-time.ts'

export type ConnectionStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'live' }
  | { readonly phase: 'waiting'; readonly attempt: number }
  | { readonly phase: 'refused'; readonly code: number }

/** A reader message as this side makes it: plain numbers, which the wire does not tell from branded ones. */
export type OutgoingMessage =
  Exclude<ReaderMessage, Painted> | (Omit<Painted, 'paintedAt'> & { readonly paintedAt: number })

export interface ConnectionOptions {
  /** The address to connect to; `after` is the position to go on from, null for a fresh start. */
  readonly address: (after: string | null) => string
  readonly openSocket: OpenSocket
  readonly clock: Clock
  /** 0 to 1, for jitter. */
  readonly random: () => number
  /** Each event once, in order. `receivedAt` is on this machine's clock. */
  readonly onEvent: (event: ServerEvent, receivedAt: number) => void
  readonly onStatus: (status: ConnectionStatus) => void
  /** Asked after a connection that never opened: a browser hides why (a 401, or no server at all). */
  readonly isSignedOut: () => Promise<boolean>
}

const RETRY = { firstMs: 400, mostMs: 15_000 }
const PING_EVERY_MS = 10_000
/** The first pings come quickly, as the first prompt may. */
const FIRST_PINGS_MS = [0, 300, 1000]
/** No word from the server for this long: the socket is dead although nobody said so. */
const SILENCE_MS = 25_000
const TOKEN_REFUSED = 4401
const ROLE_REFUSED = 4403

/**
 * One event socket that survives drops: it comes back with back-off, asks for what it missed by position,
 * and never hands an event on twice.
 */
export class EventConnection {
  readonly #options: ConnectionOptions
  readonly #time = new ServerTime()
  readonly #watched = new Set<string>()
  #socket: Socket | null = null
  readonly #timers = new Set<() => void>()
  #attempt = 0
  #closed = true
  #heardAt = 0
  #epoch: string | null = null
  #position = -1
  /** True between `hello` and the socket's end: before it the server takes no messages. */
  #greetedNow = false
  /** Stays until a connection succeeds, so that quiet retries do not make the screen flicker. */
  #refused = false

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  start(): void {
    if (!this.#closed) return
    this.#closed = false
    this.#connect()
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  /** Tries now instead of waiting out the back-off, for example when the network came back. */
  retryNow(): void {
    if (this.#closed || this.#socket !== null) return
    this.#drop()
    this.#connect()
  }

  /** The server's clock, as well as it is known, in milliseconds since the epoch. */
  serverNow(): number {
    return this.#options.clock.now() + this.#time.offsetMs
  }

  /** Asks for a call's transcript, now and after every reconnect, until `unwatch`. */
  watch(callId: string): void {
    this.#watched.add(callId)
    this.send({ type: 'watch', callId })
  }

  unwatch(callId: string): void {
    if (this.#watched.delete(callId)) this.send({ type: 'unwatch', callId })
  }

  /** Sends if connected; what a reader says is only of use at once. */
  send(message: OutgoingMessage): void {
    if (this.#greetedNow) this.#socket?.send(JSON.stringify(message))
  }

  #connect(): void {
    const after = this.#epoch === null || this.#position < 0 ? null : `${this.#epoch}:${this.#position}`
    if (!this.#refused) this.#options.onStatus({ phase: 'connecting' })
    this.#watchForSilence(this.#options.clock.now())
    let opened = false
    // Frames of a socket that has been given up may still arrive; they are nobody's.
    const mine = (): boolean => this.#socket === socket
    const socket = this.#options.openSocket(this.#options.address(after), {
      onOpen: () => (opened = true),
      onMessage: (data) => {
        if (mine()) this.#receive(data)
      },
      onClose: (code) => {
        if (mine()) this.#lost({ code, opened })
      },
    })
    this.#socket = socket
  }

  #receive(data: unknown): void {
    const receivedAt = this.#options.clock.now()
    this.#heardAt = receivedAt
    const event = decodeEvent(data)
    if (event === null) return
    switch (event.type) {
      case 'hello':
        this.#greeted(event, receivedAt)
        break
      case 'pong':
        this.#time.add({ sentAt: event.clientNow, receivedAt, serverNow: event.serverNow })
        return
      case 'snapshot':
      case 'missed':
        this.#position = event.eventSeq
        break
      case 'start':
      case 'update':
      case 'utterance':
      case 'gap':
      case 'end':
      case 'call':
      case 'outcome':
      case 'issue':
      case 'notice':
      case 'case':
      case 'assist':
        if (event.eventSeq <= this.#position) return
        this.#position = event.eventSeq
        break
      default:
        assertNever(event)
    }
    this.#options.onEvent(event, receivedAt)
  }

  #greeted(hello: Extract<ServerEvent, { type: 'hello' }>, receivedAt: number): void {
    if (hello.epoch !== this.#epoch || !hello.resumed) this.#position = -1
    this.#epoch = hello.epoch
    this.#greetedNow = true
    this.#attempt = 0
    this.#refused = false
    this.#time.guess(hello.serverNow, receivedAt)
    for (const ms of FIRST_PINGS_MS) this.#after(ms, () => this.#ping())
    this.#pingSteadily()
    for (const callId of this.#watched) this.send({ type: 'watch', callId })
    this.#options.onStatus({ phase: 'live' })
  }

  #lost(end: { readonly code: number; readonly opened: boolean }): void {
    this.#drop()
    if (end.code === TOKEN_REFUSED || end.code === ROLE_REFUSED) this.#refuse(end.code)
    else if (!this.#refused) this.#options.onStatus({ phase: 'waiting', attempt: this.#attempt })
    this.#retryLater()
    if (!end.opened) void this.#reportIfSignedOut()
  }

  async #reportIfSignedOut(): Promise<void> {
    const signedOut = await this.#options.isSignedOut()
    if (signedOut && !this.#closed && !this.#greetedNow) this.#refuse(TOKEN_REFUSED)
  }

  #refuse(code: number): void {
    this.#refused = true
    this.#options.onStatus({ phase: 'refused', code })
  }

  #retryLater(): void {
    if (this.#closed) return
    const delay = backoffMs(this.#attempt, { ...RETRY, random: this.#options.random })
    this.#attempt += 1
    this.#after(delay, () => this.#connect())
  }

  #ping(): void {
    this.send({ type: 'ping', clientNow: this.#options.clock.now() })
  }

  #pingSteadily(): void {
    this.#after(PING_EVERY_MS, () => {
      this.#ping()
      this.#pingSteadily()
    })
  }

  #watchForSilence(since: number): void {
    this.#heardAt = since
    this.#after(SILENCE_MS / 2, () => {
      const silentFor = this.#options.clock.now() - this.#heardAt
      if (silentFor >= SILENCE_MS) this.#lost({ code: 1006, opened: true })
      else this.#watchForSilence(this.#heardAt)
    })
  }

  #after(ms: number, run: () => void): void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(cancel)
      run()
    })
    this.#timers.add(cancel)
  }

  #drop(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#greetedNow = false
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }
}
