import { css, html, LitElement, type TemplateResult } from 'lit'
import type { RuleStatus } from '../../../../server/contracts/match.ts'
import { controls } from '../../design/controls.ts'
import { STATUS_NAMES, STATUS_TEXTS } from '../../design/wording.ts'

const STAGES: readonly RuleStatus[] = ['draft', 'shadow', 'live', 'retired']

/** The life of a rule, and where it is. Fires `move` with the chosen status as detail. */
export class LifeStepper extends LitElement {
  static override properties = {
    status: { attribute: false },
    mayMove: { attribute: false },
    /** Why it cannot be moved now; empty: it can. */
    hindrance: { attribute: false },
  }
  static override styles = [
    controls,
    css`
      ol {
        display: flex;
        align-items: center;
      }
      li {
        display: flex;
        align-items: center;
      }
      li + li::before {
        width: 14px;
        height: 2px;
        background: var(--es-border-strong);
        content: '';
      }
      button,
      .stage {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 30px;
        padding: 0 var(--es-3);
        border: 1px solid var(--es-border-strong);
        border-radius: 15px;
        background: none;
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 600;
        white-space: nowrap;
      }
      button {
        cursor: pointer;
      }
      button:hover {
        background: var(--es-hover);
      }
      button:disabled {
        border-color: var(--es-border);
        color: var(--es-ink-3);
        cursor: not-allowed;
      }
      .past {
        border-color: var(--es-border);
        color: var(--es-ink-3);
      }
      .current {
        border-color: transparent;
        background: var(--es-accent);
        color: var(--es-accent-ink);
      }
      .current.retired {
        background: var(--es-ink-3);
        color: var(--es-surface);
      }
    `,
  ]
  /** Null: it has never been in force. */
  declare status: RuleStatus | null
  declare mayMove: boolean
  declare hindrance: string

  constructor() {
    super()
    this.status = null
    this.mayMove = false
    this.hindrance = ''
  }

  override render(): TemplateResult {
    const current = this.status === null ? -1 : STAGES.indexOf(this.status)
    return html`<ol aria-label="Life of the rule">
      ${STAGES.map((stage, index) => html`<li>${this.#stage(stage, current < 0 ? 1 : index - current)}</li>`)}
    </ol>`
  }

  #stage(stage: RuleStatus, ahead: number): TemplateResult {
    const name = STATUS_NAMES[stage]
    if (ahead === 0) {
      return html`<span class="stage current ${stage}" aria-current="step" title=${STATUS_TEXTS[stage]}
        ><span class="dot"></span>${name}</span
      >`
    }
    const past = ahead < 0 ? 'past' : ''
    if (!this.mayMove) return html`<span class="stage ${past}" title=${STATUS_TEXTS[stage]}>${name}</span>`
    return html`<button
      type="button"
      class=${past}
      title=${this.hindrance === '' ? `Move to ${name}: ${STATUS_TEXTS[stage]}` : this.hindrance}
      ?disabled=${this.hindrance !== ''}
      @click=${() => this.dispatchEvent(new CustomEvent('move', { detail: stage }))}
    >
      ${name}
    </button>`
  }
}

customElements.define('earshot-life-stepper', LifeStepper)
