import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { RuleFileFault } from '../../../../server/contracts/rules-state.ts'
import { ruleIdOf } from '../../data/rule-list.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { notice } from '../../design/notice.ts'

/** So many are listed; the rest is counted. */
const MOST_LISTED = 20

/** What keeps files from being in force, over the whole page. Fires `open-rule` with an id. */
export class FileFaults extends LitElement {
  static override properties = { faults: { attribute: false }, silent: { attribute: false } }
  static override styles = [
    controls,
    notice,
    css`
      summary {
        cursor: pointer;
      }
      summary:focus-visible {
        outline-offset: -2px;
      }
      ul {
        max-height: 168px;
        overflow: auto;
        padding: var(--es-1) 0;
        border-bottom: 1px solid var(--es-border);
        background: var(--es-surface);
        font-size: var(--es-text-s);
      }
      li {
        display: flex;
        gap: var(--es-3);
        padding: 3px var(--es-4);
      }
      button {
        padding: 0;
        border: 0;
        background: none;
        color: var(--es-accent);
        text-decoration: underline;
        text-underline-offset: 3px;
        cursor: pointer;
      }
      .file {
        flex: none;
        white-space: nowrap;
      }
      [open] .closed,
      details:not([open]) .opened {
        display: none;
      }
      .more {
        margin-left: auto;
        text-decoration: underline;
        text-underline-offset: 3px;
      }
    `,
  ]
  declare faults: readonly RuleFileFault[]
  declare silent: boolean

  constructor() {
    super()
    this.faults = []
    this.silent = false
  }

  override render(): TemplateResult {
    return html`<div role="status">
        ${
          this.silent
            ? html`<p class="notice">
                ${icon('info', 18)} The server does not answer. What you see may be old.
              </p>`
            : nothing
        }
      </div>
      ${this.#faults()}`
  }

  #faults(): TemplateResult | typeof nothing {
    const { faults } = this
    if (faults.length === 0) return nothing
    const files = new Set(faults.map(({ file }) => file)).size
    const what = files === 1 ? '1 file has errors' : `${files} files have errors`
    return html`<section aria-label="Errors in rule files">
      <details>
        <summary class="notice bad">
          ${icon('alert', 18)} ${what}. What was in force before stays in force.
          <span class="more closed">Show</span><span class="more opened">Hide</span>
        </summary>
        <ul>
          ${faults.slice(0, MOST_LISTED).map((fault) => this.#fault(fault))}
          ${
            faults.length > MOST_LISTED
              ? html`<li class="muted">and ${faults.length - MOST_LISTED} more</li>`
              : nothing
          }
        </ul>
      </details>
    </section>`
  }

  #fault({ file, line, column, message }: RuleFileFault): TemplateResult {
    const place = line === null ? file : `${file}:${line}:${column ?? 1}`
    const id = ruleIdOf(file)
    return html`<li>
      <span class="file"
        >${
          id === null ? place : html`<button type="button" @click=${() => this.#open(id)}>${place}</button>`
        }</span
      >
      <span>${message}</span>
    </li>`
  }

  #open(id: string): void {
    this.dispatchEvent(new CustomEvent('open-rule', { detail: id }))
  }
}

customElements.define('earshot-file-faults', FileFaults)
