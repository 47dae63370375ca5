import { css, html, LitElement, type TemplateResult } from 'lit'
import type { ConnectionStatus } from '../data/connection.ts'
import { controls } from '../design/controls.ts'

const LOOKS: Readonly<Record<ConnectionStatus['phase'], { readonly text: string; readonly tone: string }>> = {
  connecting: { text: 'Connecting', tone: 'warn' },
  live: { text: 'Connected', tone: 'good' },
  waiting: { text: 'Reconnecting', tone: 'warn' },
  refused: { text: 'Signed out', tone: 'bad' },
}

/** Says whether what is on screen is up to date. */
export class ConnectionChip extends LitElement {
  static override properties = { status: { attribute: false } }
  static override styles = [
    controls,
    css`
      :host {
        display: inline-flex;
      }
      .chip {
        min-width: 118px;
        background: none;
      }
      .good .dot {
        color: var(--es-good);
      }
      .warn .dot {
        color: var(--es-warn);
        animation: breathe 1.6s ease-in-out infinite;
      }
      .bad .dot {
        color: var(--es-bad);
      }
      @keyframes breathe {
        50% {
          opacity: 0.35;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .dot {
          animation: none !important;
        }
      }
    `,
  ]
  declare status: ConnectionStatus

  constructor() {
    super()
    this.status = { phase: 'connecting' }
  }

  override render(): TemplateResult {
    const { text, tone } = LOOKS[this.status.phase]
    return html`<span class="chip ${tone}" role="status" data-phase=${this.status.phase}>
      <span class="dot"></span>${text}
    </span>`
  }
}

customElements.define('earshot-connection', ConnectionChip)
