import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue, IssueQuote } from '../../../../server/contracts/issue.ts'
import { formatCallTime } from '../../data/format.ts'
import { distinctQuotes } from '../../data/issue-list.ts'
import { clockWords } from '../../data/issue-words.ts'
import { momentLink } from '../../data/moment.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { CHANNEL_NAMES } from '../../design/issue-wording.ts'
import { panels } from './panel.styles.ts'

/** What customers said of it, in their own words, with the way to the moment for those who may hear calls. */
export class IssueVoices extends LitElement {
  static override properties = {
    issue: { attribute: false },
    now: { attribute: false },
    maySeeCalls: { attribute: false },
  }
  static override styles = [
    controls,
    panels,
    css`
      :host {
        display: block;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--es-3);
        align-items: baseline;
        padding: 5px 0;
        font-size: var(--es-text-s);
      }
      li + li {
        border-top: 1px solid var(--es-border);
      }
      q {
        font-size: var(--es-text-m);
        overflow-wrap: anywhere;
      }
      .from {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        white-space: nowrap;
      }
      a {
        display: inline-flex;
        gap: 4px;
        align-items: center;
        font-weight: 600;
      }
    `,
  ]
  declare issue: Issue | null
  declare now: number
  declare maySeeCalls: boolean

  constructor() {
    super()
    this.issue = null
    this.now = 0
    this.maySeeCalls = false
  }

  override render(): TemplateResult | typeof nothing {
    const { issue } = this
    if (issue === null) return nothing
    return html`<section class="panel" aria-labelledby="heading">
      <h3 id="heading">In customers’ words <span class="aside">numbers taken out</span></h3>
      ${
        issue.quotes.length === 0
          ? html`<p class="quiet">No words are kept of its contacts.</p>`
          : html`<ul>
              ${distinctQuotes(issue).map(({ quote, count }) => this.#quote(quote, count))}
            </ul>`
      }
    </section>`
  }

  #quote(quote: IssueQuote, count: number): TemplateResult {
    const when = `${CHANNEL_NAMES[quote.channel]}, ${clockWords(quote.at, this.now)}`
    return html`<li>
      <span
        ><q>${quote.text}</q>${count === 1 ? nothing : html` <span class="small">${count} times</span>`}</span
      >
      <span class="from tabular">${this.#moment(quote, when)}</span>
    </li>`
  }

  #moment({ callId, atMs }: IssueQuote, when: string): TemplateResult | string {
    if (callId === null || !this.maySeeCalls) return when
    return html`<a href=${momentLink(callId, atMs)} title="Open the call at this moment"
      >${icon('phone', 12)} ${when}${atMs === null ? nothing : html` at ${formatCallTime(atMs)}`}</a
    >`
  }
}

customElements.define('earshot-issue-voices', IssueVoices)
