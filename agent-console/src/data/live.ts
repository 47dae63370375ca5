import type { ServerEvent } from '../../../server/contracts/events.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { afterPaint, nextFrame } from '../platform/frames.ts'
import { openWebSocket, socketUrl } from '../platform/socket.ts'
import { Api } from './api.ts'
import { type ConnectionStatus, EventConnection } from './connection.ts'
import { ApiError, type ServerAddress } from './requests.ts'
import { type ConsoleState, EMPTY, forgetTranscript, type ReceivedEvent, reduce } from './store.ts'

/** Events that may wait for a frame; more are folded at once, so that a hidden page holds little. */
const MOST_WAITING = 1000

/**
 * The state of the floor as one server tells it, for any number of components. Listeners are called at
 * most once an animation frame.
 */
export class Live {
  readonly api: Api
  readonly #connection: EventConnection
  readonly #listeners = new Set<() => void>()
  readonly #unpainted = new Set<string>()
  #state: ConsoleState = EMPTY
  #status: ConnectionStatus = { phase: 'connecting' }
  #waiting: ReceivedEvent[] = []
  #cancelFrame: (() => void) | null = null

  constructor(address: ServerAddress, clock: Clock = systemClock) {
    this.api = new Api(address)
    this.#connection = new EventConnection({
      address: (after) => socketUrl(address.server, '/v1/events', { after, token: address.token }),
      openSocket: openWebSocket,
      clock,
      random: () => Math.random(),
      onEvent: (event, receivedAt) => this.#receive(event, receivedAt),
      onStatus: (status) => {
        this.#status = status
        this.#tellSoon()
      },
      isSignedOut: async () => {
        try {
          await this.api.me()
          return false
        } catch (error) {
          return error instanceof ApiError && (error.status === 401 || error.status === 403)
        }
      },
    })
  }

  get state(): ConsoleState {
    return this.#state
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  /** The server's clock, in milliseconds since the epoch. */
  get serverNow(): number {
    return this.#connection.serverNow()
  }

  start(): void {
    this.#connection.start()
    window.addEventListener('online', this.#onOnline)
  }

  close(): void {
    this.#connection.close()
    this.#cancelFrame?.()
    this.#cancelFrame = null
    window.removeEventListener('online', this.#onOnline)
  }

  /** Calls back after each change; the result ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Follows a call's transcript, which comes with what was said before. The result lets go of both. */
  watch(callId: string): () => void {
    this.#connection.watch(callId)
    return () => {
      this.#connection.unwatch(callId)
      this.#state = forgetTranscript(this.#state, callId)
    }
  }

  /**
   * To be called once these outcomes are in the document. Reports when each one that came live, not from a
   * snapshot, was painted.
   */
  rendered(outcomes: Iterable<Outcome>): void {
    const fresh = [...outcomes].filter((outcome) => this.#unpainted.delete(outcome.outcomeId))
    if (fresh.length === 0) return
    afterPaint(() => {
      const paintedAt = this.#connection.serverNow()
      for (const { outcomeId } of fresh) {
        this.#connection.send({ type: 'painted', outcomeId, state: 'shown', paintedAt })
      }
    })
  }

  #receive(event: ServerEvent, receivedAt: number): void {
    if (event.type === 'outcome') {
      // What people write themselves is confirmed from the first.
      if (event.state === 'shown' || (event.state === 'confirmed' && !this.#knows(event)))
        this.#unpainted.add(event.outcomeId)
      // Confirmed before the next frame, it is painted all the same, with the confirmation on it.
      else if (event.state !== 'confirmed') this.#unpainted.delete(event.outcomeId)
    }
    this.#waiting.push({ event, receivedAt })
    if (this.#waiting.length >= MOST_WAITING) this.#fold()
    this.#tellSoon()
  }

  #knows({ callId, outcomeId }: Outcome): boolean {
    const outcomes = this.#state.calls.get(callId)?.outcomes ?? []
    return outcomes.some((known) => known.outcomeId === outcomeId)
  }

  #fold(): void {
    this.#state = reduce(this.#state, this.#waiting)
    this.#waiting = []
  }

  #tellSoon(): void {
    this.#cancelFrame ??= nextFrame(() => {
      this.#cancelFrame = null
      this.#fold()
      for (const listener of this.#listeners) listener()
    })
  }

  readonly #onOnline = (): void => this.#connection.retryNow()
}
