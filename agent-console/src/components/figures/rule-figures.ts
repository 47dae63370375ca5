import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { BehindWhat, RuleHonesty } from '../../../../server/contracts/figures.ts'
import {
  firstOrder,
  isRule,
  orderedRules,
  type RuleColumn,
  type RuleOrder,
  ruleTitle,
} from '../../data/figures-rules.ts'
import { countText, precisionText } from '../../data/figures-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { tables } from '../digital/table.styles.ts'
import { ruleFiguresStyles } from './rule-figures.styles.ts'

/** Somebody wants to see the outcomes behind a figure. */
export interface AskedBehind {
  readonly rule: RuleHonesty
  readonly what: BehindWhat
}

interface Column {
  readonly by: RuleColumn
  readonly name: string
  readonly title: string
}

const COLUMNS: readonly Column[] = [
  { by: 'title', name: 'Rule', title: 'By name' },
  { by: 'shown', name: 'Shown', title: 'Prompts and alerts that were shown' },
  { by: 'seen', name: 'Seen', title: 'Those that a browser painted' },
  { by: 'used', name: 'Used', title: 'Verdicts used or useful' },
  { by: 'notNow', name: 'Not now', title: 'Verdicts not now' },
  { by: 'wrong', name: 'Wrong', title: 'Verdicts wrong' },
  {
    by: 'precision',
    name: 'Right',
    title: 'Used, of used and wrong; in brackets where it surely lies (95 %)',
  },
  { by: 'retracted', name: 'Withdrawn', title: 'Shown, and withdrawn by the final words' },
  { by: 'held', name: 'Held back', title: 'Told to nobody, with a reason' },
]

const WHAT: Readonly<Partial<Record<RuleColumn, BehindWhat>>> = {
  shown: 'shown',
  used: 'used',
  notNow: 'not-now',
  wrong: 'wrong',
  retracted: 'retracted',
  held: 'held',
}

/** Rules with what they did and how right they were. Fires `behind` with what stands behind a figure. */
export class RuleFiguresTable extends LitElement {
  static override properties = { rules: { attribute: false }, order: { state: true } }
  static override styles = [controls, tables, ruleFiguresStyles]
  declare rules: readonly RuleHonesty[]
  declare private order: RuleOrder

  constructor() {
    super()
    this.rules = []
    this.order = firstOrder('shown')
  }

  override render(): TemplateResult {
    if (this.rules.length === 0) return html`<p class="none">No rule fired in this time.</p>`
    return html`<table>
      <caption class="unseen">
        Rules with their figures
      </caption>
      <thead>
        <tr>
          ${COLUMNS.map((column) => this.#heading(column))}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          orderedRules(this.rules, this.order),
          ({ ruleId }) => ruleId,
          (rule) => this.#row(rule),
        )}
      </tbody>
    </table>`
  }

  #heading({ by, name, title }: Column): TemplateResult {
    const sorted = this.order.by === by
    const direction = this.order.descending ? 'descending' : 'ascending'
    return html`<th
      class=${by === 'title' ? '' : 'number'}
      scope="col"
      aria-sort=${sorted ? direction : 'none'}
    >
      <button type="button" title=${title} @click=${() => this.#orderBy(by)}>
        ${name}${sorted ? icon(this.order.descending ? 'down' : 'up', 12) : nothing}
      </button>
    </th>`
  }

  #orderBy(by: RuleColumn): void {
    const { order } = this
    this.order = order.by === by ? { by, descending: !order.descending } : firstOrder(by)
  }

  #row(rule: RuleHonesty): TemplateResult {
    const { ruleId, shown, seen } = rule
    const title = ruleTitle(rule)
    return html`<tr>
      <th scope="row">
        ${isRule(ruleId) ? html`<a href="/rules#${encodeURIComponent(ruleId)}">${title}</a>` : title}
        ${title === ruleId || !isRule(ruleId) ? nothing : html`<span class="id">${ruleId}</span>`}
      </th>
      ${this.#count(rule, 'shown')}
      <td class="number tabular">
        ${countText(seen)}
        ${
          seen < shown
            ? html`<button
                class="figure unseen-count"
                type="button"
                aria-label="−${countText(shown - seen)} painted on no screen, ${title}: see them"
                @click=${() => this.#tell(rule, 'unseen')}
              >
                −${countText(shown - seen)}
              </button>`
            : nothing
        }
      </td>
      ${this.#count(rule, 'used')} ${this.#count(rule, 'notNow')} ${this.#count(rule, 'wrong')}
      <td class="number tabular">
        ${precisionText(rule.precision, rule.precisionRange)} ${precisionBar(rule)}
      </td>
      ${this.#count(rule, 'retracted')} ${this.#count(rule, 'held')}
    </tr>`
  }

  #count(
    rule: RuleHonesty,
    by: 'shown' | 'used' | 'notNow' | 'wrong' | 'retracted' | 'held',
  ): TemplateResult {
    const count = rule[by]
    const what = WHAT[by]
    if (count === 0 || what === undefined) return html`<td class="number tabular zero">${count}</td>`
    const name = COLUMNS.find((column) => column.by === by)?.name.toLowerCase() ?? by
    return html`<td class="number tabular">
      <button
        class="figure ${by}"
        type="button"
        aria-label="${countText(count)} ${name}, ${ruleTitle(rule)}: see them"
        @click=${() => this.#tell(rule, what)}
      >
        ${countText(count)}
      </button>
    </td>`
  }

  #tell(rule: RuleHonesty, what: BehindWhat): void {
    const detail: AskedBehind = { rule, what }
    this.dispatchEvent(new CustomEvent('behind', { detail, bubbles: true, composed: true }))
  }
}

/** Where the precision surely lies, between 0 and 1. */
function precisionBar({ precision, precisionRange }: RuleHonesty): TemplateResult | typeof nothing {
  if (precision === null || precisionRange === null) return nothing
  const [low, high] = precisionRange
  return html`<span class="range" aria-hidden="true">
    <i style="left: ${low * 100}%; width: ${(high - low) * 100}%"></i>
    <b style="left: ${precision * 100}%"></b>
  </span>`
}

customElements.define('earshot-rule-figures', RuleFiguresTable)
