import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { DirectiveResult } from 'lit/directive.js'
import { styleMap } from 'lit/directives/style-map.js'
import type { Change, Issue } from '../../../../server/contracts/issue.ts'
import type { VolumeNotice } from '../../../../server/contracts/volume-notice.ts'
import { type DayBar, dayBars, dayEntries, type DayEntry } from '../../data/issue-day.ts'
import { clockWords, spanWords } from '../../data/issue-words.ts'
import { controls, severities } from '../../design/controls.ts'
import { icon, type IconName } from '../../design/icons.ts'
import { CHANGE_NAMES, ISSUE_STATE_NAMES } from '../../design/issue-wording.ts'
import { dayViewStyles } from './day-view.styles.ts'
import { panels } from './panel.styles.ts'

const HOUR = 3_600_000
const HOURS = 24
/** Every third hour is named. */
const TICK_HOURS = 3

const KIND_ICONS: Readonly<Record<DayEntry['kind'], IconName>> = {
  began: 'pulse',
  found: 'alert',
  told: 'headset',
  fixed: 'check',
  closed: 'close',
  change: 'flask',
  notice: 'info',
  state: 'user',
}

/** The last day: issues as bars, with what was changed and what the floor was told. Fires `open-issue`, `post-change`. */
export class DayView extends LitElement {
  static override properties = {
    issues: { attribute: false },
    changes: { attribute: false },
    notices: { attribute: false },
    now: { attribute: false },
    mayAct: { attribute: false },
  }
  static override styles = [controls, severities, panels, dayViewStyles]
  declare issues: readonly Issue[]
  /** Null: not read yet. */
  declare changes: readonly Change[] | null
  declare notices: readonly VolumeNotice[]
  declare now: number
  declare mayAct: boolean

  constructor() {
    super()
    this.issues = []
    this.changes = null
    this.notices = []
    this.now = 0
    this.mayAct = false
  }

  override render(): TemplateResult {
    const since = this.now - HOURS * HOUR
    const changes = this.changes ?? []
    return html`
      <div class="tools">
        <h2>The last 24 hours</h2>
        ${
          this.mayAct
            ? html`<button
                class="button"
                type="button"
                @click=${() => this.dispatchEvent(new CustomEvent('post-change'))}
              >
                ${icon('plus', 16)} Post a change
              </button>`
            : nothing
        }
      </div>
      <div class="body" tabindex="0" role="group" aria-label="The day">
        ${this.#lanes(since, changes)}
        ${this.#entries(dayEntries(this.issues, { changes, notices: this.notices }, since))}
      </div>
    `
  }

  #lanes(since: number, changes: readonly Change[]): TemplateResult {
    const bars = dayBars(this.issues, { since, now: this.now })
    const recent = changes.filter(({ at }) => at >= since)
    return html`<div class="lanes" role="group" aria-label="Issues and changes over the day">
      <div class="lane axis" aria-hidden="true">
        <span></span>
        <div class="track">
          ${this.#ticks(since).map(
            (at) => html`<span class="tick" style=${this.#at(at, since)}>${clockWords(at, at)}</span>`,
          )}
        </div>
      </div>
      <div class="lane">
        <span class="name">Changes</span>
        <div class="track">
          ${recent.map(
            ({ title, kind, at }) =>
              html`<span
                class="mark"
                role="img"
                aria-label="${title}, ${clockWords(at, this.now)}"
                title="${CHANGE_NAMES[kind]}: ${title}, ${clockWords(at, this.now)}"
                style=${this.#at(at, since)}
              ></span>`,
          )}
        </div>
      </div>
      ${bars.map((bar) => this.#bar(bar, since))}
    </div>`
  }

  #bar({ issue, from, until, ended }: DayBar, since: number): TemplateResult {
    const left = this.#share(from, since)
    const width = Math.max(0.4, this.#share(until, since) - left)
    const told = issue.history.filter(({ action, at }) => action === 'advise' && at >= since)
    return html`<div class="lane severity-${issue.severity}">
      <button class="name" type="button" @click=${() => this.#open(issue.issueId)}>${issue.title}</button>
      <div class="track">
        <span
          class="bar ${ended ? 'ended' : ''}"
          title="${clockWords(from, this.now)}, ${spanWords(until - from)}"
          style=${styleMap({ left: `${left}%`, width: `${width}%` })}
        ></span>
        ${told.map(
          ({ at, by }) =>
            html`<span
              class="mark told"
              role="img"
              aria-label="Floor told, ${clockWords(at, this.now)}"
              title="${by ?? 'Earshot'} told the floor, ${clockWords(at, this.now)}"
              style=${this.#at(at, since)}
            ></span>`,
        )}
      </div>
    </div>`
  }

  #entries(entries: readonly DayEntry[]): TemplateResult {
    if (entries.length === 0)
      return html`<p class="quiet none">
        ${this.changes === null ? 'Reading the day…' : 'Nothing happened in the last 24 hours.'}
      </p>`
    return html`<ol class="entries" aria-label="What happened, newest first">
      ${entries.map(
        (entry) =>
          html`<li>
            <time class="tabular">${clockWords(entry.at, this.now)}</time>
            <span class="kind ${entry.kind}">${icon(KIND_ICONS[entry.kind], 16)}</span>
            <span>${this.#words(entry)}</span>
          </li>`,
      )}
    </ol>`
  }

  #words({ kind, title, issueId, text, by }: DayEntry): TemplateResult {
    const name =
      issueId === null
        ? html`<b>${title}</b>`
        : html`<button class="link" type="button" @click=${() => this.#open(issueId)}>${title}</button>`
    switch (kind) {
      case 'began':
        return html`${name} began, as estimated`
      case 'found':
        return html`${name} was found`
      case 'told':
        return html`<b>${by ?? 'Earshot'}</b> told the floor about ${name}: “${text}”`
      case 'fixed':
        return html`<b>${by ?? 'Earshot'}</b> said that ${name} is fixed`
      case 'closed':
        return html`${name} was closed by <b>${by ?? 'Earshot'}</b>${text === '' ? '' : `: ${text}`}`
      case 'change':
        return html`${name} <span class="small">${changeName(text)}</span>`
      case 'notice':
        return html`${name}`
      case 'state':
        return html`${name}: ${stateName(text)}, <b>${by ?? 'Earshot'}</b>`
      default:
        return kind
    }
  }

  #ticks(since: number): readonly number[] {
    const first = new Date(since)
    first.setMinutes(0, 0, 0)
    first.setHours(first.getHours() + TICK_HOURS - (first.getHours() % TICK_HOURS))
    const ticks = Array.from(
      { length: HOURS / TICK_HOURS },
      (_, index) => first.getTime() + index * TICK_HOURS * HOUR,
    )
    // One at the very end would stick out.
    return ticks.filter((at) => at < this.now - HOUR)
  }

  #share(at: number, since: number): number {
    return Math.min(100, Math.max(0, (100 * (at - since)) / (this.now - since)))
  }

  #at(at: number, since: number): DirectiveResult {
    return styleMap({ left: `${this.#share(at, since)}%` })
  }

  #open(issueId: string): void {
    this.dispatchEvent(new CustomEvent('open-issue', { detail: issueId }))
  }
}

function changeName(kind: string): string {
  const names: Readonly<Record<string, string>> = CHANGE_NAMES
  return names[kind] ?? kind
}

function stateName(state: string): string {
  const names: Readonly<Record<string, string>> = ISSUE_STATE_NAMES
  return (names[state] ?? state).toLowerCase()
}

customElements.define('earshot-day-view', DayView)
