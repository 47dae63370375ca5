import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { formatCallTime, shortId } from '../data/format.ts'
import type { Verdict } from '../data/verdicts.ts'
import type { AlertCase } from '../../../server/contracts/alert-case.ts'
import { controls, severities } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { SEVERITY_NAMES, STATE_NAMES } from '../design/wording.ts'
import { systemClock } from '../platform/clock.ts'
import { nextFrame } from '../platform/frames.ts'
import type { GroupCase } from '../data/groups.ts'
import { alertFeedStyles } from './alert-feed.styles.ts'
import { caseControls, isOutOfSight } from './case-controls.ts'
import { caseControlsStyles } from './case-controls.styles.ts'
import { evidenceOthers, evidenceQuote } from './evidence-quote.ts'
import { groupCard } from './group-card.ts'
import { groupCardStyles } from './group-card.styles.ts'
import { silenceButton } from './silences/silence-button.ts'
import { verdictButtons, type VerdictChoice } from './verdict-buttons.ts'
import { verdictButtonsStyles } from './verdict-buttons.styles.ts'

/** What a supervisor can say of an alert. */
const ALERT_CHOICES: readonly VerdictChoice[] = [
  { verdict: 'used', name: 'Useful', icon: 'thumb', key: null },
  { verdict: 'wrong', name: 'Wrong', icon: 'close', key: null },
]

/** Alerts in the document; older ones are in the calls' own lists. */
const MOST_SHOWN = 100
/** Made at once; the rest follows frame by frame, so that another filter does not make the page hang. */
const ROOM_STEP = 25
/** A screen reader is told of new alerts at most this often. */
const SAY_EVERY_MS = 3000

/**
 * Alerts of the floor, newest first, and above them what happens in many calls at once. The alerts stand still while
 * the pointer or the keyboard is in them, and say how many wait. Fires `open-call` with the call id as detail, `verdict`,
 * `case-action`, and `silence` with the alert.
 */
export class AlertFeed extends LitElement {
  static override properties = {
    alerts: { attribute: false },
    verdicts: { attribute: false },
    cases: { attribute: false },
    groups: { attribute: false },
    me: { attribute: false },
    mayAct: { attribute: false },
    showDone: { state: true },
    heldFrom: { state: true },
    room: { state: true },
    said: { state: true },
  }
  static override styles = [
    ...[controls, severities, verdictButtonsStyles, caseControlsStyles],
    ...[alertFeedStyles, groupCardStyles],
  ]
  /** Oldest first. */
  declare alerts: readonly Outcome[]
  /** What this person said of alerts, by outcome id. */
  declare verdicts: ReadonlyMap<string, Verdict>
  /** The case of each call that has one, by call id. */
  declare cases: ReadonlyMap<string, AlertCase>
  /** Opened last first. */
  declare groups: readonly GroupCase[]
  /** Subject of this person. */
  declare me: string | null
  declare mayAct: boolean
  /** Whether what is done with or snoozed is in the feed, too. */
  declare private showDone: boolean
  /** The newest alert when the feed was stopped; null while it runs. */
  declare private heldFrom: string | null
  declare private said: string
  /** How many alerts there is room for until the next frame. */
  declare private room: number
  /** The newest alert of each call, at which its case stands. */
  #newest: ReadonlyMap<string, Outcome> = new Map()
  #saidUpTo: string | null = null
  #cancelSaying: (() => void) | null = null
  #cancelRoom: (() => void) | null = null

  constructor() {
    super()
    this.alerts = []
    this.verdicts = new Map()
    this.cases = new Map()
    this.groups = []
    this.me = null
    this.mayAct = false
    this.showDone = false
    this.heldFrom = null
    this.room = ROOM_STEP
    this.said = ''
    // The whole feed, so that the way to the button that lets it run does not make it run.
    this.addEventListener('pointerenter', this.#hold)
    this.addEventListener('pointerleave', this.#release)
  }

  /** The alerts in the document now. */
  get shown(): readonly Outcome[] {
    return this.#running.slice(-Math.min(MOST_SHOWN, this.room))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#cancelSaying?.()
    this.#cancelRoom?.()
  }

  protected override updated(): void {
    const wanted = Math.min(MOST_SHOWN, this.#running.length)
    // What is gone from the feed has to be made anew when it comes back.
    if (wanted + ROOM_STEP < this.room) this.room = wanted + ROOM_STEP
    if (wanted <= this.room) return
    this.#cancelRoom ??= nextFrame(() => {
      this.#cancelRoom = null
      this.room += ROOM_STEP
    })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('alerts')) return
    this.#newest = new Map(this.alerts.map((alert) => [alert.callId, alert]))
    this.#saySoon()
  }

