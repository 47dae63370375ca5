import type { Clock } from '../../platform/clock.ts'
import type { ChannelHandler } from './channel-handler.ts'
import type { ServingWorker } from './serving-worker.ts'

/** How many channels went over to the next worker, and how. */
export interface Moves {
  /** At a moment when nothing had to be sent again. */
  readonly quiet: number
  /** After the deadline, with what was unsettled sent again. */
  readonly replayed: number
}

interface DepartureOptions {
  readonly worker: ServingWorker
  readonly clock: Clock
  /** How long a channel may take to find a quiet moment. */
  readonly moveDeadlineMs: number
  readonly stopDeadlineMs: number
  /** Whether the next worker can take a channel now. */
  readonly canTakeOver: () => boolean
  readonly takeOver: (handler: ChannelHandler) => void
}

/**
 * A worker's way out while the next one already serves: its channels go over one by one, and when the last has
 * gone its process ends. It may die before that.
 */
export class Departure {
  readonly #options: DepartureOptions
  readonly #done = Promise.withResolvers<Moves>()
  readonly #cancelDeadline: () => void
  readonly #moves = { quiet: 0, replayed: 0 }
  #state: 'asking' | 'overdue' | 'over' = 'asking'

  constructor(options: DepartureOptions) {
    this.#options = options
    this.#cancelDeadline = options.clock.after(options.moveDeadlineMs, () => this.#expire())
  }

  get worker(): ServingWorker {
    return this.#options.worker
  }

  /** Resolves when the process has ended. */
  get done(): Promise<Moves> {
    return this.#done.promise
  }

  /** The next worker is ready, the first time or again after a death: asks the channels to go over to it. */
  ask(): void {
    for (const handler of this.worker.served) {
      if (this.#state === 'overdue') this.#move(handler, 'replayed')
      else handler.askedToLeave()
    }
    this.#endIfEmpty()
  }

  /** The handler has a quiet moment. */
  leave(handler: ChannelHandler): void {
    this.#move(handler, 'quiet')
    this.#endIfEmpty()
  }

  /** The handler needs no worker any more. */
  release(handler: ChannelHandler): void {
    this.worker.release(handler)
    this.#endIfEmpty()
  }

  /** The process has ended by itself, or is ended with all the others. */
  ended(): void {
    this.#over()
    this.#done.resolve(this.#moves)
  }

  #expire(): void {
    this.#state = 'overdue'
    if (this.#options.canTakeOver()) this.ask()
  }

  #move(handler: ChannelHandler, how: keyof Moves): void {
    if (!this.#options.canTakeOver() || !this.worker.release(handler)) return
    this.#moves[how] += 1
    handler.detached('moved')
    this.#options.takeOver(handler)
  }

  #endIfEmpty(): void {
    if (this.#state === 'over' || this.worker.served.length > 0) return
    this.#over()
    void this.worker.stop(this.#options.stopDeadlineMs, 'retired').then(() => this.#done.resolve(this.#moves))
  }

  #over(): void {
    this.#state = 'over'
    this.#cancelDeadline()
  }
}
