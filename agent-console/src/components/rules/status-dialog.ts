import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { RuleStatus } from '../../../../server/contracts/match.ts'
import type { RuleDetail } from '../../../../server/contracts/rule-desk.ts'
import { percent } from '../../data/format.ts'
import { controls } from '../../design/controls.ts'
import { STATUS_NAMES } from '../../design/wording.ts'
import { dialogStyles } from './dialog.styles.ts'

const ACTIONS: Readonly<Record<RuleStatus, string>> = {
  draft: 'Back to draft',
  shadow: 'Run in shadow',
  live: 'Go live',
  retired: 'Retire',
}

/** Asks before a rule moves on, and says what that does. Fires `confirm` with the status as detail. */
export class StatusDialog extends LitElement {
  static override properties = { detail: { attribute: false }, to: { state: true } }
  static override styles = [controls, dialogStyles]
  declare detail: RuleDetail | null
  declare private to: RuleStatus

  constructor() {
    super()
    this.detail = null
    this.to = 'draft'
  }

  async ask(to: RuleStatus): Promise<void> {
    this.to = to
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override render(): TemplateResult {
    const rule = this.detail?.rule ?? null
    if (rule === null) return html``
    return html`<dialog aria-labelledby="question" @close=${this.#onClose}>
      <form method="dialog">
        <h2 id="question">Move “${rule.title}” to ${STATUS_NAMES[this.to].toLowerCase()}?</h2>
        <p>${this.#effect(rule.kind)}</p>
        ${this.#figures()}
        <p class="muted">Version ${rule.version + 1} is written to the rule file, under your name.</p>
        <div class="answers">
          <button class="button" value="">Cancel</button>
          <button class="button primary" value="yes">${ACTIONS[this.to]}</button>
        </div>
      </form>
    </dialog>`
  }

  #effect(kind: 'prompt' | 'alert'): string {
    const who = kind === 'prompt' ? 'agents' : 'supervisors'
    switch (this.to) {
      case 'draft':
        return `It stops running at once, in live calls too. Nothing of it reaches ${who}, and it is not counted.`
      case 'shadow':
        return `It runs in every call and is counted, so that you see how often it would fire. Nothing of it reaches ${who}.`
      case 'live':
        return `From now on ${who} see this ${kind} in every call in which it fires, live calls included.`
      case 'retired':
        return `It stops running at once and for good. Its history stays; its name is not used for another rule.`
      default:
        return this.to
    }
  }

  #figures(): TemplateResult | typeof nothing {
    if (this.to !== 'live' || this.detail === null) return nothing
    const { fired, wrong, precision } = this.detail.figures
    if (fired === 0)
      return html`<p>It has not fired in the last 7 days. A back-test says what it would do.</p>`
    return html`<p>
      In the last 7 days it fired ${fired} times; people called it wrong ${wrong} times (useful:
      ${percent(precision)}).
    </p>`
  }

  readonly #onClose = (event: Event): void => {
    if (!(event.target instanceof HTMLDialogElement) || event.target.returnValue !== 'yes') return
    event.target.returnValue = ''
    this.dispatchEvent(new CustomEvent('confirm', { detail: this.to }))
  }
}

customElements.define('earshot-status-dialog', StatusDialog)
