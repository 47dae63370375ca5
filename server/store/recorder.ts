import type { Bus, Unsubscribe } from '../bus/bus.ts'
import { assertNever } from '../contracts/assert-never.ts'
import type { CallId, CallInfo } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { PlaceOfCall } from '../contracts/floor.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { CallStore } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import type { CallEnd, CallMessage, CallUpdate } from '../contracts/transcript.ts'
import type { Log } from '../platform/log.ts'
import { Counter, type Registry } from '../platform/metrics.ts'
import { normaliseError } from '../platform/normalise-error.ts'

export interface RecorderOptions {
  readonly bus: Bus
  readonly store: CallStore
  readonly placeOf: PlaceOfCall
  readonly log: Log
  readonly registry: Registry
}

export interface Recorder {
  start(): void
  /** Ends the subscriptions; resolves when everything seen so far is on disk or has failed. Never rejects. */
  stop(): Promise<void>
}

/** Writes what may leave the process into the store: topics `transcript` and `outcome`. */
export function createRecorder(options: RecorderOptions): Recorder {
  return new BusRecorder(options)
}

type Recorded = CallMessage | Outcome

class BusRecorder implements Recorder {
  readonly #options: RecorderOptions
  readonly #failures: Counter<'message' | 'code'>
  /** Live calls, with their agent and attributes as they are now. */
  readonly #calls = new Map<CallId, CallInfo>()
  readonly #unsettled = new Set<Promise<void>>()
  #subscriptions: readonly Unsubscribe[] = []
  #failing = false

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#failures = new Counter({
      name: 'earshot_store_record_failures_total',
      help: 'Messages that the store did not take, by type and error code.',
      labelNames: ['message', 'code'],
      registers: [options.registry],
    })
  }

  start(): void {
    if (this.#subscriptions.length > 0) return
    const { bus } = this.#options
    const onMessage = (message: Recorded): void => this.#record(message, this.#write(message))
    this.#subscriptions = [bus.subscribe('transcript', onMessage), bus.subscribe('outcome', onMessage)]
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe()
    this.#subscriptions = []
    this.#calls.clear()
    try {
      await this.#options.store.flush()
      // Only now: without a flush that worked, these may wait until the store is closed.
      await Promise.all(this.#unsettled)
    } catch (thrown) {
      this.#options.log.error({ code: codeOf(thrown) }, 'The last messages may not have been recorded.')
    }
  }

  async #write(message: Recorded): Promise<void> {
    const { store, placeOf } = this.#options
    switch (message.type) {
      case 'start':
        this.#calls.set(message.callId, message.call)
        await Promise.all([store.saveCall(message.call, placeOf(message.call)), store.saveEvent(message)])
        return
      case 'update':
        await Promise.all([this.#update(message), store.saveEvent(message)])
        return
      case 'gap':
        return store.saveEvent(message)
      case 'utterance':
        // An empty final says that nothing was said after all.
        if (message.state === 'final' && message.words.length > 0) return store.saveUtterance(message)
        return
      case 'outcome':
        return store.saveOutcome(message)
      case 'end':
        return this.#end(message)
      case 'tick':
        return
      default:
        assertNever(message)
    }
  }

  /** Whoever takes the call, or another team in its attributes, may move it to another place. */
  async #update({ callId, change }: CallUpdate): Promise<void> {
    const { store, placeOf } = this.#options
    const { agentId, attributes } = change
    const call = this.#calls.get(callId)
    if (call === undefined || (agentId === undefined && attributes === undefined)) {
      return store.updateCall(callId, change)
    }
    const now = {
      ...call,
      agentId: agentId ?? call.agentId,
      attributes: { ...call.attributes, ...attributes },
    }
    this.#calls.set(callId, now)
    return store.updateCall(callId, change, placeOf(now))
  }

  async #end({ callId, durationMs, reason }: CallEnd): Promise<void> {
    const startedAt = this.#calls.get(callId)?.startedAt
    this.#calls.delete(callId)
    if (startedAt === undefined) throw new AppError('STORE_FAILED', 'The call that ended never started.')
    // The end is published when its last final is out, seconds later; the audio says when the call was over.
    return this.#options.store.endCall(callId, {
      endedAt: wallMs(startedAt + durationMs),
      durationMs,
      reason,
    })
  }

  /** Does not wait: a slow or broken store must not hold up the bus. */
  #record({ type, callId }: Recorded, written: Promise<void>): void {
    const settled = written.then(
      () => {
        this.#failing = false
      },
      (thrown: unknown) => this.#onFailure({ message: type, callId, code: codeOf(thrown) }),
    )
    this.#unsettled.add(settled)
    void settled.then(() => this.#unsettled.delete(settled))
  }

  #onFailure(failure: { readonly message: string; readonly callId: CallId; readonly code: string }): void {
    this.#failures.inc({ message: failure.message, code: failure.code })
    // Once a spell of failures; the metric has the number.
    if (!this.#failing) this.#options.log.error(failure, 'A message was not recorded.')
    this.#failing = true
  }
}

function codeOf(thrown: unknown): string {
  const error = normaliseError(thrown)
  return error instanceof AppError ? error.code : 'INTERNAL'
}
