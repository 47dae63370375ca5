import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { CallView } from '../data/call-view.ts'
import { formatCallTime, formatSeconds, shortId } from '../data/format.ts'
import { lagLevel } from '../data/lag.ts'
import { controls } from '../design/controls.ts'
import { queueOf } from '../design/wording.ts'
import { callTableStyles, ROW_HEIGHT } from './call-table.styles.ts'
import { talkSplit } from './talk-split.ts'
import { visibleRows } from './visible-rows.ts'

const COLUMNS = ['Agent', 'Call', 'Queue', 'Duration', 'Talk', 'Lag', 'State', 'Alerts'] as const

/**
 * Live calls, one row each. Only rows in view are in the document, so a thousand calls cost what thirty
 * cost. Fires `open-call` with the call id as detail.
 */
export class CallTable extends LitElement {
  static override properties = {
    calls: { attribute: false },
    openCall: { attribute: false },
    scrollTopPx: { state: true },
    heightPx: { state: true },
  }
  static override styles = [controls, callTableStyles]
  declare calls: readonly CallView[]
  declare openCall: string | null
  declare private scrollTopPx: number
  declare private heightPx: number
  #resize: ResizeObserver | null = null

  constructor() {
    super()
    this.calls = []
    this.openCall = null
    this.scrollTopPx = 0
    this.heightPx = 800
  }

  override firstUpdated(): void {
    const body = this.renderRoot.querySelector('.body')
    if (body === null) return
    this.#resize = new ResizeObserver(() => (this.heightPx = body.clientHeight))
    this.#resize.observe(body)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resize?.disconnect()
  }

  override render(): TemplateResult {
    const { calls } = this
    const { from, to } = visibleRows(calls.length, {
      scrollTop: this.scrollTopPx,
      height: this.heightPx,
      rowHeight: ROW_HEIGHT,
    })
    return html`<div class="table" role="table" aria-label="Live calls" aria-rowcount=${calls.length + 1}>
      <div role="rowgroup" class="head">
        <div role="row" class="row" aria-rowindex="1">
          ${COLUMNS.map((name) => html`<span role="columnheader" class="col-${name.toLowerCase()}">${name}</span>`)}
        </div>
      </div>
      <div role="rowgroup" class="body" @scroll=${this.#onScroll}>
        <svg class="space" role="presentation" width="1" height=${from * ROW_HEIGHT}></svg>
        ${repeat(
          calls.slice(from, to),
          (call) => call.callId,
          (call, index) => {
            const open = call.callId === this.openCall
            return guard([call, open, from + index], () => this.#row({ call, open, place: from + index + 2 }))
          },
        )}
        <svg class="space" role="presentation" width="1" height=${(calls.length - to) * ROW_HEIGHT}></svg>
      </div>
      ${calls.length === 0 ? html`<p class="empty">No live calls at the moment.</p>` : nothing}
    </div>`
  }

  #row({ call, open, place }: { call: CallView; open: boolean; place: number }): TemplateResult {
    const agent = call.info.agentId ?? 'No agent yet'
    const lag = lagLevel(call.lagMs)
    return html`<div
      role="row"
      class="row ${open ? 'open' : ''}"
      aria-rowindex=${place}
      data-call=${call.callId}
    >
      <span role="cell" class="col-agent">
        <button
          class="opener"
          type="button"
          aria-expanded=${open}
          aria-label="Open call ${call.callId} of ${agent}"
          @click=${() => this.#open(call.callId)}
        >
          ${agent}
        </button>
      </span>
      <span role="cell" class="col-call" title=${call.callId}>${shortId(call.callId)}</span>
      <span role="cell" class="col-queue">${queueOf(call.info)}</span>
      <span role="cell" class="col-duration tabular">${formatCallTime(call.atMs)}</span>
      <span role="cell" class="col-talk">${talkSplit(call.talkMs)}</span>
      <span role="cell" class="col-lag tabular ${lag}"
        >${lag === 'none' ? '–' : formatSeconds(call.lagMs)}</span
      >
      <span role="cell" class="col-state ${call.onHold ? 'hold' : ''}"
        >${call.onHold ? 'On hold' : 'Talking'}</span
      >
      <span role="cell" class="col-alerts tabular">
        ${call.alerts > 0 ? html`<span class="count">${call.alerts}</span>` : html`<span class="muted">–</span>`}
      </span>
    </div>`
  }

  readonly #onScroll = (event: Event): void => {
    if (event.currentTarget instanceof HTMLElement) this.scrollTopPx = event.currentTarget.scrollTop
  }

  #open(callId: string): void {
    this.dispatchEvent(new CustomEvent('open-call', { detail: callId, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-call-table', CallTable)
