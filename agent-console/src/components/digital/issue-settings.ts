import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { IssueSettings, IssueSettingsReport } from '../../../../server/contracts/issue-desk.ts'
import { formatWhen } from '../../data/format.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { numberOf, valueOf } from './field-value.ts'
import { forms, panels } from './panel.styles.ts'

/** How many false alarms the site accepts, and what a contact costs. Fires `save-settings` with `IssueSettings`. */
export class IssueSettingsView extends LitElement {
  static override properties = {
    report: { attribute: false },
    mayAct: { attribute: false },
    problem: { attribute: false },
    saving: { attribute: false },
    draft: { state: true },
  }
  static override styles = [
    controls,
    panels,
    forms,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow: hidden auto;
        padding: var(--es-5) var(--es-4);
        background: var(--es-bg);
      }
      .sheet {
        display: grid;
        gap: var(--es-5);
        grid-template-columns: minmax(0, 1fr) minmax(0, 340px);
        width: min(1000px, 100%);
        margin: 0 auto;
      }
      section {
        padding: var(--es-5);
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-l);
        background: var(--es-surface);
      }
      h2 {
        margin-bottom: var(--es-3);
        font-size: var(--es-text-l);
        font-weight: 650;
      }
      h2:not(:first-child) {
        margin-top: var(--es-5);
      }
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 120px;
        gap: var(--es-3);
        align-items: center;
        padding: var(--es-2) 0;
        font-size: var(--es-text-s);
      }
      .row b {
        display: block;
        font-weight: 600;
      }
      .row .field {
        width: 100%;
        text-align: right;
      }
      .words li {
        padding: var(--es-2) 0;
        text-wrap: pretty;
      }
      .words li + li {
        border-top: 1px solid var(--es-border);
      }
      .answers {
        display: flex;
        gap: var(--es-2);
        justify-content: flex-end;
        margin-top: var(--es-4);
      }
      .problem {
        margin-top: var(--es-3);
        border: 0;
        border-radius: var(--es-radius-s);
      }
      @media (max-width: 900px) {
        .sheet {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  /** Null: not read yet. */
  declare report: IssueSettingsReport | null
  declare mayAct: boolean
  declare problem: string | null
  declare saving: boolean
  /** Null: nothing was changed. */
  declare private draft: IssueSettings | null

  constructor() {
    super()
    this.report = null
    this.mayAct = false
    this.problem = null
    this.saving = false
    this.draft = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('report')
    if (changed.has('report') && before?.changedAt !== this.report?.changedAt) this.draft = null
  }

  override render(): TemplateResult {
    const { report } = this
    if (report === null) return html`<p role="status">Reading the settings…</p>`
    return html`<div class="sheet">
      <section aria-labelledby="change">${this.#form(this.draft ?? report.settings)}</section>
      <section aria-labelledby="meaning">
        <h2 id="meaning">What this means here</h2>
        <ul class="words">
          ${report.inWords.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
        ${
          report.changedAt === null
            ? nothing
            : html`<p class="small">
                Changed by ${report.changedBy ?? 'somebody'}, ${formatWhen(report.changedAt)}
              </p>`
        }
      </section>
    </div>`
  }

  #form(settings: IssueSettings): TemplateResult {
    const { codeFalseAlarmsPerWeek, phraseFalseAlarmsPerWeek, handlingSeconds, costPerHour } = settings
    return html`<form @submit=${this.#onSubmit}>
      <h2 id="change">False alarms that you accept</h2>
      ${this.#number({
        name: 'Of known issues, a week',
        hint: 'Fewer: it waits for more contacts before it tells. More: it tells sooner.',
        value: codeFalseAlarmsPerWeek,
        min: 0.1,
        onChange: (value) => this.#edit({ codeFalseAlarmsPerWeek: value }),
      })}
      ${this.#number({
        name: 'Of issues that no code knows, a week',
        hint: 'Words that come up together more than usual.',
        value: phraseFalseAlarmsPerWeek,
        min: 0.1,
        onChange: (value) => this.#edit({ phraseFalseAlarmsPerWeek: value }),
      })}
      <h2>What a contact costs</h2>
      ${this.#number({
        name: 'Handling time, seconds',
        hint: 'With the work after the call. Agents needed follow from it.',
        value: handlingSeconds,
        min: 1,
        onChange: (value) => this.#edit({ handlingSeconds: value }),
      })}
      ${this.#number({
        name: 'Cost of an hour of it',
        hint: 'Empty: costs are not shown.',
        value: costPerHour?.amount ?? null,
        min: 0,
        onChange: (amount) => this.#cost({ amount }),
        onEmpty: () => this.#edit({ costPerHour: null }),
      })}
      <label class="row"
        ><span><b>Currency</b><span class="hint">Three letters, such as EUR.</span></span>
        <input
          class="field"
          maxlength="3"
          pattern="[A-Za-z]{3}"
          ?disabled=${!this.mayAct || costPerHour === null}
          .value=${costPerHour?.currency ?? ''}
          @input=${(event: Event) => this.#cost({ currency: valueOf(event).toUpperCase() })}
        />
      </label>
      <div role="alert">
        ${this.problem === null ? nothing : html`<p class="problem">${icon('alert', 16)} ${this.problem}</p>`}
      </div>
      ${this.mayAct ? this.#answers() : html`<p class="hint">Digital teams and administrators change these.</p>`}
    </form>`
  }

  #answers(): TemplateResult {
    return html`<div class="answers">
      <button
        class="button"
        type="button"
        ?disabled=${this.draft === null || this.saving}
        @click=${() => (this.draft = null)}
      >
        Revert
      </button>
      <button class="button primary" ?disabled=${this.draft === null || this.saving}>
        ${this.saving ? 'Saving…' : 'Save'}
      </button>
    </div>`
  }

  #number(field: {
    readonly name: string
    readonly hint: string
    readonly value: number | null
    readonly min: number
    readonly onChange: (value: number) => void
    readonly onEmpty?: () => void
  }): TemplateResult {
    return html`<label class="row"
      ><span><b>${field.name}</b><span class="hint">${field.hint}</span></span>
      <input
        class="field tabular"
        type="number"
        step="any"
        min=${field.min}
        ?required=${field.onEmpty === undefined}
        ?disabled=${!this.mayAct}
        .value=${field.value === null ? '' : String(field.value)}
        @input=${(event: Event) => {
          const value = numberOf(event)
          if (value === null) field.onEmpty?.()
          else field.onChange(value)
        }}
      />
    </label>`
  }

  #edit(change: Partial<IssueSettings>): void {
    const settings = this.draft ?? this.report?.settings
    if (settings !== undefined) this.draft = { ...settings, ...change }
  }

  #cost(change: Partial<NonNullable<IssueSettings['costPerHour']>>): void {
    const known = (this.draft ?? this.report?.settings)?.costPerHour ?? { amount: 0, currency: 'EUR' }
    this.#edit({ costPerHour: { ...known, ...change } })
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    if (this.draft !== null) this.dispatchEvent(new CustomEvent('save-settings', { detail: this.draft }))
  }
}

customElements.define('earshot-issue-settings', IssueSettingsView)
