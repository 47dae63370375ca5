import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Channel } from '../../../../server/contracts/contact.ts'
import type { Change } from '../../../../server/contracts/issue.ts'
import type { IssuesApi, NewChange } from '../../data/issues-api.ts'
import { ApiError } from '../../data/requests.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { CHANGE_NAMES, CHANNEL_NAMES, CHANNELS } from '../../design/issue-wording.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { stopKeys } from './action-dialog.ts'
import { valueOf } from './field-value.ts'
import { forms, panels } from './panel.styles.ts'

const KINDS: readonly Change['kind'][] = ['deployment', 'campaign', 'configuration', 'other']

/** Posts that something was changed, for issues that begin after it. Fires `posted`. */
export class ChangeDialog extends LitElement {
  static override properties = {
    api: { attribute: false },
    kind: { state: true },
    changeTitle: { state: true },
    channel: { state: true },
    when: { state: true },
    problem: { state: true },
  }
  static override styles = [controls, dialogStyles, panels, forms]
  declare api: Pick<IssuesApi, 'addChange'> | null
  declare private kind: Change['kind']
  declare private changeTitle: string
  declare private channel: Channel | null
  /** Local date and time; empty: now. */
  declare private when: string
  declare private problem: string | null

  constructor() {
    super()
    this.api = null
    this.kind = 'deployment'
    this.changeTitle = ''
    this.channel = null
    this.when = ''
    this.problem = null
  }

  async ask(): Promise<void> {
    this.kind = 'deployment'
    this.changeTitle = ''
    this.channel = null
    this.when = ''
    this.problem = null
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    this.renderRoot.querySelector('input')?.focus()
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @keydown=${stopKeys}>
      <form @submit=${this.#onSubmit}>
        <h2 id="heading">Post a change</h2>
        <p>
          It stands beside issues that begin after it. Deployment tools post to <code>/v1/changes</code> by
          themselves.
        </p>
        <label class="ask"
          >What was changed
          <input
            class="field"
            required
            maxlength="200"
            placeholder="Checkout 4.12"
            .value=${this.changeTitle}
            @input=${(event: Event) => (this.changeTitle = valueOf(event))}
          />
        </label>
        ${this.#about()}
        <label class="ask"
          >When
          <input
            class="field"
            type="datetime-local"
            .value=${this.when}
            @input=${(event: Event) => (this.when = valueOf(event))}
          />
          <span class="hint">Empty: now.</span>
        </label>
        <div role="alert">
          ${this.problem === null ? nothing : html`<p class="problem">${icon('alert', 16)} ${this.problem}</p>`}
        </div>
        <div class="answers">
          <button class="button" type="button" @click=${this.#close}>Cancel</button>
          <button class="button primary">Post it</button>
        </div>
      </form>
    </dialog>`
  }

  #about(): TemplateResult {
    return html`<div class="pair">
      <label class="ask"
        >Kind
        <select
          class="field"
          @change=${(event: Event) => (this.kind = KINDS.find((kind) => kind === valueOf(event)) ?? 'other')}
        >
          ${KINDS.map(
            (kind) =>
              html`<option value=${kind} ?selected=${kind === this.kind}>${CHANGE_NAMES[kind]}</option>`,
          )}
        </select>
      </label>
      <label class="ask"
        >Channel
        <select
          class="field"
          @change=${(event: Event) =>
            (this.channel = CHANNELS.find((channel) => channel === valueOf(event)) ?? null)}
        >
          <option value="" ?selected=${this.channel === null}>All of them</option>
          ${CHANNELS.map(
            (channel) =>
              html`<option value=${channel} ?selected=${channel === this.channel}>
                ${CHANNEL_NAMES[channel]}
              </option>`,
          )}
        </select>
      </label>
    </div>`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    void this.#post()
  }

  async #post(): Promise<void> {
    const at = new Date(this.when).getTime()
    const change: NewChange = {
      kind: this.kind,
      title: this.changeTitle.trim(),
      channel: this.channel,
      ...(Number.isNaN(at) ? {} : { at }),
    }
    try {
      await this.api?.addChange(change)
      this.#close()
      this.dispatchEvent(new CustomEvent('posted'))
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : 'The server did not answer. Try again.'
    }
  }
}

customElements.define('earshot-change-dialog', ChangeDialog)
