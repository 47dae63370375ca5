import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Playing } from '../audio/sample-player.ts'
import type { ConnectionStatus } from '../data/connection.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { notice } from '../design/notice.ts'

/** What a person should know about the screen itself: signed out, events lost, a sample that did not play. */
export class PanelNotice extends LitElement {
  static override properties = {
    status: { attribute: false },
    missed: { attribute: false },
    playing: { attribute: false },
    server: { attribute: false },
    missedSeen: { state: true },
  }
  static override styles = [
    controls,
    notice,
    css`
      .notice a {
        color: inherit;
      }
      .icon-button {
        margin-left: auto;
        color: inherit;
      }
    `,
  ]
  declare status: ConnectionStatus | null
  declare missed: number
  declare playing: Playing | null
  declare server: string
  declare private missedSeen: number

  constructor() {
    super()
    this.status = null
    this.missed = 0
    this.playing = null
    this.server = ''
    this.missedSeen = 0
  }

  override render(): TemplateResult {
    const refused = this.status?.phase === 'refused'
    const fault = this.playing?.status
    const missed = this.missed - this.missedSeen
    return html`<div role="alert">
      ${
        refused
          ? html`<p class="notice bad">
              ${icon('alert', 18)} You are signed out or your link has expired.
              <a href=${new URL('/signin', this.server).href}>Sign in again</a>
            </p>`
          : nothing
      }
      ${
        fault?.phase === 'failed'
          ? html`<p class="notice bad">${icon('alert', 18)} The sample call stopped. ${fault.message}</p>`
          : nothing
      }
      ${
        missed > 0
          ? html`<p class="notice">
              ${icon('info', 18)} ${missed} events were missed while the connection was slow. What you see is
              up to date again.
              <button
                class="icon-button"
                type="button"
                aria-label="Close this notice"
                @click=${() => (this.missedSeen = this.missed)}
              >
                ${icon('close', 16)}
              </button>
            </p>`
          : nothing
      }
    </div>`
  }
}

customElements.define('earshot-panel-notice', PanelNotice)
