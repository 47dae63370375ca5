import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { VolumeNotice } from '../../../../server/contracts/volume-notice.ts'
import { addressOf } from '../../data/digital-place.ts'
import { currentNotices, noticeWords, quietWords } from '../../data/notices.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { notice } from '../../design/notice.ts'

/** More lines would take the room of the issues; the day has all. */
const MOST_LINES = 3

/** Says that contacts or feeds are not as usual, as long as they are not or until somebody closes it. */
export class NoticeStrip extends LitElement {
  static override properties = {
    notices: { attribute: false },
    now: { attribute: false },
    closed: { state: true },
  }
  static override styles = [
    controls,
    notice,
    css`
      .notice {
        min-height: 34px;
        font-variant-numeric: tabular-nums;
      }
      .notice b {
        font-weight: 650;
      }
      .notice a {
        color: inherit;
      }
      .icon-button {
        margin-left: auto;
        color: inherit;
      }
    `,
  ]
  declare notices: readonly VolumeNotice[]
  declare now: number
  declare private closed: ReadonlySet<string>

  constructor() {
    super()
    this.notices = []
    this.now = 0
    this.closed = new Set()
  }

  override render(): TemplateResult {
    const current = currentNotices(this.notices, { now: this.now, closed: this.closed })
    const more = current.length - MOST_LINES
    return html`<div role="status">
      ${current.slice(0, MOST_LINES).map((one) => this.#line(one))}
      ${
        more > 0
          ? html`<p class="notice">
              ${icon('info', 16)} <a href=${addressOf({ view: 'day' })}>${more} more on the day</a>
            </p>`
          : nothing
      }
    </div>`
  }

  #line(one: VolumeNotice): TemplateResult {
    const quiet = quietWords(one, this.now)
    return html`<p class="notice">
      ${icon('info', 16)}
      <span><b>${noticeWords(one, this.now)}</b>${quiet === '' ? nothing : html`; ${quiet}`}</span>
      <button
        class="icon-button"
        type="button"
        aria-label="Close this notice"
        @click=${() => (this.closed = new Set([...this.closed, one.noticeId]))}
      >
        ${icon('close', 16)}
      </button>
    </p>`
  }
}

customElements.define('earshot-notice-strip', NoticeStrip)
