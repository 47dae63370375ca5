import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Channel } from '../../../../server/contracts/contact.ts'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { Severity } from '../../../../server/contracts/match.ts'
import { EVERY_OPEN, fittingIssues, type IssueFilter, type StateChoice } from '../../data/issue-list.ts'
import { beganAt, clockWords, countWords, growthWords, spanWords } from '../../data/issue-words.ts'
import { controls, severities } from '../../design/controls.ts'
import {
  CHANNEL_NAMES,
  CHANNELS,
  ISSUE_STATE_NAMES,
  ISSUE_STATES,
  placeWords,
} from '../../design/issue-wording.ts'
import { SEVERITY_NAMES } from '../../design/wording.ts'
import { valueOf } from './field-value.ts'
import { issueListStyles } from './issue-list.styles.ts'
import { stateChips } from './panel.styles.ts'

const STATE_CHOICES: readonly { readonly value: StateChoice; readonly name: string }[] = [
  { value: 'open', name: 'All open' },
  ...ISSUE_STATES.map((value) => ({ value, name: ISSUE_STATE_NAMES[value] })),
  { value: 'all', name: 'Every state' },
]

const LEAST_SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/** All issues, the most urgent first, with their figures. Fires `open-issue` with the id as detail. */
export class IssueList extends LitElement {
  static override properties = {
    issues: { attribute: false },
    openIssue: { attribute: false },
    now: { attribute: false },
    filter: { state: true },
  }
  static override styles = [controls, severities, stateChips, issueListStyles]
  declare issues: readonly Issue[]
  declare openIssue: string | null
  /** Milliseconds since the epoch. */
  declare now: number
  declare private filter: IssueFilter

  constructor() {
    super()
    this.issues = []
    this.openIssue = null
    this.now = 0
    this.filter = EVERY_OPEN
  }

  /** Those that are listed, in order. */
  get listed(): readonly Issue[] {
    return fittingIssues(this.issues, this.filter)
  }

