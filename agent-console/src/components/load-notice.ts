import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import { formatSeconds } from '../data/format.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { notice } from '../design/notice.ts'
import { OVERLOAD_TEXTS } from '../design/wording.ts'

/** Says that the server cannot keep up, what it does about it, and whether it takes more calls. */
export class LoadNotice extends LitElement {
  static override properties = { load: { attribute: false } }
  static override styles = [controls, notice]
  declare load: FloorLoad | null

  constructor() {
    super()
    this.load = null
  }

  override render(): TemplateResult {
    return html`<div role="status">${this.#notice()}</div>`
  }

  #notice(): TemplateResult | typeof nothing {
    if (this.load === null) return nothing
    const { level, lateMs, accepting, liveCalls, capacityCalls } = this.load
    const full = accepting ? '' : `New calls are refused at ${liveCalls} of ${capacityCalls}.`
    if (level === 'calm' && accepting) return nothing
    if (level === 'calm') return html`<p class="notice">${icon('info', 18)} The server is full. ${full}</p>`
    const late = lateMs < 500 ? '' : `Words come ${formatSeconds(lateMs)} late.`
    return html`<p class="notice ${level === 'behind' ? 'bad' : ''}">
      ${icon('alert', 18)} The server cannot keep up. ${late} ${OVERLOAD_TEXTS[level]} ${full}
    </p>`
  }
}

customElements.define('earshot-load-notice', LoadNotice)
