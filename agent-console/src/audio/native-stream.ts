import { assertNever } from '../platform/assert-never.ts'
import { backoffMs } from '../platform/backoff.ts'
import type { Clock } from '../platform/clock.ts'
import type { OpenSocket, Socket } from '../platform/socket.ts'
import { decodeAnswer, type StreamAnswer, type StreamStart } from './native-message.ts'
import { Unacknowledged } from './unacknowledged.ts'

export type StreamStatus =
  | { readonly phase: 'connecting' | 'streaming' | 'reconnecting' | 'stopping' | 'stopped' }
  /** `code` is one of the server's error codes, or `NOT_CONNECTED`, `RESUME_WINDOW_PASSED`, `TOO_FAR_BEHIND`. */
  | { readonly phase: 'failed'; readonly code: string; readonly message: string }

export interface NativeStreamOptions {
  readonly address: string
  readonly start: StreamStart
  readonly openSocket: OpenSocket
  readonly clock: Clock
  /** 0 to 1, for jitter. */
  readonly random: () => number
  readonly onStatus: (status: StreamStatus) => void
}

const SAMPLE_BYTES = { mulaw: 1, pcm_s16le: 2 } as const
const RETRY = { firstMs: 150, mostMs: 2000 }
/** As long as the server keeps a dropped stream. */
const RESUME_WINDOW_MS = 30_000
/** Audio that may wait for the server; a live microphone that is further behind has no use. */
const MOST_WAITING_MS = 60_000
const LEAVE_AFTER_MS = 10_000

/**
 * One audio stream to `/v1/streams/native`. After a dropped socket it comes back, asks how much the server
 * has, and sends on from there: no sample is lost or sent twice.
 */
export class NativeStream {
  readonly #options: NativeStreamOptions
  readonly #audio: Unacknowledged
  #socket: Socket | null = null
  #streamId: string | null = null
  #status: StreamStatus = { phase: 'connecting' }
  #ready = false
  #stopAsked = false
  #fault: Extract<StreamAnswer, { type: 'error' }> | null = null
  #attempt = 0
  #droppedAt = 0
  #cancelRetry: (() => void) | null = null
  #cancelLeave: (() => void) | null = null

  constructor(options: NativeStreamOptions) {
    this.#options = options
    const { encoding, channels } = options.start.audio
    this.#audio = new Unacknowledged(SAMPLE_BYTES[encoding] * channels.length)
    this.#connect()
  }

  get status(): StreamStatus {
    return this.#status
  }

  /** Sends whole samples of every channel, now or as soon as there is a connection. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#over || this.#stopAsked) return
    this.#audio.push(bytes)
    if (this.#ready) this.#socket?.send(bytes)
    const waitingMs = (this.#audio.length * 1000) / this.#options.start.audio.sampleRate
    if (waitingMs > MOST_WAITING_MS) {
      this.#fail('TOO_FAR_BEHIND', 'The server takes the audio too slowly.')
    }
  }

  /** Ends the stream after what was sent; status `stopped` follows when the last words are out. */
  stop(): void {
    if (this.#over || this.#stopAsked) return
    this.#stopAsked = true
    if (this.#ready) this.#say({ type: 'stop' })
    this.#report({ phase: 'stopping' })
    this.#cancelLeave = this.#options.clock.after(LEAVE_AFTER_MS, () => this.#end({ phase: 'stopped' }))
  }

  get #over(): boolean {
    return this.#status.phase === 'stopped' || this.#status.phase === 'failed'
  }

  #connect(): void {
    this.#fault = null
    const mine = (): boolean => this.#socket === socket
    const socket = this.#options.openSocket(this.#options.address, {
      onOpen: () => {
        if (mine()) this.#say(this.#opening())
      },
      onMessage: (data) => {
        if (mine()) this.#answered(decodeAnswer(data))
      },
      onClose: () => {
        if (mine()) this.#dropped()
      },
    })
    this.#socket = socket
  }

  #opening(): object {
    const { start } = this.#options
    if (this.#streamId === null) return { type: 'start', ...start }
    return { type: 'resume', callId: start.callId, streamId: this.#streamId }
  }

  #answered(answer: StreamAnswer | null): void {
    switch (answer?.type) {
      case undefined:
        return
      case 'started':
        this.#streamId = answer.streamId
        this.#sendOn(0)
        return
      case 'resumed':
        this.#sendOn(answer.samples)
        return
      case 'ack':
        this.#audio.confirm(answer.samples)
        return
      case 'stopped':
        this.#end({ phase: 'stopped' })
        return
      case 'error':
        // An error ends the stream only if the server closes after it.
        this.#fault = answer
        return
      default:
        return assertNever(answer)
    }
  }

  #sendOn(frame: number): void {
    this.#audio.confirm(frame)
    this.#ready = true
    this.#attempt = 0
    for (const bytes of this.#audio.chunks()) this.#socket?.send(bytes)
    if (this.#stopAsked) this.#say({ type: 'stop' })
    else this.#report({ phase: 'streaming' })
  }

  #dropped(): void {
    const wasReady = this.#ready
    this.#ready = false
    this.#socket = null
    const fault = this.#fault
    if (fault !== null && !fault.retryable) {
      this.#fail(fault.code, fault.message)
      return
    }
    if (this.#streamId === null) {
      this.#fail(fault?.code ?? 'NOT_CONNECTED', fault?.message ?? 'The server did not take the stream.')
      return
    }
    const now = this.#options.clock.now()
    if (wasReady) this.#droppedAt = now
    if (now - this.#droppedAt > RESUME_WINDOW_MS) {
      this.#fail('RESUME_WINDOW_PASSED', 'The connection was away for too long.')
      return
    }
    if (!this.#stopAsked) this.#report({ phase: 'reconnecting' })
    const delay = backoffMs(this.#attempt, { ...RETRY, random: this.#options.random })
    this.#cancelRetry = this.#options.clock.after(delay, () => this.#connect())
    this.#attempt += 1
  }

  #fail(code: string, message: string): void {
    this.#end({ phase: 'failed', code, message })
  }

  #end(status: StreamStatus): void {
    if (this.#over) return
    this.#cancelRetry?.()
    this.#cancelLeave?.()
    this.#ready = false
    const socket = this.#socket
    this.#socket = null
    socket?.close()
    this.#report(status)
  }

  #say(message: object): void {
    this.#socket?.send(JSON.stringify(message))
  }

  #report(status: StreamStatus): void {
    if (status.phase === this.#status.phase) return
    this.#status = status
    this.#options.onStatus(status)
  }
}
