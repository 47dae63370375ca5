import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { RuleDetail } from '../../../../server/contracts/rule-desk.ts'
import { formatWhen } from '../../data/format.ts'
import { controls } from '../../design/controls.ts'
import { STATUS_NAMES } from '../../design/wording.ts'
import { statusChips } from './status-chip.styles.ts'

/** What a rule has been, by whom and when, newest first. */
export class VersionHistory extends LitElement {
  static override properties = { versions: { attribute: false } }
  static override styles = [
    controls,
    statusChips,
    css`
      :host {
        display: block;
        font-size: var(--es-text-s);
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 6px var(--es-2);
        text-align: left;
        white-space: nowrap;
      }
      th {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      td {
        border-top: 1px solid var(--es-border);
      }
      th:first-child,
      td:first-child {
        padding-left: var(--es-4);
      }
      .by {
        width: 100%;
      }
      .version {
        font-weight: 650;
      }
      .now {
        margin-left: var(--es-2);
        color: var(--es-ink-3);
        font-weight: 400;
      }
      .none {
        padding: var(--es-3) var(--es-4);
        color: var(--es-ink-3);
      }
    `,
  ]
  declare versions: RuleDetail['versions']

  constructor() {
    super()
    this.versions = []
  }

  override render(): TemplateResult {
    if (this.versions.length === 0) return html`<p class="none">It has not been in force yet.</p>`
    return html`<table>
      <caption class="unseen">
        Versions, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Status</th>
          <th scope="col">Since</th>
          <th scope="col" class="by">By</th>
        </tr>
      </thead>
      <tbody>
        ${this.versions.map(
          ({ version, status, at, by }, index) =>
            html`<tr>
              <td class="tabular">
                <span class="version">${version}</span
                >${index === 0 ? html`<span class="now">now</span>` : nothing}
              </td>
              <td><span class="status ${status}">${STATUS_NAMES[status]}</span></td>
              <td class="tabular">${formatWhen(at)}</td>
              <td class="by">${by === 'file' ? html`<span class="muted">changed on disk</span>` : by}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  }
}

customElements.define('earshot-version-history', VersionHistory)
