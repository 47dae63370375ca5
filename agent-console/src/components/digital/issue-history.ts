import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue, IssueHistoryEntry } from '../../../../server/contracts/issue.ts'
import { clockWords, deedWords, verificationWords } from '../../data/issue-words.ts'
import { controls } from '../../design/controls.ts'
import { ISSUE_STATE_NAMES } from '../../design/issue-wording.ts'
import { panels } from './panel.styles.ts'

/** Whether the fix holds, and who did what when, newest first. */
export class IssueHistory extends LitElement {
  static override properties = { issue: { attribute: false }, now: { attribute: false } }
  static override styles = [
    controls,
    panels,
    css`
      :host {
        display: block;
      }
      li {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0 var(--es-2);
        padding: 4px 0;
        font-size: var(--es-text-s);
      }
      time {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        line-height: 19px;
      }
      .note {
        grid-column: 2;
        color: var(--es-ink-2);
        overflow-wrap: anywhere;
      }
      .verdict {
        padding: var(--es-2) var(--es-3);
        border-radius: var(--es-radius-s);
        background: var(--es-sunken);
        font-size: var(--es-text-s);
        font-weight: 550;
      }
      .holds {
        background: var(--es-low-tint);
        color: var(--es-low);
      }
      .does-not-hold {
        background: var(--es-critical-tint);
        color: var(--es-critical);
      }
    `,
  ]
  declare issue: Issue | null
  declare now: number

  constructor() {
    super()
    this.issue = null
    this.now = 0
  }

  override render(): TemplateResult | typeof nothing {
    const { issue } = this
    if (issue === null) return nothing
    const { verification } = issue
    const entries = issue.history.toSorted((one, other) => other.at - one.at)
    return html`
      ${
        verification === null
          ? nothing
          : html`<section class="panel" aria-labelledby="verdict">
              <h3 id="verdict">
                Did the fix help?
                <span class="aside tabular">since ${clockWords(verification.sinceAt, this.now)}</span>
              </h3>
              <p class="verdict ${verification.result}">${verificationWords(verification)}</p>
            </section>`
      }
      <section class="panel" aria-labelledby="history">
        <h3 id="history">What happened</h3>
        ${
          entries.length === 0
            ? html`<p class="quiet">Nothing yet.</p>`
            : html`<ol>
                ${entries.map((entry) => this.#entry(entry))}
              </ol>`
        }
      </section>
    `
  }

  #entry(entry: IssueHistoryEntry): TemplateResult {
    const { at, by, from, to } = entry
    const note = this.#note(entry)
    const moved =
      to !== null && to !== from && entry.action !== 'opened'
        ? html` <span class="small">→ ${ISSUE_STATE_NAMES[to]}</span>`
        : nothing
    return html`<li>
      <time class="tabular">${clockWords(at, this.now)}</time>
      <span><b>${by ?? 'Earshot'}</b> ${deedWords(entry)}${moved}</span>
      ${note === null || note === '' ? nothing : html`<span class="note">${note}</span>`}
    </li>`
  }

  /** The server names a task by its id, which says nothing to people. */
  #note({ action, note }: IssueHistoryEntry): string | null {
    // Who has it now stands in the sentence.
    if (action === 'own') return null
    if (action !== 'finish-task') return note
    return this.issue?.tasks.find(({ taskId }) => taskId === note)?.title ?? null
  }
}

customElements.define('earshot-issue-history', IssueHistory)
