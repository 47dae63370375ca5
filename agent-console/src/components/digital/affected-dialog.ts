import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { AffectedContact } from '../../../../server/contracts/issue-desk.ts'
import { formatCallTime, formatWhen, shortId } from '../../data/format.ts'
import { affectedCsvPath, type IssuesApi } from '../../data/issues-api.ts'
import { momentLink } from '../../data/moment.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { CHANNEL_NAMES, STEP_NAMES } from '../../design/issue-wording.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { stopKeys } from './action-dialog.ts'
import { tables } from './table.styles.ts'

/** Rows in the document; the file has all of them. */
const MOST_SHOWN = 200

/** The customers who were hit, newest first, to be called back. */
export class AffectedDialog extends LitElement {
  static override properties = {
    api: { attribute: false },
    maySeeCalls: { attribute: false },
    issue: { state: true },
    contacts: { state: true },
    failed: { state: true },
  }
  static override styles = [
    controls,
    dialogStyles,
    tables,
    css`
      dialog {
        width: min(820px, 100vw - 32px);
      }
      .scroller {
        max-height: 52vh;
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-s);
      }
    `,
  ]
  declare api: Pick<IssuesApi, 'affected'> | null
  declare maySeeCalls: boolean
  declare private issue: Issue | null
  declare private contacts: readonly AffectedContact[] | null
  declare private failed: boolean

  constructor() {
    super()
    this.api = null
    this.maySeeCalls = false
    this.issue = null
    this.contacts = null
    this.failed = false
  }

  async open(issue: Issue): Promise<void> {
    this.issue = issue
    this.contacts = null
    this.failed = false
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    try {
      this.contacts = (await this.api?.affected(issue.issueId)) ?? []
    } catch {
      this.failed = true
    }
  }

  override render(): TemplateResult {
    const { issue } = this
    if (issue === null) return html``
    return html`<dialog aria-labelledby="heading" @keydown=${stopKeys}>
      <h2 id="heading">Customers to call back</h2>
      ${this.#inside()}
      <div class="answers">
        <a class="button" href=${affectedCsvPath(issue.issueId)} download="call-back-${issue.issueId}.csv">
          ${icon('download', 16)} Download CSV
        </a>
        <button class="button primary" type="button" @click=${this.#close}>Close</button>
      </div>
    </dialog>`
  }

  #inside(): TemplateResult {
    const { contacts } = this
    if (this.failed) return html`<p role="alert">The list could not be read. Close it and try again.</p>`
    if (contacts === null) return html`<p role="status">Looking them up…</p>`
    if (contacts.length === 0) return html`<p>Nobody is known to have been hit.</p>`
    return html`<p>
        ${contacts.length === 1 ? 'One customer was' : `${contacts.length} customers were`} hit between the
        onset and the fix, each named once.${contacts.length > MOST_SHOWN ? ` The newest ${MOST_SHOWN}:` : ''}
      </p>
      <div class="scroller" tabindex="0" role="group" aria-label="Customers">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Channel</th>
              <th scope="col">Step</th>
              <th scope="col">Queue</th>
              <th scope="col">Contact</th>
            </tr>
          </thead>
          <tbody>
            ${contacts.slice(0, MOST_SHOWN).map((contact) => this.#row(contact))}
          </tbody>
        </table>
      </div>`
  }

  #row({ contactId, channel, step, at, callId, atMs, queue }: AffectedContact): TemplateResult {
    return html`<tr>
      <td class="tabular">${formatWhen(at)}</td>
      <td>${CHANNEL_NAMES[channel]}</td>
      <td>${step === null ? '–' : STEP_NAMES[step]}</td>
      <td>${queue ?? '–'}</td>
      <td title=${contactId}>
        ${
          callId === null || !this.maySeeCalls
            ? shortId(callId ?? contactId)
            : html`<a href=${momentLink(callId, atMs)}
                >${shortId(callId)}${atMs === null ? nothing : html` at ${formatCallTime(atMs)}`}</a
              >`
        }
      </td>
    </tr>`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

customElements.define('earshot-affected-dialog', AffectedDialog)
