import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Issue, IssueState } from '../../../../server/contracts/issue.ts'
import type { IssueActionType } from '../../../../server/contracts/issue-desk.ts'
import { offerOf } from '../../data/issue-actions.ts'
import { beganAt, clockWords, spanWords } from '../../data/issue-words.ts'
import { controls, severities } from '../../design/controls.ts'
import { icon, type IconName } from '../../design/icons.ts'
import {
  ACTION_NAMES,
  ISSUE_STATE_NAMES,
  ISSUE_STATE_TEXTS,
  ISSUE_STATES,
  placeWords,
} from '../../design/issue-wording.ts'
import { SEVERITY_NAMES } from '../../design/wording.ts'
import { issueHeadStyles } from './issue-head.styles.ts'
import { ACTION_KEYS } from './keys.ts'
import { panels } from './panel.styles.ts'

const ACTION_ICONS: Readonly<Partial<Record<IssueActionType, IconName>>> = {
  acknowledge: 'check',
  own: 'user',
  advise: 'headset',
  fixed: 'flask',
  silence: 'bell',
  note: 'quote',
  close: 'close',
  reopen: 'undo',
}

/** What the open issue is, how far it has come, and what can be done. Fires `ask` with an `IssueActionType`. */
export class IssueHead extends LitElement {
  static override properties = {
    issue: { attribute: false },
    now: { attribute: false },
    mayAct: { attribute: false },
    busy: { attribute: false },
  }
  static override styles = [controls, severities, panels, issueHeadStyles]
  declare issue: Issue | null
  declare now: number
  declare mayAct: boolean
  /** What the server is being asked to do; null: nothing. */
  declare busy: IssueActionType | null

  constructor() {
    super()
    this.issue = null
    this.now = 0
    this.mayAct = false
    this.busy = null
  }

  override render(): TemplateResult | typeof nothing {
    const { issue } = this
    if (issue === null) return nothing
    return html`
      <div class="names severity-${issue.severity}">
        <h2>${issue.title}</h2>
        <p class="about">${this.#about(issue)}</p>
      </div>
      <div class="life">
        <ol aria-label="Life of the issue">
          ${ISSUE_STATES.map((state) => this.#stage(state, issue.state))}
        </ol>
        ${this.mayAct ? this.#actions(issue) : html`<span class="chip">Read only</span>`}
      </div>
    `
  }

  #about(issue: Issue): TemplateResult {
    const place = placeWords(issue)
    const { openedAt, owner, unit, code, severity, silencedUntil } = issue
    return html`<span class="severity">${SEVERITY_NAMES[severity]}</span>
      ${place === '' ? nothing : html`<span class="place">${place}</span>`}
      <span
        >began about <b>${clockWords(beganAt(issue), this.now)}</b>, ${spanWords(this.now - beganAt(issue))}
        ago</span
      >
      <span>found ${clockWords(openedAt, this.now)}</span>
      <span>${owner === null ? 'no owner' : html`owner <b>${owner}</b>`}</span>
      ${unit === null ? nothing : html`<span>${unit}</span>`}
      ${code === null ? nothing : html`<code>${code}</code>`}
      ${
        silencedUntil === null
          ? nothing
          : html`<span class="silenced">silenced until ${clockWords(silencedUntil, this.now)}</span>`
      }`
  }

  #stage(stage: IssueState, current: IssueState): TemplateResult {
    const ahead = ISSUE_STATES.indexOf(stage) - ISSUE_STATES.indexOf(current)
    const look = ahead === 0 ? 'current' : ahead < 0 ? 'past' : ''
    return html`<li
      class=${look}
      aria-current=${ahead === 0 ? 'step' : nothing}
      title=${ISSUE_STATE_TEXTS[stage]}
    >
      ${ISSUE_STATE_NAMES[stage]}
    </li>`
  }

  #actions({ state }: Issue): TemplateResult {
    const { next, others } = offerOf(state)
    return html`<div class="buttons" role="group" aria-label="What to do">
      ${[next, ...others].map((type) => this.#button(type, type === next))}
    </div>`
  }

  #button(type: IssueActionType, primary: boolean): TemplateResult {
    const key = ACTION_KEYS[type]
    const name = this.#name(type)
    const image = ACTION_ICONS[type]
    return html`<button
      class="button ${primary ? 'primary' : ''}"
      type="button"
      data-action=${type}
      aria-keyshortcuts=${key ?? nothing}
      title=${key === undefined ? name : `${name} (${key.toUpperCase()})`}
      ?disabled=${this.busy !== null}
      @click=${() => this.dispatchEvent(new CustomEvent('ask', { detail: type }))}
    >
      ${image === undefined ? nothing : icon(image, 16)} ${this.busy === type ? 'One moment…' : name}
    </button>`
  }

  #name(type: IssueActionType): string {
    if (type === 'silence' && (this.issue?.silencedUntil ?? null) !== null) return 'Silenced'
    if (type === 'advise' && (this.issue?.advice ?? null) !== null) return 'Change the line'
    if (type === 'own' && (this.issue?.owner ?? null) !== null) return 'Hand it on'
    return ACTION_NAMES[type]
  }
}

customElements.define('earshot-issue-head', IssueHead)
