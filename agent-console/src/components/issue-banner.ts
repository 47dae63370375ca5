import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue } from '../../../server/contracts/issue.ts'
import { fittingIssues, EVERY_OPEN } from '../data/issue-list.ts'
import { staffingWords } from '../data/issue-words.ts'
import { controls, severities } from '../design/controls.ts'
import { icon } from '../design/icons.ts'

/** Lines that stand on the board; more are on the page of the digital team. */
const MOST_SHOWN = 2

/** What supervisors should know of digital channels: more calls will come, and what agents say of it. */
export class IssueBanner extends LitElement {
  static override properties = { issues: { attribute: false } }
  static override styles = [
    controls,
    severities,
    css`
      p {
        display: flex;
        gap: var(--es-2);
        align-items: center;
        min-height: 40px;
        padding: var(--es-1) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--severity-tint);
        font-size: var(--es-text-s);
      }
      svg,
      b,
      strong {
        color: var(--severity);
      }
      .said {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        color: var(--es-ink-2);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .known {
        white-space: nowrap;
      }
      a {
        margin-left: auto;
        color: inherit;
        font-weight: 600;
        white-space: nowrap;
      }
    `,
  ]
  /** Null: not told of yet. */
  declare issues: ReadonlyMap<string, Issue> | null

  constructor() {
    super()
    this.issues = null
  }

  override render(): TemplateResult {
    const worth = fittingIssues(this.issues?.values() ?? [], EVERY_OPEN).filter(concernsTheFloor)
    const more = worth.length - MOST_SHOWN
    return html`<div role="status">
      ${worth.slice(0, MOST_SHOWN).map((issue, index) => this.#line(issue, index === MOST_SHOWN - 1 ? more : 0))}
    </div>`
  }

  #line(issue: Issue, more: number): TemplateResult {
    const staffing = staffingWords(issue)
    const { issueId, title, severity, advice } = issue
    return html`<p class="severity-${severity}">
      ${icon('pulse', 18)}
      <span class="known"><b>${title}</b>${staffing === '' ? '' : `: ${staffing}.`}</span>
      ${advice === null ? nothing : html`<span class="said" title=${advice.text}>Agents say: “${advice.text}”</span>`}
      <a href="/digital#issues/${encodeURIComponent(issueId)}"
        >${more > 0 ? `See it, and ${more} more` : 'See it'}</a
      >
    </p>`
  }
}

/** More calls will come, or agents have a line for it. */
function concernsTheFloor({ advice, extraCallsNextHour, state, silencedUntil }: Issue): boolean {
  if (state === 'fixed' || state === 'verified') return false
  return advice !== null || (silencedUntil === null && Math.round(extraCallsNextHour) > 0)
}

customElements.define('earshot-issue-banner', IssueBanner)
