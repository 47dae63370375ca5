import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { systemClock } from '../platform/clock.ts'

/** A state that tells of each of its changes; the result ends it. */
interface Told {
  subscribe(listener: () => void): () => void
}

/**
 * Renders its component again whenever the live state changes, at most once a frame; with `everyMs` at once after a
 * quiet moment and no more often than that, as a floor of a thousand calls has news for every frame.
 */
export class LiveController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #everyMs: number
  #renderedAt = -Infinity
  #cancelWait: (() => void) | null = null
  #live: Told | null = null
  #end: (() => void) | null = null
  #connected = false

  constructor(host: ReactiveControllerHost, { everyMs = 0 } = {}) {
    this.#host = host
    this.#everyMs = everyMs
    host.addController(this)
  }

  /** Follows another source of state from now on. */
  follow(live: Told | null): void {
    if (live === this.#live) return
    this.#end?.()
    this.#end = null
    this.#live = live
    if (this.#connected) this.hostConnected()
  }

  hostConnected(): void {
    this.#connected = true
    this.#end ??= this.#live?.subscribe(() => this.#renderSoon()) ?? null
  }

  hostDisconnected(): void {
    this.#connected = false
    this.#cancelWait?.()
    this.#cancelWait = null
    this.#end?.()
    this.#end = null
  }

  #renderSoon(): void {
    if (this.#cancelWait !== null) return
    const wait = this.#renderedAt + this.#everyMs - systemClock.now()
    if (wait > 0) {
      this.#cancelWait = systemClock.after(wait, () => {
        this.#cancelWait = null
        this.#render()
      })
    } else this.#render()
  }

  #render(): void {
    this.#renderedAt = systemClock.now()
    this.#host.requestUpdate()
  }
}
