import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { RuleFigures } from '../../../../server/contracts/rule-desk.ts'
import type { Clause, Piece } from '../../data/condition-words.ts'
import { percent } from '../../data/format.ts'
import type { BenchState } from '../../data/rule-bench.ts'
import { type RuleInWords, ruleInWords } from '../../data/rule-words.ts'
import { controls, severities } from '../../design/controls.ts'
import { SEVERITY_NAMES } from '../../design/wording.ts'
import { ruleHeadStyles } from './rule-head.styles.ts'

/** What a rule is called, what it says in words, and what it did lately. */
export class RuleHead extends LitElement {
  static override properties = { bench: { attribute: false } }
  static override styles = [controls, severities, ruleHeadStyles]
  declare bench: BenchState | null

  constructor() {
    super()
    this.bench = null
  }

  override render(): TemplateResult | typeof nothing {
    if (this.bench === null) return nothing
    const { draft, detail } = this.bench
    const words = ruleInWords(draft.text)
    const rule = detail?.rule ?? null
    const path = detail?.file ?? `${draft.folder === '' ? '' : `${draft.folder}/`}${draft.id}.rule.yaml`
    const severity = Object.entries(SEVERITY_NAMES).find(([key]) => key === words?.severity)
    return html`
      <div class="names">
        <h2>${[words?.title, rule?.title, draft.id].find((name) => name !== undefined && name !== '')}</h2>
        <p class="about">
          ${severity === undefined ? nothing : html`<span class="severity severity-${severity[0]}">${severity[1]}</span>`}
          <span class="path">${path}</span>
          ${rule === null ? nothing : html`<span>version ${rule.version}</span>`}
          ${words === null || words.owner === '' ? nothing : html`<span>${words.owner}</span>`}
        </p>
      </div>
      ${detail === null ? nothing : figures(detail.figures)}
      <div class="words" role="group" aria-label="In words" tabindex="0">
        ${words === null ? html`<p class="muted">It cannot be put into words while it has errors.</p>` : inWords(words)}
      </div>
    `
  }
}

function inWords({ when, to, tells, howOften, besides }: RuleInWords): TemplateResult {
  return html`<p><b>When</b></p>
    <div>${clause(when)}</div>
    <p><b>Then</b></p>
    <p>
      ${to === 'agent' ? 'the agent is told' : 'supervisors are told'} <q>${tells}</q>,
      <span class="often">${howOften}.</span>
    </p>
    ${besides.map((sentence) => html`<p>${sentence}</p>`)}`
}

function clause({ pieces, members }: Clause): TemplateResult {
  return html`<p>${pieces.map(piece)}</p>
    ${
      members.length === 0
        ? nothing
        : html`<ul>
            ${members.map((member) => html`<li>${clause(member)}</li>`)}
          </ul>`
    }`
}

function piece(part: Piece): TemplateResult | string {
  return typeof part === 'string' ? part : html`<q>${part.quote}</q>`
}

function figures({ fired, shown, used, notNow, wrong, precision }: RuleFigures): TemplateResult {
  const figure = (name: string, value: string | number): TemplateResult =>
    html`<div>
      <dt>${name}</dt>
      <dd class="tabular">${value}</dd>
    </div>`
  return html`<dl aria-label="Last 7 days">
    ${figure('Fired', fired)} ${figure('Shown', shown)} ${figure('Used', used)} ${figure('Not now', notNow)}
    ${figure('Wrong', wrong)} ${figure('Useful', percent(precision))}
  </dl>`
}

customElements.define('earshot-rule-head', RuleHead)
