import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Demotion } from '../../../../server/contracts/attention.ts'
import { formatWhen, percent } from '../../data/format.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { notice } from '../../design/notice.ts'
import { dialogStyles } from './dialog.styles.ts'

/** Says that a rule is shown to nobody because people called it wrong too often, and lets it be put back. */
export class DemotionNotice extends LitElement {
  static override properties = {
    demotion: { attribute: false },
    restore: { attribute: false },
    isBusy: { state: true },
    failed: { state: true },
  }
  static override styles = [
    controls,
    dialogStyles,
    notice,
    css`
      .notice {
        padding: var(--es-2) var(--es-4);
      }
      .notice span {
        flex: 1;
        min-width: 0;
        text-wrap: pretty;
      }
      .notice .bad {
        flex: none;
      }
      .notice .button {
        min-height: 30px;
        font-size: var(--es-text-s);
      }
      .bad {
        color: var(--es-bad);
        font-weight: 600;
      }
    `,
  ]
  declare demotion: Demotion | null
  /** Null: not for this person. */
  declare restore: ((ruleId: string) => Promise<void>) | null
  declare private isBusy: boolean
  declare private failed: boolean

  constructor() {
    super()
    this.demotion = null
    this.restore = null
    this.isBusy = false
    this.failed = false
  }

  override render(): TemplateResult | typeof nothing {
    const { demotion } = this
    if (demotion === null) return nothing
    const { used, notNow, wrong, since } = demotion
    const judged = used + notNow + wrong
    return html`<div class="notice" role="status">
        ${icon('alert', 16)}
        <span
          ><b>Demoted: shown to nobody.</b> Of ${judged} verdicts since ${formatWhen(since)}, ${wrong} were
          <i>wrong</i> (${percent(judged === 0 ? null : wrong / judged)}), ${used} <i>used</i>, ${notNow}
          <i>not now</i>. A change of the rule ends it.</span
        >
        ${this.failed ? html`<span class="bad">It could not be put back.</span>` : nothing}
        ${
          this.restore === null
            ? nothing
            : html`<button class="button" type="button" ?disabled=${this.isBusy} @click=${this.#ask}>
                ${icon('undo', 16)} Undo: put it back
              </button>`
        }
      </div>
      <dialog aria-labelledby="question" @close=${this.#onClose}>
        <form method="dialog">
          <h2 id="question">Put the rule back?</h2>
          <p>
            From now on it is shown again, in live calls too. What people said of it until now no longer
            counts; if they go on calling it wrong, it is demoted again.
          </p>
          <div class="answers">
            <button class="button" value="">Cancel</button>
            <button class="button primary" value="yes">Put it back</button>
          </div>
        </form>
      </dialog>`
  }

  readonly #ask = (): void => {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  readonly #onClose = (event: Event): void => {
    if (!(event.target instanceof HTMLDialogElement) || event.target.returnValue !== 'yes') return
    event.target.returnValue = ''
    const { demotion, restore } = this
    if (demotion === null || restore === null) return
    this.isBusy = true
    this.failed = false
    restore(demotion.ruleId)
      .catch(() => (this.failed = true))
      .finally(() => (this.isBusy = false))
  }
}

customElements.define('earshot-demotion-notice', DemotionNotice)