  override render(): TemplateResult {
    const waiting =
      this.heldFrom === null
        ? 0
        : this.alerts.length - this.alerts.findLastIndex(({ outcomeId }) => outcomeId === this.heldFrom) - 1
    const now = systemClock.now()
    const groups = this.showDone ? this.groups : this.groups.filter((each) => !isOutOfSight(each, now))
    return html`
      <div class="head">
        <h2>Alerts</h2>
        <label class="done" ?hidden=${this.#outOfSight === 0 && !this.showDone}>
          <input type="checkbox" .checked=${this.showDone} @change=${this.#onShowDone} />
          Done and snoozed
        </label>
        <slot name="tools"></slot>
        <button class="button waiting" type="button" ?hidden=${waiting === 0} @click=${this.#goOn}>
          ${icon('up', 16)} ${waiting} new
        </button>
      </div>
      <div class="unseen" aria-live="polite">${this.said}</div>
      <ol class="groups" aria-label="The same in many calls" ?hidden=${groups.length === 0}>
        ${repeat(
          groups,
          ({ caseId }) => caseId,
          (groupCase) =>
            groupCard({
              ...{ groupCase, now, me: this.me, mayAct: this.mayAct },
              onOpen: (callId) => this.#open(callId),
            }),
        )}
      </ol>
      <ol
        class="list"
        tabindex="0"
        aria-label="Alerts, newest first"
        @focusin=${this.#holdForKeyboard}
        @focusout=${this.#release}
      >
        ${repeat(
          this.shown.toReversed(),
          (alert) => alert.outcomeId,
          (alert) => {
            const given = this.verdicts.get(alert.outcomeId) ?? null
            const alertCase = this.#caseAt(alert)
            return guard([alert, given, alertCase, this.me, this.mayAct], () =>
              this.#item(alert, given, alertCase),
            )
          },
        )}
      </ol>
      ${this.shown.length + groups.length === 0 ? html`<p class="none">${icon('check', 24)} Nothing needs you right now.</p>` : nothing}
    `
  }

  #item(alert: Outcome, given: Verdict | null, alertCase: AlertCase | null): TemplateResult {
    return html`<li
      class="alert severity-${alert.severity}"
      data-state=${alert.state}
      data-outcome=${alert.outcomeId}
    >
      <div class="top">
        <span class="severity">${SEVERITY_NAMES[alert.severity]}</span>
        <h3>${alert.title}</h3>
        <span class="outcome-state">${STATE_NAMES[alert.state]}</span>
      </div>
      <p class="text">${alert.text}</p>
      <p class="evidence">${evidenceQuote(alert)}</p>
      ${evidenceOthers(alert)}
      <p class="withdrawn" ?hidden=${alert.state !== 'retracted'}>Not said after all.</p>
      <button class="opener" type="button" @click=${() => this.#open(alert.callId)}>
        ${alert.agentId ?? 'No agent'} <span class="muted">${shortId(alert.callId)}</span>
        <span class="tabular at">${formatCallTime(alert.atMs)}</span>
      </button>
      <div class="verdict-row">
        ${verdictButtons({ outcome: alert, given, choices: ALERT_CHOICES })}
        ${this.mayAct ? silenceButton(alert) : nothing}
      </div>
      ${alertCase === null ? nothing : caseControls({ alertCase, me: this.me, mayAct: this.mayAct, now: systemClock.now() })}
    </li>`
  }

  /** The case stands at the newest alert of its call. */
  #caseAt(alert: Outcome): AlertCase | null {
    return this.#newest.get(alert.callId) === alert ? (this.cases.get(alert.callId) ?? null) : null
  }

  /** Alerts that nobody needs to look at now. */
  #isOutOfSight({ callId }: Outcome): boolean {
    const alertCase = this.cases.get(callId)
    return alertCase !== undefined && isOutOfSight(alertCase, systemClock.now())
  }

  get #outOfSight(): number {
    const now = systemClock.now()
    const groups = this.groups.filter((each) => isOutOfSight(each, now))
    return groups.length + this.alerts.filter((alert) => this.#isOutOfSight(alert)).length
  }

  readonly #onShowDone = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.showDone = event.target.checked
  }

  get #running(): readonly Outcome[] {
    const at =
      this.heldFrom === null ? -1 : this.alerts.findLastIndex((alert) => alert.outcomeId === this.heldFrom)
    const running = at < 0 ? this.alerts : this.alerts.slice(0, at + 1)
    return this.showDone ? running : running.filter((alert) => !this.#isOutOfSight(alert))
  }

  readonly #hold = (): void => {
    this.heldFrom ??= this.alerts.at(-1)?.outcomeId ?? null
  }

  readonly #holdForKeyboard = (event: FocusEvent): void => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) this.#hold()
  }

  readonly #release = (): void => {
    if (this.matches(':hover')) return
    if (this.renderRoot.querySelector('.list:focus-visible, .list :focus-visible') !== null) return
    this.heldFrom = null
  }

  readonly #goOn = (): void => {
    this.heldFrom = null
    this.renderRoot.querySelector('.list')?.scrollTo({ top: 0 })
  }

  #saySoon(): void {
    this.#cancelSaying ??= systemClock.after(SAY_EVERY_MS, () => {
      this.#cancelSaying = null
      const from = this.alerts.findLastIndex((alert) => alert.outcomeId === this.#saidUpTo) + 1
      const newest = this.alerts.at(-1)
      this.#saidUpTo = newest?.outcomeId ?? null
      const count = this.alerts.length - from
      if (newest && count > 0)
        this.said = `${count} new ${count === 1 ? 'alert' : 'alerts'}. ${newest.title}: ${newest.text}`
    })
  }

  #open(callId: string): void {
    this.dispatchEvent(new CustomEvent('open-call', { detail: callId, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-alert-feed', AlertFeed)
