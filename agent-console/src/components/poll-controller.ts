import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { Poll, type PollOptions } from '../data/poll.ts'

/** Asks the server the same thing again and again while its component is in the page. */
export class PollController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #poll: Poll<T>

  constructor(host: ReactiveControllerHost, options: PollOptions<T>) {
    this.#host = host
    this.#poll = new Poll(options)
    host.addController(this)
  }

  /** What it asks by may only be known once the component has been given it. */
  hostConnected(): void {
    void this.#host.updateComplete.then(() => this.#poll.start())
  }

  hostDisconnected(): void {
    this.#poll.close()
  }

  /** Looks now, and at the usual pace from now on. */
  look(): Promise<void> {
    return this.#poll.look()
  }
}
