import type { WebSocket } from 'ws'
import { assertNever } from '../../contracts/assert-never.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { readStreamed, type CallEvent, type StreamedMessage } from './event.ts'
import { reconnect } from './reconnect.ts'
import { refusal } from './server-message.ts'
import { openWebSocket } from './web-socket.ts'

const PATH = '/v1/events'

/** An event, and when it came. */
export interface ReceivedEvent {
  readonly event: CallEvent
  /** Wall time on this machine. */
  readonly receivedAt: number
}

interface FollowOptions {
  /** `http://HOST:PORT` or `https://…`. */
  readonly url: string
  readonly token: string
  readonly callId: string
  readonly clock: Clock
  /** Told of events that the server no longer had after a lost connection. */
  readonly onMissed?: ((count: number) => void) | undefined
}

/** The events of one call as they come, each state of each once, until `close`. It fails with an AppError or CliError. */
export interface EventFeed extends AsyncIterable<ReceivedEvent> {
  close(): void
}

/**
 * Follows one call on `/v1/events`, which need not have begun; goes on where it was after a lost connection.
 * Resolves once the server listens to it, so that nothing of what happens next is missed.
 * @throws AppError when the server refuses, CliError when nobody answers.
 */
export async function followEvents(options: FollowOptions): Promise<EventFeed> {
  const follower = new EventFollower(options)
  await follower.connect()
  return follower
}

class EventFollower implements EventFeed {
  readonly #options: FollowOptions
  readonly #seen = new Set<string>()
  readonly #waiting: ReceivedEvent[] = []
  #socket: WebSocket | null = null
  #epoch: string | null = null
  #eventSeq = -1
  #done = false
  #failure: Error | null = null
  #wake: (() => void) | null = null

  constructor(options: FollowOptions) {
    this.#options = options
  }

  async connect(): Promise<void> {
    const { url, token, callId } = this.#options
    const address = new URL(PATH, url)
    address.searchParams.set('callId', callId)
    if (this.#epoch !== null && this.#eventSeq >= 0) {
      address.searchParams.set('after', `${this.#epoch}:${this.#eventSeq}`)
    }
    const greeted = Promise.withResolvers<undefined>()
    greeted.promise.catch(() => undefined)
    let up = false
    const socket = await openWebSocket({
      url: address,
      token,
      listener: {
        text: (text) => {
          if (this.#receive(text) !== 'hello') return
          up = true
          greeted.resolve(undefined)
        },
        closed: (reason) => {
          greeted.reject(reason)
          if (up) this.#lost(reason)
        },
      },
    })
    this.#socket = socket
    await greeted.promise
  }

  close(): void {
    this.#done = true
    this.#socket?.close(1000)
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<ReceivedEvent> {
    for (;;) {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) yield next
      if (this.#failure !== null) throw this.#failure
      if (this.#done) return
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  #receive(text: string): StreamedMessage['type'] | null {
    const streamed = readStreamed(text)
    if (streamed === null) return null
    if (streamed.eventSeq !== null) this.#eventSeq = streamed.eventSeq
    this.#take(streamed.message)
    return streamed.message.type
  }

  #take(message: StreamedMessage): void {
    switch (message.type) {
      case 'hello':
        if (!message.resumed) this.#eventSeq = -1
        this.#epoch = message.epoch
        return
      case 'missed':
        this.#options.onMissed?.(message.missed)
        return
      case 'error':
        this.#fail(refusal(message))
        return
      case 'snapshot':
        for (const { summary, utterances, outcomes } of message.calls) {
          for (const event of [...utterances, ...outcomes]) this.#offer(event)
          const { callId, state, atMs } = summary
          if (state === 'ended') this.#offer({ type: 'end', callId, durationMs: atMs, reason: 'completed' })
        }
        return
      case 'utterance':
      case 'outcome':
      case 'gap':
      case 'end':
        this.#offer(message)
        return
      default:
        assertNever(message)
    }
  }

  /** A snapshot after a lost connection repeats what has been told before. */
  #offer(event: CallEvent): void {
    if (event.callId !== this.#options.callId) return
    const identity = identityOf(event)
    if (identity !== null && this.#seen.has(identity)) return
    if (identity !== null) this.#seen.add(identity)
    this.#waiting.push({ event, receivedAt: this.#options.clock.now() })
    this.#wake?.()
  }

  #lost(reason: Error): void {
    if (this.#done) return
    if (reason instanceof AppError && !reason.entry.retryable) this.#fail(reason)
    else void this.#reconnect(reason)
  }

  async #reconnect(reason: Error): Promise<void> {
    try {
      await reconnect({
        clock: this.#options.clock,
        reason,
        what: 'the events connection',
        attempt: () => this.connect(),
        isOver: () => this.#done,
      })
    } catch (thrown) {
      this.#fail(normaliseError(thrown))
    }
  }

  #fail(failure: Error): void {
    this.#failure ??= failure
    this.close()
  }
}

/** Partials move and are told each time; every other event is told once in each of its states. */
function identityOf(event: CallEvent): string | null {
  switch (event.type) {
    case 'utterance':
      return event.state === 'final' ? event.utteranceId : null
    case 'outcome':
      return `${event.outcomeId} ${event.state}`
    case 'gap':
      return `gap ${event.party} ${event.atMs}`
    case 'end':
      return 'end'
    default:
      return assertNever(event)
  }
}