  focusSearch(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type="search"]')?.focus()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('openIssue'))
      this.renderRoot.querySelector('.row.open')?.scrollIntoView({ block: 'nearest' })
  }

  override render(): TemplateResult {
    const { listed } = this
    return html`
      <div class="tools">
        <input
          class="field"
          type="search"
          placeholder="Filter issues  ( / )"
          aria-label="Filter issues"
          .value=${this.filter.text}
          @input=${(event: Event) => this.#narrow({ text: valueOf(event) })}
        />
        ${this.#states()} ${this.#channels()} ${this.#severities()}
      </div>
      <div class="scroller" tabindex="-1">
        <ol aria-label="Issues, the most urgent first">
          ${repeat(
            listed,
            ({ issueId }) => issueId,
            (issue) => this.#row(issue),
          )}
        </ol>
        ${listed.length === 0 ? html`<p class="none">${this.issues.length === 0 ? 'There is no issue.' : 'No issue fits.'}</p>` : nothing}
      </div>
    `
  }

  #states(): TemplateResult {
    return html`<select
      class="field"
      aria-label="State"
      @change=${(event: Event) => this.#narrow({ state: stateFrom(valueOf(event)) })}
    >
      ${STATE_CHOICES.map(({ value, name }) => option(value, name, value === this.filter.state))}
    </select>`
  }

  #channels(): TemplateResult {
    return html`<select
      class="field"
      aria-label="Channel"
      @change=${(event: Event) => this.#narrow({ channel: channelFrom(valueOf(event)) })}
    >
      ${option('', 'Any channel', this.filter.channel === null)}
      ${CHANNELS.map((channel) => option(channel, CHANNEL_NAMES[channel], channel === this.filter.channel))}
    </select>`
  }

  #severities(): TemplateResult {
    return html`<select
      class="field"
      aria-label="Least severity"
      @change=${(event: Event) => this.#narrow({ severity: severityFrom(valueOf(event)) })}
    >
      ${option('', 'Any severity', this.filter.severity === null)}
      ${LEAST_SEVERITIES.map((severity) =>
        option(
          severity,
          severity === 'critical' ? 'Critical' : `${SEVERITY_NAMES[severity]} and up`,
          severity === this.filter.severity,
        ),
      )}
    </select>`
  }

  #row(issue: Issue): TemplateResult {
    const open = issue.issueId === this.openIssue
    const over = issue.state === 'closed' || issue.state === 'verified'
    return html`<li
      class="row ${open ? 'open' : ''} ${over ? 'over' : ''} severity-${issue.severity}"
      data-issue=${issue.issueId}
    >
      <div class="top">
        <button
          class="opener"
          type="button"
          aria-current=${open ? 'true' : nothing}
          @click=${() => this.#open(issue.issueId)}
        >
          ${issue.title}
        </button>
        <span class="state ${issue.state}">${ISSUE_STATE_NAMES[issue.state]}</span>
      </div>
      <p class="about">${this.#about(issue)}</p>
      ${unknownLabel(issue)} ${this.#figures(issue)}
    </li>`
  }

  #about(issue: Issue): TemplateResult {
    const place = placeWords(issue)
    const waits = issue.owner === null && !['fixed', 'verified', 'closed'].includes(issue.state)
    return html`<span class="severity">${SEVERITY_NAMES[issue.severity]}</span>
      ${place === '' ? nothing : html`<span>${place}</span>`}
      ${
        issue.owner === null
          ? waits
            ? html`<span class="nobody">nobody’s yet</span>`
            : nothing
          : html`<span>${issue.owner}</span>`
      }
      ${issue.code === null ? html`<span>no code yet</span>` : nothing}
      ${issue.timesReopened > 0 ? html`<span>came back</span>` : nothing}
      ${issue.silencedUntil === null ? nothing : html`<span>silenced</span>`}
      ${issue.active || over(issue) ? nothing : html`<span>fading</span>`}`
  }

  #figures(issue: Issue): TemplateResult {
    const { counts, growthPerHour, state } = issue
    const began = beganAt(issue)
    const much = counts.lastHour > counts.expectedLastHour && state !== 'closed' ? 'much' : ''
    const since = this.now - began
    return html`<dl class="figures tabular">
      <div>
        <dt>Contacts</dt>
        <dd>${counts.contacts}</dd>
      </div>
      <div>
        <dt>Last hour, usual</dt>
        <dd>
          <span class=${much}>${counts.lastHour}</span>
          <span class="usual">/ ${countWords(counts.expectedLastHour)}</span>
        </dd>
      </div>
      <div>
        <dt>Growth</dt>
        <dd>${growthWords(growthPerHour)}</dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd title="${spanWords(since)} ago">${clockWords(began, this.now)}</dd>
      </div>
    </dl>`
  }

  #narrow(change: Partial<IssueFilter>): void {
    this.filter = { ...this.filter, ...change }
    this.renderRoot.querySelector('.scroller')?.scrollTo({ top: 0 })
  }

  #open(issueId: string): void {
    this.dispatchEvent(new CustomEvent('open-issue', { detail: issueId }))
  }
}

/** An issue that no code knows has only words for a title: a customer says what they are about. */
function unknownLabel(issue: Issue): TemplateResult | typeof nothing {
  const [quote] = issue.quotes
  if (issue.code !== null || quote === undefined) return nothing
  return html`<p class="said" title=${quote.text}>“${quote.text}”</p>`
}

function over({ state }: Issue): boolean {
  return state === 'fixed' || state === 'verified' || state === 'closed'
}

function option(value: string, name: string, chosen: boolean): TemplateResult {
  return html`<option value=${value} ?selected=${chosen}>${name}</option>`
}

function stateFrom(value: string): StateChoice {
  return STATE_CHOICES.find((choice) => choice.value === value)?.value ?? 'open'
}

function channelFrom(value: string): Channel | null {
  return CHANNELS.find((channel) => channel === value) ?? null
}

function severityFrom(value: string): Severity | null {
  return LEAST_SEVERITIES.find((severity) => severity === value) ?? null
}

customElements.define('earshot-issue-list', IssueList)
