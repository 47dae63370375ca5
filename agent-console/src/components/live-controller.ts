import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Live } from '../data/live.ts'

/** Renders its component again whenever the live state changes, at most once a frame. */
export class LiveController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #live: Live | null = null
  #end: (() => void) | null = null
  #connected = false

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  /** Follows another source of state from now on. */
  follow(live: Live | null): void {
    if (live === this.#live) return
    this.#end?.()
    this.#end = null
    this.#live = live
    if (this.#connected) this.hostConnected()
  }

  hostConnected(): void {
    this.#connected = true
    this.#end ??= this.#live?.subscribe(() => this.#host.requestUpdate()) ?? null
  }

  hostDisconnected(): void {
    this.#connected = false
    this.#end?.()
    this.#end = null
  }
}
