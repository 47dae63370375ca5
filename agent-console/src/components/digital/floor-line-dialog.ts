import { css, html, LitElement, type TemplateResult } from 'lit'
import type { Issue } from '../../../../server/contracts/issue.ts'
import { cardPreview } from '../../data/card-preview.ts'
import { withFix, withoutFix } from '../../data/floor-text.ts'
import { nextTimeOfDay } from '../../data/issue-words.ts'
import type { SentAction } from '../../data/issues-api.ts'
import { controls } from '../../design/controls.ts'
import { systemClock } from '../../platform/clock.ts'
import '../prompt-card.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { type Asked, stopKeys } from './action-dialog.ts'
import { valueOf } from './field-value.ts'
import { forms } from './panel.styles.ts'

/** Long enough for two sentences, short enough to be read while a customer speaks. */
const MOST_LETTERS = 240

/** Writes the line that agents say, beside their card as it will be. Fires `do` with an `Asked` as detail. */
export class FloorLineDialog extends LitElement {
  static override properties = { text: { state: true }, time: { state: true }, issue: { state: true } }
  static override styles = [
    controls,
    dialogStyles,
    forms,
    css`
      dialog {
        width: min(880px, 100vw - 32px);
      }
      .halves {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 380px);
        gap: var(--es-5);
      }
      .time {
        width: 140px;
      }
      .preview {
        padding: var(--es-3);
        border-radius: var(--es-radius-m);
        background: var(--es-bg);
      }
      h3 {
        margin-bottom: var(--es-2);
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 650;
      }
      .count {
        float: right;
      }
      @media (max-width: 760px) {
        .halves {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare private text: string
  /** `14:30`; empty: nobody can say yet. */
  declare private time: string
  declare private issue: Issue | null

  constructor() {
    super()
    this.text = ''
    this.time = ''
    this.issue = null
  }

  async ask(issue: Issue): Promise<void> {
    this.issue = issue
    this.text = withoutFix(issue.advice?.text ?? '')
    this.time = timeOfDay(issue.advice?.fixExpectedAt ?? null)
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    this.renderRoot.querySelector('textarea')?.focus()
  }

  override render(): TemplateResult {
    const { issue } = this
    if (issue === null) return html``
    return html`<dialog aria-labelledby="question" @keydown=${stopKeys}>
      <form method="dialog" @submit=${this.#onSubmit}>
        <h2 id="question">Tell the floor</h2>
        <div class="halves">
          <div>${this.#fields()}</div>
          <div>
            <h3 id="preview">What agents will see</h3>
            <div class="preview" role="group" aria-labelledby="preview">
              <earshot-prompt-card
                inert
                primary
                .outcome=${cardPreview(issue, this.#line())}
              ></earshot-prompt-card>
            </div>
          </div>
        </div>
        <div class="answers">
          <button class="button" type="button" @click=${this.#close}>Cancel</button>
          <button class="button primary">
            ${issue.advice === null ? 'Tell the floor' : 'Replace the line'}
          </button>
        </div>
      </form>
    </dialog>`
  }

  #fields(): TemplateResult {
    return html`<label class="ask"
        >What agents say
        <textarea
          class="field"
          rows="4"
          required
          maxlength=${MOST_LETTERS}
          placeholder="The payment page is down. Take the payment by phone."
          .value=${this.text}
          @input=${(event: Event) => (this.text = valueOf(event))}
        ></textarea>
        <span class="hint tabular"
          >The agent reads it while the customer speaks: say what is so, and what to do.
          <span class="count">${this.text.length} of ${MOST_LETTERS}</span></span
        >
      </label>
      <label class="ask"
        >Fixed at about
        <input
          class="field time"
          type="time"
          .value=${this.time}
          @input=${(event: Event) => (this.time = valueOf(event))}
        />
        <span class="hint"
          >It stands in the line, and the issue is “Fix announced”. Leave it empty when nobody can say.</span
        >
      </label>
      <p class="hint">
        Agents in calls that speak of it get the line at once, others at the first words that match. It stops
        when you withdraw it or the issue is fixed.
      </p>`
  }

  #fixAt(): number | null {
    const kept = this.issue?.advice?.fixExpectedAt ?? null
    // A time that was not touched keeps its day.
    return this.time === timeOfDay(kept) ? kept : nextTimeOfDay(this.time, systemClock.now())
  }

  #line(): string {
    return withFix(this.text, this.#fixAt(), systemClock.now())
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }

  readonly #onSubmit = (): void => {
    if (this.issue === null) return
    const action: SentAction = { type: 'advise', text: this.#line(), fixExpectedAt: this.#fixAt() }
    const detail: Asked = { action, seen: this.issue }
    this.dispatchEvent(new CustomEvent('do', { detail }))
  }
}

function timeOfDay(at: number | null): string {
  if (at === null) return ''
  const when = new Date(at)
  return [when.getHours(), when.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}

customElements.define('earshot-floor-line-dialog', FloorLineDialog)
