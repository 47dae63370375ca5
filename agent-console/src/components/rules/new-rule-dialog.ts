import { css, html, LitElement, type TemplateResult } from 'lit'
import { idFrom, type NewRule, RULE_ID } from '../../data/rule-template.ts'
import { controls } from '../../design/controls.ts'
import { dialogStyles } from './dialog.styles.ts'

/** Asks what a new rule is about. Fires `create` with a `NewRule` as detail. */
export class NewRuleDialog extends LitElement {
  static override properties = {
    folders: { attribute: false },
    taken: { attribute: false },
    ruleTitle: { state: true },
    ruleId: { state: true },
    folder: { state: true },
    kind: { state: true },
  }
  static override styles = [
    controls,
    dialogStyles,
    css`
      .ask {
        display: grid;
        gap: var(--es-1);
        margin-bottom: var(--es-4);
        font-size: var(--es-text-s);
        font-weight: 600;
      }
      .ask .field {
        font-size: var(--es-text-m);
        font-weight: 400;
      }
      .hint {
        color: var(--es-ink-3);
        font-weight: 400;
      }
      .hint.bad {
        color: var(--es-bad);
      }
      fieldset {
        display: flex;
        gap: var(--es-4);
        margin: 0;
        padding: 0;
        border: 0;
        font-size: var(--es-text-s);
      }
      fieldset label {
        display: inline-flex;
        gap: var(--es-2);
        align-items: center;
      }
      legend {
        margin-bottom: var(--es-1);
        padding: 0;
        font-weight: 600;
      }
      input[type='radio'] {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--es-accent);
      }
    `,
  ]
  declare folders: readonly string[]
  /** Ids that are in use. */
  declare taken: ReadonlySet<string>
  declare private ruleTitle: string
  /** Null: made from the title. */
  declare private ruleId: string | null
  declare private folder: string
  declare private kind: NewRule['kind']

  constructor() {
    super()
    this.folders = []
    this.taken = new Set()
    this.ruleTitle = ''
    this.ruleId = null
    this.folder = ''
    this.kind = 'prompt'
  }

  async ask(): Promise<void> {
    this.ruleTitle = ''
    this.ruleId = null
    this.folder = this.folders[0] ?? ''
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override render(): TemplateResult {
    const id = this.#id
    const fault = this.#fault(id)
    return html`<dialog aria-labelledby="title">
      <form method="dialog" @submit=${this.#onSubmit}>
        <h2 id="title">New rule</h2>
        <label class="ask"
          >What happens in the call
          <input
            class="field"
            maxlength="100"
            required
            placeholder="Customer asks where the parcel is"
            .value=${this.ruleTitle}
            @input=${(event: Event) => (this.ruleTitle = valueOf(event))}
          />
        </label>
        <label class="ask"
          >Name of its file
          <input
            class="field"
            maxlength="64"
            required
            aria-describedby="id-hint"
            aria-invalid=${fault === '' ? 'false' : 'true'}
            .value=${id}
            @input=${(event: Event) => (this.ruleId = valueOf(event))}
          />
          <span id="id-hint" class="hint ${fault === '' ? '' : 'bad'}"
            >${fault === '' ? 'It stays the same for ever.' : fault}</span
          >
        </label>
        <label class="ask"
          >Folder
          <select class="field" @change=${(event: Event) => (this.folder = valueOf(event))}>
            ${this.folders.map(
              (folder) =>
                html`<option value=${folder} ?selected=${folder === this.folder}>
                  ${folder === '' ? 'In no folder' : folder}
                </option>`,
            )}
          </select>
        </label>
        <fieldset>
          <legend>Whom it speaks to</legend>
          ${this.#choice('prompt', 'The agent: a prompt')} ${this.#choice('alert', 'Supervisors: an alert')}
        </fieldset>
        <div class="answers">
          <button class="button" type="button" @click=${this.#cancel}>Cancel</button>
          <button class="button primary" ?disabled=${id === '' || fault !== ''}>Begin a draft</button>
        </div>
      </form>
    </dialog>`
  }

  #choice(kind: NewRule['kind'], name: string): TemplateResult {
    return html`<label
      ><input
        type="radio"
        name="kind"
        .checked=${this.kind === kind}
        @change=${() => (this.kind = kind)}
      />${name}</label
    >`
  }

  get #id(): string {
    return this.ruleId ?? idFrom(this.ruleTitle)
  }

  #fault(id: string): string {
    if (id === '') return ''
    if (!RULE_ID.test(id)) return 'Lower-case letters and digits, joined by hyphens.'
    return this.taken.has(id) ? 'There is a rule of this name.' : ''
  }

  readonly #cancel = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }

  readonly #onSubmit = (): void => {
    const rule: NewRule = {
      id: this.#id,
      folder: this.folder,
      title: this.ruleTitle.trim(),
      kind: this.kind,
    }
    this.dispatchEvent(new CustomEvent('create', { detail: rule }))
  }
}

function valueOf(event: Event): string {
  const { target } = event
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : ''
}

customElements.define('earshot-new-rule-dialog', NewRuleDialog)
