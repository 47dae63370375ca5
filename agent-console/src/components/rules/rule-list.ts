import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { RuleStatus } from '../../../../server/contracts/match.ts'
import { perHour } from '../../data/format.ts'
import {
  fittingRows,
  groupRows,
  type RowFilter,
  type RuleGroup,
  type RuleRow,
  type SortKey,
} from '../../data/rule-list.ts'
import { controls, severities } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { SEVERITY_NAMES, STATUS_NAMES } from '../../design/wording.ts'
import { ruleListStyles } from './rule-list.styles.ts'
import { statusChips } from './status-chip.styles.ts'

const COLUMNS: readonly { readonly key: SortKey; readonly name: string; readonly title: string }[] = [
  { key: 'rule', name: 'Rule', title: 'By folder' },
  { key: 'fired', name: 'Fired', title: 'How often, in the last 7 days' },
  { key: 'useful', name: 'Useful', title: 'What people called used or useful, in the last 7 days' },
  { key: 'wrong', name: 'Wrong', title: 'What people called wrong, in the last 7 days' },
  { key: 'perCallHour', name: 'Per hour', title: 'Fired per hour of calls, in the last 7 days' },
]

const STATUSES: readonly RuleStatus[] = ['live', 'shadow', 'draft', 'retired']

/** All rules in their folders with what they did lately. Fires `open-rule` with the id, and `new-rule`. */
export class RuleList extends LitElement {
  static override properties = {
    rows: { attribute: false },
    openRule: { attribute: false },
    mayWrite: { attribute: false },
    text: { state: true },
    status: { state: true },
    sort: { state: true },
  }
  static override styles = [controls, severities, statusChips, ruleListStyles]
  declare rows: readonly RuleRow[] | null
  declare openRule: string | null
  declare mayWrite: boolean
  declare private text: string
  declare private status: RowFilter['status']
  declare private sort: SortKey

  constructor() {
    super()
    this.rows = null
    this.openRule = null
    this.mayWrite = false
    this.text = ''
    this.status = null
    this.sort = 'rule'
  }

  focusSearch(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type="search"]')?.focus()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('openRule') || changed.get('rows') === null)
      this.renderRoot.querySelector('.row.open')?.scrollIntoView({ block: 'nearest' })
  }

  override render(): TemplateResult {
    const rows = this.rows ?? []
    const groups = groupRows(fittingRows(rows, { text: this.text, status: this.status }), this.sort)
    return html`
      <div class="tools">
        <input
          class="field"
          type="search"
          placeholder="Filter rules  ( / )"
          aria-label="Filter rules"
          .value=${this.text}
          @input=${this.#onText}
        />
        ${
          this.mayWrite
            ? html`<button class="button" type="button" @click=${() => this.#tell('new-rule')}>
                ${icon('plus', 16)} New rule
              </button>`
            : nothing
        }
      </div>
      <div class="statuses" role="group" aria-label="Status">
        ${this.#statusButton(null, 'All', rows.length)}
        ${STATUSES.map((status) =>
          this.#statusButton(
            status,
            STATUS_NAMES[status],
            rows.filter(({ rule }) => rule?.status === status).length,
          ),
        )}
        ${this.#statusButton('demoted', 'Demoted', rows.filter(({ demotion }) => demotion !== null).length)}
        ${this.#statusButton('broken', 'With errors', rows.filter(({ faults }) => faults > 0).length)}
      </div>
      <div class="scroller" tabindex="-1">
        <table>
          <caption class="unseen">
            Rules and their figures of the last 7 days
          </caption>
          <thead>
            <tr>
              ${COLUMNS.map((column) => this.#heading(column))}
            </tr>
          </thead>
          ${groups.map((group) => this.#group(group))}
        </table>
        ${this.rows !== null && groups.length === 0 ? html`<p class="none">No rule fits.</p>` : nothing}
      </div>
    `
  }

  #statusButton(status: typeof this.status, name: string, count: number): TemplateResult | typeof nothing {
    const isRare = status === 'broken' || status === 'demoted'
    if (isRare && count === 0 && this.status !== status) return nothing
    return html`<button
      type="button"
      class="status-filter ${status ?? ''}"
      aria-pressed=${this.status === status}
      @click=${() => (this.status = status)}
    >
      ${name} <span class="tabular">${count}</span>
    </button>`
  }

  #heading({ key, name, title }: (typeof COLUMNS)[number]): TemplateResult {
    const sorted = this.sort === key
    const order = key === 'rule' ? 'ascending' : 'descending'
    return html`<th scope="col" aria-sort=${sorted ? order : 'none'}>
      <button type="button" title=${title} @click=${() => this.#sortBy(key)}>
        ${name}${sorted && key !== 'rule' ? icon('down', 12) : nothing}
      </button>
    </th>`
  }

  #sortBy(key: SortKey): void {
    this.sort = key
    this.renderRoot.querySelector('.scroller')?.scrollTo({ top: 0 })
  }

  #group({ folder, rows }: RuleGroup): TemplateResult {
    return html`<tbody>
      ${
        folder === null
          ? nothing
          : html`<tr class="folder">
              <th scope="rowgroup" colspan="5">
                ${folder === '' ? 'In no folder' : folder} <span class="tabular">${rows.length}</span>
              </th>
            </tr>`
      }
      ${repeat(
        rows,
        ({ id }) => id,
        (row) => this.#row(row, folder === null),
      )}
    </tbody>`
  }

  #row(row: RuleRow, withFolder: boolean): TemplateResult {
    const { id, title, rule, figures } = row
    const count = (value: number | undefined): string => (value === undefined ? '–' : String(value))
    const zero = (value: number | undefined): string => (value === undefined || value === 0 ? 'zero' : '')
    return html`<tr
      class="row ${id === this.openRule ? 'open' : ''} severity-${rule?.severity ?? 'info'}"
      data-rule=${id}
    >
      <td>
        <button
          class="opener"
          type="button"
          aria-current=${id === this.openRule ? 'true' : nothing}
          @click=${() => this.#tell('open-rule', id)}
        >
          ${title}
        </button>
        <span class="about">${this.#about(row, withFolder)}</span>
      </td>
      <td class="tabular ${zero(figures?.fired)}">${count(figures?.fired)}</td>
      <td class="tabular ${zero(figures?.used)}">${count(figures?.used)}</td>
      <td class="tabular ${zero(figures?.wrong) || 'bad'}">${count(figures?.wrong)}</td>
      <td class="tabular ${zero(figures?.perCallHour ?? undefined)}">
        ${perHour(figures?.perCallHour ?? null)}
      </td>
    </tr>`
  }

  #about({ rule, faults, demotion, unsaved, folder }: RuleRow, withFolder: boolean): TemplateResult {
    return html`${rule === null ? nothing : html`<span class="status ${rule.status}">${STATUS_NAMES[rule.status]}</span>`}
    ${demotion === null ? nothing : html`<span class="demoted" title="Shown to nobody: people called it wrong too often">Demoted</span>`}
    ${rule === null ? nothing : html`<span class="severity">${SEVERITY_NAMES[rule.severity]}</span>`}
    ${withFolder && folder !== '' ? html`<span>${folder}</span>` : nothing}
    ${faults > 0 ? html`<span class="faults">${icon('alert', 12)} ${faults === 1 ? '1 error' : `${faults} errors`}</span>` : nothing}
    ${unsaved ? html`<span class="unsaved">Unsaved</span>` : nothing}`
  }

  readonly #onText = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value
  }

  #tell(type: 'open-rule' | 'new-rule', detail: string | null = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-rule-list', RuleList)
