import { html, LitElement, type TemplateResult } from 'lit'
import { type CallView, elapsedMs } from '../data/call-view.ts'
import { formatCallTime } from '../data/format.ts'
import { systemClock } from '../platform/clock.ts'

const TICK_MS = 250

/** A call's duration, ticking by the clock between the news of the call. It never goes back. */
export class CallClock extends LitElement {
  static override properties = { call: { attribute: false } }
  declare call: CallView | null
  #callId = ''
  #shownMs = 0
  #cancel: (() => void) | null = null

  constructor() {
    super()
    this.call = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#tick()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#cancel?.()
  }

  override render(): TemplateResult {
    const { call } = this
    const ms = call === null ? 0 : elapsedMs(call, systemClock.now())
    const sameCall = call?.callId === this.#callId && call.state === 'live'
    this.#callId = call?.callId ?? ''
    this.#shownMs = sameCall ? Math.max(this.#shownMs, ms) : ms
    return html`${formatCallTime(this.#shownMs)}`
  }

  #tick(): void {
    this.requestUpdate()
    this.#cancel = systemClock.after(TICK_MS, () => this.#tick())
  }
}

customElements.define('earshot-call-clock', CallClock)
