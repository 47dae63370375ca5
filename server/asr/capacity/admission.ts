import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { CostBook } from './cost-book.ts'
import { capacityInCalls, utilisation, type Machine } from './machine-budget.ts'
import { RetryAfter } from './retry-after.ts'

interface AdmissionOptions {
  readonly clock: Clock
  readonly machine: Machine
  readonly costs: Pick<CostBook, 'costPerCall'>
  /** A number that somebody has set instead of what the machine carries; null: nobody has. */
  readonly maxCalls: number | null
  /** The live calls are late already. */
  readonly isLate: () => boolean
  readonly random: () => number
}

interface AdmittedCall {
  readonly model: string
  readonly admittedAt: number
}

/**
 * Decides which calls are taken: as many as the machine carries by what a call costs with its model, none while
 * those that there are come late, or simply up to a number that was set.
 */
export class Admission {
  readonly #options: AdmissionOptions
  readonly #calls = new Map<CallId, AdmittedCall>()
  readonly #retryAfter: RetryAfter

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#retryAfter = new RetryAfter(options)
  }

  get liveCalls(): number {
    return this.#calls.size
  }

  /** How much of what calls may take is taken by the live ones: 1 is all of it. */
  get utilisation(): number {
    return this.#utilisationWith([])
  }

  /** @throws AppError `OVERLOADED` with the time after which a place may be free. Nothing has changed then. */
  admit(callId: CallId, model: string): void {
    const now = this.#options.clock.now()
    if (!this.accepts(model)) {
      const retryAfterMs = this.#retryAfter.refused({ now, liveCalls: this.liveCalls })
      throw new AppError('OVERLOADED', null, { retryAfterMs })
    }
    this.#calls.set(callId, { model, admittedAt: now })
  }

  /** The call is over. A call that was not admitted has no effect. */
  release(callId: CallId): void {
    const call = this.#calls.get(callId)
    if (call === undefined) return
    this.#calls.delete(callId)
    this.#retryAfter.ended({ durationMs: this.#options.clock.now() - call.admittedAt })
  }

  /** Whether a call with this model would be taken now. */
  accepts(model: string): boolean {
    const { maxCalls, isLate } = this.#options
    if (maxCalls !== null) return this.liveCalls < maxCalls
    // One call is always worth trying, whatever it costs.
    if (this.liveCalls === 0) return true
    return !isLate() && this.#utilisationWith([model]) <= 1
  }

  /** Calls at the same time if all were of this model. */
  capacityCalls(model: string): number {
    const { maxCalls, machine, costs } = this.#options
    return maxCalls ?? capacityInCalls(machine, costs.costPerCall(model))
  }

  #utilisationWith(models: readonly string[]): number {
    const all = [...[...this.#calls.values()].map((call) => call.model), ...models]
    return utilisation(
      this.#options.machine,
      all.map((model) => this.#options.costs.costPerCall(model)),
    )
  }
}
