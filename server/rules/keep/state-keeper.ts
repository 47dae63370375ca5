import type { CallId } from '../../contracts/call.ts'
import { CONTINUES_WITHIN_MS } from '../../contracts/call.ts'
import type { CallStateStore, KeptCall } from '../../contracts/store.ts'
import { callMs, wallMs, type CallMs, type WallMs } from '../../contracts/time.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Counter } from '../../platform/metrics.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { CallState } from '../engine/call-state.ts'
import { fromKept, toKept } from './kept-form.ts'
import { maskState, type MaskWords } from './mask-state.ts'

/** So much call time at most is forgotten when the process is killed. */
const WRITTEN_WITHIN_MS = 2000

/** Calls change at moments of their own: looking often writes few at a time, and holds nobody up. */
const LOOK_EVERY_MS = 100

export interface StateKeeperOptions {
  readonly store: CallStateStore
  /** What an earlier process has kept. */
  readonly kept: readonly KeptCall[]
  readonly mask: MaskWords
  readonly clock: Clock
  readonly log: Log
  readonly writes: Counter<'result'>
}

/** What waits to be written for one call; the newest only. */
interface Due {
  readonly state: CallState
  readonly atMs: CallMs
  readonly savedAt: WallMs
  /** When the call changed after its state was last written. */
  readonly since: WallMs
}

/**
 * Keeps the rules' state of live calls in the store, so that a call which goes on after a restart goes on
 * with it. A call that changed is written within two seconds; one that is over is forgotten.
 */
export class StateKeeper {
  readonly #options: StateKeeperOptions
  readonly #kept: Map<CallId, KeptCall>
  readonly #due = new Map<CallId, Due>()
  readonly #over = new Set<CallId>()
  readonly #cleanups: (() => void)[] = []
  #writing: Promise<void> | null = null
  #failing = false

  constructor(options: StateKeeperOptions) {
    this.#options = options
    this.#kept = new Map(options.kept.map((call) => [call.callId, call]))
  }

  start(): void {
    const { clock } = this.#options
    this.#cleanups.push(
      clock.every(LOOK_EVERY_MS, () => this.#write(clock.now() - WRITTEN_WITHIN_MS)),
      clock.after(CONTINUES_WITHIN_MS, () => this.#kept.clear()),
    )
  }

  /** Resolves when the state of every live call is in the store, or has failed. */
  async stop(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0)) cleanup()
    await this.#writing
    this.#write(Infinity)
    await this.#writing
  }

  /** The state that an earlier process kept of a call; only once, for the one call that goes on with it. */
  take(callId: CallId): CallState | null {
    const kept = this.#kept.get(callId)
    this.#kept.delete(callId)
    return kept === undefined ? null : fromKept(kept.state)
  }

  /** Notes what the rules know of a call after a message. */
  note(message: CallMessage, state: CallState): void {
    const { callId } = message
    if (message.type === 'end') {
      // After a shutdown the call may come back: what held before its end is kept.
      if (message.reason !== 'shutdown') this.#forget(callId)
      return
    }
    const continues = message.type === 'start' ? message.call.continues : undefined
    if (continues !== undefined) this.#forget(continues.callId)
    const savedAt = wallMs(this.#options.clock.now())
    const atMs = callMs(message.atMs + lagOf(message))
    // What was moved from another call is written with the other's removal, so that it is never nowhere.
    const since = continues === undefined ? (this.#due.get(callId)?.since ?? savedAt) : wallMs(0)
    this.#due.set(callId, { state, atMs, savedAt, since })
  }

  #forget(callId: CallId): void {
    this.#due.delete(callId)
    this.#over.add(callId)
  }

  /** Writes what has changed at `until` or before. One batch at a time: a call waits with its newest state only. */
  #write(until: number): void {
    if (this.#writing !== null) return
    const { store, mask } = this.#options
    const due = [...this.#due].filter(([, { since }]) => since <= until)
    const over = [...this.#over]
    if (due.length === 0 && over.length === 0) return
    const writes = due.map(([callId, { state, atMs, savedAt }]) =>
      this.#settle(store.saveCallState({ callId, atMs, savedAt, state: toKept(maskState(state, mask)) })),
    )
    const removals = over.map((callId) => this.#settle(store.removeCallState(callId)))
    for (const [callId] of due) this.#due.delete(callId)
    this.#over.clear()
    this.#writing = Promise.all([...writes, ...removals]).then(() => {
      this.#writing = null
    })
  }

  /** Does not reject: a store that takes nothing costs what is kept, never a call. */
  async #settle(write: Promise<void>): Promise<void> {
    const { writes, log } = this.#options
    try {
      await write
      writes.inc({ result: 'written' })
      this.#failing = false
    } catch (thrown) {
      writes.inc({ result: 'failed' })
      // Once a spell of failures; the metric has the number.
      if (!this.#failing) {
        log.warn({ errorName: normaliseError(thrown).name }, 'The state of calls could not be kept.')
      }
      this.#failing = true
    }
  }
}

/** Audio that has come and is not decoded yet counts: the call itself is so far. */
function lagOf(message: CallMessage): number {
  return message.type === 'utterance' || message.type === 'tick' ? message.lagMs : 0
}
