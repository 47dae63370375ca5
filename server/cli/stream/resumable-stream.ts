import { AppError } from '../../contracts/errors.ts'
import { sleep, type Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { AudioClient, StreamDescription } from './audio-client.ts'
import { openLink, type Answer } from './link.ts'
import { reconnect } from './reconnect.ts'
import { UnacknowledgedAudio } from './unacknowledged-audio.ts'
import type { ControlMessage, OpenWire, Wire } from './wire.ts'

/** More than the resume window; a server that acknowledges nothing for so long takes nothing. */
const STALLED_MS = 60_000

interface ResumableStreamOptions extends StreamDescription {
  readonly clock: Clock
  readonly openWire: OpenWire
  readonly onConnection?: ((state: 'lost' | 'resumed') => void) | undefined
}

/** Starts a stream of the native protocol over any wire; it goes on after a lost connection. */
export async function openResumableStream(options: ResumableStreamOptions): Promise<AudioClient> {
  const stream = new ResumableStream(options)
  await stream.start()
  return stream
}

/**
 * Keeps what has been sent until the server has acknowledged it, so that after a lost connection exactly
 * the missing samples are sent again: no word is lost or said twice.
 */
class ResumableStream implements AudioClient {
  readonly closed: Promise<void>
  readonly #options: ResumableStreamOptions
  readonly #unacknowledged: UnacknowledgedAudio
  readonly #end = Promise.withResolvers<undefined>()
  /** Resolves with the next acknowledgement. */
  #progress = Promise.withResolvers<undefined>()
  /** The connection in use; null while there is none. */
  #wire: Wire | null = null
  #online = onlineGate()
  #streamId = ''
  #startMs = 0
  #stopping = false
  #over = false

  constructor(options: ResumableStreamOptions) {
    this.#options = options
    this.#unacknowledged = new UnacknowledgedAudio({ rate: options.rate, channels: options.parties.length })
    this.closed = this.#end.promise
    // Whoever asks gets the failure; nobody has to ask.
    this.closed.catch(() => undefined)
  }

  get startMs(): number {
    return this.#startMs
  }

  async start(): Promise<void> {
    const { callId, rate, parties, agentId, language, model, attributes } = this.#options
    try {
      await this.#open({ type: 'start', callId, rate, parties, agentId, language, model, attributes })
    } catch (thrown) {
      this.#finish(normaliseError(thrown))
      throw thrown
    }
  }

  async send(samples: Int16Array): Promise<void> {
    await this.#untilRoom()
    if (this.#over) return this.closed
    const bytes = this.#unacknowledged.add(samples)
    await (this.#wire === null ? this.#online.promise : this.#wire.audio(bytes))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    // Without a connection, the stop follows the audio that is sent again.
    this.#wire?.control({ type: 'stop' })
    return this.closed
  }

  #open(greeting: ControlMessage): Promise<void> {
    const { openWire, clock } = this.#options
    return openLink({
      openWire,
      clock,
      greeting,
      listener: {
        answered: (wire, answer) => this.#goOnline(wire, answer),
        acknowledged: (samples) => this.#acknowledge(samples),
        stopped: () => this.#finish(null),
        lost: (reason) => this.#lost(reason),
      },
    })
  }

  #acknowledge(samples: number): void {
    this.#unacknowledged.acknowledge(samples)
    this.#progress.resolve(undefined)
    this.#progress = Promise.withResolvers()
  }

  /** Sent faster than it is taken, audio must not pile up here: the server says when it has caught up. */
  async #untilRoom(): Promise<void> {
    while (this.#unacknowledged.isFull && !this.#over) {
      const patience = new AbortController()
      const stalled = sleep(STALLED_MS, patience.signal).then(() => {
        throw new CliError(`the server has acknowledged no audio for ${STALLED_MS / 1000} s`, {
          exitCode: EXIT.faults,
        })
      })
      // Rejects as well when it is no longer needed.
      stalled.catch(() => undefined)
      try {
        await Promise.race([this.#progress.promise, this.closed, stalled])
      } finally {
        patience.abort()
      }
    }
  }

  #goOnline(wire: Wire, answer: Answer): void {
    this.#streamId = answer.streamId
    if (answer.type === 'started') this.#startMs = answer.atMs
    const missing = this.#unacknowledged.after(answer.samples)
    if (missing === null) {
      wire.close()
      this.#finish(
        new CliError('the server resumed at a place that was never sent', { exitCode: EXIT.faults }),
      )
      return
    }
    // All of it is handed over before anything new can be: the order of the samples holds.
    for (const bytes of missing) void wire.audio(bytes)
    if (this.#stopping) wire.control({ type: 'stop' })
    this.#wire = wire
    this.#online.resolve(undefined)
  }

  #lost(reason: Error): void {
    if (this.#over) return
    this.#wire = null
    this.#online = onlineGate()
    if (reason instanceof AppError) this.#finish(reason)
    else void this.#resume(reason)
  }

  async #resume(reason: Error): Promise<void> {
    const { callId, clock, onConnection } = this.#options
    onConnection?.('lost')
    try {
      await reconnect({
        clock,
        reason,
        what: 'the connection',
        attempt: () => this.#open({ type: 'resume', callId, streamId: this.#streamId }),
        isOver: () => this.#over,
      })
      onConnection?.('resumed')
    } catch (thrown) {
      this.#finish(normaliseError(thrown))
    }
  }

  #finish(failure: Error | null): void {
    if (this.#over) return
    this.#over = true
    this.#wire?.close()
    this.#wire = null
    if (failure === null) {
      this.#online.resolve(undefined)
      this.#end.resolve(undefined)
    } else {
      this.#online.reject(failure)
      this.#end.reject(failure)
    }
  }
}

/** Opens when there is a connection. It may fail while nobody waits. */
function onlineGate(): PromiseWithResolvers<undefined> {
  const gate = Promise.withResolvers<undefined>()
  gate.promise.catch(() => undefined)
  return gate
}
