import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { SentAction } from '../../data/issues-api.ts'
import { controls } from '../../design/controls.ts'
import { systemClock } from '../../platform/clock.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { type AskedType, needsNote, questionOf, SILENCES } from './action-questions.ts'
import { valueOf } from './field-value.ts'
import { forms } from './panel.styles.ts'

/** What `do` carries: what is to be done, and the issue as it was when the question was asked. */
export interface Asked {
  readonly action: SentAction
  readonly seen: Issue
}

/** Asks for what an action needs: a name, a note, a time, a task. Fires `do` with an `Asked` as detail. */
export class ActionDialog extends LitElement {
  static override properties = {
    me: { attribute: false },
    type: { state: true },
    text: { state: true },
    owner: { state: true },
    due: { state: true },
    acceptance: { state: true },
    hours: { state: true },
  }
  static override styles = [controls, dialogStyles, forms]
  /** Whom an issue goes to unless another name is given. */
  declare me: string
  declare private type: AskedType
  declare private text: string
  declare private owner: string
  declare private due: string
  declare private acceptance: string
  /** How long to be silent; 0: no longer. */
  declare private hours: number
  #seen: Issue | null = null

  constructor() {
    super()
    this.me = ''
    this.type = 'note'
    this.text = ''
    this.owner = ''
    this.due = ''
    this.acceptance = ''
    this.hours = 1
  }

  async ask(type: AskedType, seen: Issue): Promise<void> {
    this.#seen = seen
    this.type = type
    this.text = ''
    this.owner = type === 'own' ? this.me : ''
    this.due = ''
    this.acceptance = ''
    this.hours = seen.silencedUntil === null ? 1 : 0
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    this.renderRoot.querySelector<HTMLElement>('[autofocus]')?.focus()
  }

  override render(): TemplateResult {
    const { title, effect, confirm } = questionOf(this.type)
    return html`<dialog aria-labelledby="question" @keydown=${stopKeys}>
      <form method="dialog" @submit=${this.#onSubmit}>
        <h2 id="question">${title}</h2>
        <p>${effect}</p>
        ${this.#fields()}
        <div class="answers">
          <button class="button" type="button" @click=${this.#close}>Cancel</button>
          <button class="button primary">${confirm}</button>
        </div>
      </form>
    </dialog>`
  }

  #fields(): TemplateResult {
    switch (this.type) {
      case 'own':
        return html`<label class="ask"
          >Owner
          <input
            class="field"
            required
            maxlength="100"
            autofocus
            .value=${this.owner}
            @input=${(event: Event) => (this.owner = valueOf(event))}
          />
        </label>`
      case 'add-task':
        return this.#taskFields()
      case 'silence':
        return html`${this.#silenceFields()} ${this.#note()}`
      case 'fixed':
      case 'close':
      case 'reopen':
      case 'note':
        return this.#note()
      default:
        return this.type
    }
  }

  #note(): TemplateResult {
    const needed = needsNote(this.type)
    return html`<label class="ask"
      >${needed ? 'Note' : 'Note (if you like)'}
      <textarea
        class="field"
        rows="3"
        maxlength="1000"
        autofocus
        ?required=${needed}
        .value=${this.text}
        @input=${(event: Event) => (this.text = valueOf(event))}
      ></textarea>
    </label>`
  }

  #silenceFields(): TemplateResult {
    return html`<fieldset>
      <legend>For how long</legend>
      ${SILENCES.map(
        ({ hours, name }) =>
          html`<label
            ><input
              type="radio"
              name="hours"
              .checked=${this.hours === hours}
              @change=${() => (this.hours = hours)}
            />${name}</label
          >`,
      )}
      ${
        (this.#seen?.silencedUntil ?? null) === null
          ? nothing
          : html`<label
              ><input
                type="radio"
                name="hours"
                .checked=${this.hours === 0}
                @change=${() => (this.hours = 0)}
              />End the silence now</label
            >`
      }
    </fieldset>`
  }

  #taskFields(): TemplateResult {
    return html`<label class="ask"
        >What is to be done
        <input
          class="field"
          required
          maxlength="200"
          autofocus
          .value=${this.text}
          @input=${(event: Event) => (this.text = valueOf(event))}
        />
      </label>
      <div class="pair">
        <label class="ask"
          >Owner
          <input
            class="field"
            maxlength="100"
            placeholder="nobody yet"
            .value=${this.owner}
            @input=${(event: Event) => (this.owner = valueOf(event))}
          />
        </label>
        <label class="ask"
          >Due
          <input
            class="field"
            type="datetime-local"
            .value=${this.due}
            @input=${(event: Event) => (this.due = valueOf(event))}
          />
        </label>
      </div>
      <label class="ask"
        >It is done when
        <input
          class="field"
          required
          maxlength="500"
          placeholder="a test card pays in under three seconds"
          .value=${this.acceptance}
          @input=${(event: Event) => (this.acceptance = valueOf(event))}
        />
      </label>`
  }

  #action(): SentAction {
    const note = this.text.trim()
    switch (this.type) {
      case 'own':
        return { type: 'own', owner: this.owner.trim() }
      case 'fixed':
        return note === '' ? { type: 'fixed' } : { type: 'fixed', note }
      case 'close':
      case 'reopen':
        return { type: this.type, note }
      case 'note':
        return { type: 'note', text: note }
      case 'silence':
        return { type: 'silence', until: this.#until(), note }
      case 'add-task':
        return this.#task(note)
      default:
        return this.type
    }
  }

  #until(): number | null {
    return this.hours === 0 ? null : Math.round(systemClock.now() + this.hours * 3_600_000)
  }

  #task(title: string): SentAction {
    const owner = this.owner.trim()
    const due = new Date(this.due).getTime()
    return {
      type: 'add-task',
      title,
      owner: owner === '' ? null : owner,
      dueAt: Number.isNaN(due) ? null : due,
      acceptance: this.acceptance.trim(),
    }
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }

  readonly #onSubmit = (): void => {
    if (this.#seen === null) return
    const detail: Asked = { action: this.#action(), seen: this.#seen }
    this.dispatchEvent(new CustomEvent('do', { detail }))
  }
}

/** What is typed in a dialog is for the dialog; the page has single keys. */
export function stopKeys(event: KeyboardEvent): void {
  event.stopPropagation()
}

customElements.define('earshot-action-dialog', ActionDialog)
