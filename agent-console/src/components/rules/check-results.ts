import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { RuleCheck, RuleFault } from '../../../../server/contracts/rule-desk.ts'
import { ruleIdOf } from '../../data/rule-list.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'

/** A place in one of the two texts. */
export interface TextPlace {
  readonly file: 'rule' | 'test'
  readonly line: number
  readonly column: number
}

/** What checks and tests say of a draft. Fires `go-to` with a `TextPlace` as detail. */
export class CheckResults extends LitElement {
  static override properties = {
    ruleId: { attribute: false },
    faults: { attribute: false },
    tests: { attribute: false },
    note: { attribute: false },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        font-size: var(--es-text-s);
      }
      li {
        border-bottom: 1px solid var(--es-border);
      }
      .item {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: var(--es-2);
        align-items: start;
        width: 100%;
        padding: 7px var(--es-4);
        border: 0;
        background: none;
        text-align: left;
      }
      button.item {
        cursor: pointer;
      }
      button.item:hover {
        background: var(--es-hover);
      }
      button.item:focus-visible {
        outline-offset: -2px;
      }
      .failure {
        padding-left: 44px;
      }
      .failure.item {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .message {
        overflow-wrap: anywhere;
      }
      .error svg,
      .failed svg {
        color: var(--es-critical);
      }
      .warning svg {
        color: var(--es-medium);
      }
      .passed svg {
        color: var(--es-good);
      }
      .place {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        line-height: 18px;
        white-space: nowrap;
      }
      .note {
        display: flex;
        gap: var(--es-2);
        align-items: center;
        padding: var(--es-3) var(--es-4);
        color: var(--es-ink-3);
      }
      .failed-name {
        font-weight: 600;
      }
    `,
  ]
  declare ruleId: string
  declare faults: readonly RuleFault[]
  declare tests: RuleCheck['tests']
  /** Said when there is nothing else. */
  declare note: string

  constructor() {
    super()
    this.ruleId = ''
    this.faults = []
    this.tests = []
    this.note = ''
  }

  override render(): TemplateResult {
    if (this.faults.length + this.tests.length === 0) return html`<p class="note">${this.note}</p>`
    return html`<ul>
      ${this.faults.map((fault) => this.#fault(fault))} ${this.tests.map((test) => this.#test(test))}
    </ul>`
  }

  #fault(fault: RuleFault): TemplateResult {
    const { severity, message, line, column, file } = fault
    const own = ruleIdOf(file) === this.ruleId
    const inside = html`${icon(severity === 'error' ? 'alert' : 'info', 18)}
      <span class="message">${message}</span>
      <span class="place tabular">${placeName(fault, own)}</span>`
    if (!own) return html`<li><div class="item ${severity}">${inside}</div></li>`
    const place: TextPlace = { file: file.endsWith('.test.yaml') ? 'test' : 'rule', line, column }
    return html`<li>
      <button class="item ${severity}" type="button" @click=${() => this.#go(place)}>${inside}</button>
    </li>`
  }

  #test({ name, passed, failures }: RuleCheck['tests'][number]): TemplateResult {
    return html`<li>
      <div class="item ${passed ? 'passed' : 'failed'}">
        ${icon(passed ? 'check' : 'close', 18)}
        <span class=${passed ? '' : 'failed-name'}>${name}</span>
        <span class="place">${passed ? 'passed' : 'failed'}</span>
      </div>
      ${
        failures.length === 0
          ? nothing
          : failures.map(
              ({ line, column, message }) =>
                html`<button
                  class="item failure"
                  type="button"
                  @click=${() => this.#go({ file: 'test', line, column })}
                >
                  <span class="message">${message}</span>
                  <span class="place tabular">Tests ${line}:${column}</span>
                </button>`,
            )
      }
    </li>`
  }

  #go(detail: TextPlace): void {
    this.dispatchEvent(new CustomEvent('go-to', { detail }))
  }
}

function placeName({ file, line, column }: RuleFault, own: boolean): string {
  const name = own ? (file.endsWith('.test.yaml') ? 'Tests' : 'Rule') : file
  return `${name} ${line}:${column}`
}

customElements.define('earshot-check-results', CheckResults)
