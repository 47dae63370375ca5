import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { CallView } from '../data/call-view.ts'
import { formatSeconds, percent } from '../data/format.ts'
import { NOTICED_LAG_MS } from '../data/lag.ts'
import { momentOf } from '../data/timeline.ts'
import { controls, severities } from '../design/controls.ts'
import { icon, type IconName } from '../design/icons.ts'
import { queueOf, SEVERITY_NAMES } from '../design/wording.ts'
import './call-clock.ts'
import './call-timeline.ts'
import { moodLine } from './mood-line.ts'
import { moodLineStyles } from './mood-line.styles.ts'
import { outcomeWhy, outcomeWhyStyles } from './outcome-why.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { WhyApi } from '../data/why-api.ts'
import { Transcript } from './transcript.ts'
import './whisper-form.ts'
import './why/why-pane.ts'

/** So much talking over each other is worth naming. */
const NOTICED_OVERLAP = 0.08
const SPARK = { width: 64, height: 22 }

interface PhoneLink {
  readonly to: string | null
  readonly image: IconName
  readonly name: string
}

/** One call opened by a supervisor: its words as they come, with what rules found in them, and why. Fires `close`. */
export class CallDrawer extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static override properties = {
    call: { attribute: false },
    whisper: { attribute: false },
    listenAt: { attribute: false },
    bargeAt: { attribute: false },
    why: { attribute: false },
    isAsking: { state: true },
    explained: { state: true },
    showHeld: { state: true },
  }
  static override styles = [
    controls,
    severities,
    moodLineStyles,
    outcomeWhyStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        border: 1px solid var(--es-border);
        border-width: 0 1px;
        background: var(--es-surface);
      }
      earshot-transcript {
        flex: 1;
        min-height: 0;
      }
      header {
        display: flex;
        gap: var(--es-3);
        align-items: center;
        min-height: 60px;
        padding: var(--es-2) var(--es-2) var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
      }
      .names {
        flex: 1;
        min-width: 0;
      }
      h2 {
        overflow: hidden;
        font-size: var(--es-text-l);
        font-weight: 650;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .about {
        overflow: hidden;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .clock {
        font-size: var(--es-text-l);
        font-weight: 600;
      }
      .found {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        max-height: 106px;
        overflow: auto;
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-sunken);
      }
      .found button {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 24px;
        padding: 0 var(--es-2);
        border: 1px solid var(--severity);
        border-radius: 14px;
        background: var(--severity-tint);
        color: var(--severity);
        font-size: var(--es-text-xs);
        font-weight: 600;
        cursor: pointer;
      }
      .found button[aria-pressed='true'] {
        box-shadow: 0 0 0 2px var(--es-focus);
      }
      .found button.held {
        border-style: dashed;
        background: var(--es-surface);
      }
      .found .more {
        border-color: var(--es-border-strong);
        background: var(--es-surface);
        color: var(--es-ink-2);
      }
      .listen {
        min-height: 32px;
        padding: 0 var(--es-3);
        font-size: var(--es-text-s);
      }
      header .mood {
        font-size: var(--es-text-s);
      }
      .found button.retracted {
        border-color: var(--es-border-strong);
        background: var(--es-surface);
        color: var(--es-ink-3);
        text-decoration: line-through;
      }
    `,
  ]
  declare call: CallView | null
  /** Writes to the agent who has the call; null where this person may not. */
  declare whisper: ((text: string) => Promise<void>) | null
  /** Where the telephone system lets this person listen in; null: nowhere. */
  declare listenAt: string | null
  /** Where it lets this person join the call; null: nowhere. */
  declare bargeAt: string | null
  /** Answers why rules fired or not; null: not for this person. */
  declare why: WhyApi | null
  /** Whether somebody asks of a rule. */
  declare private isAsking: boolean
  /** Id of the outcome that somebody asks about. */
  declare private explained: string | null
  /** Whether what was held back is listed. */
  declare private showHeld: boolean

  constructor() {
    super()
    this.call = null
    this.whisper = null
    this.listenAt = null
    this.bargeAt = null
    this.why = null
    this.isAsking = false
    this.explained = null
    this.showHeld = false
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get('call')?.callId === this.call?.callId) return
    if (changed.has('call')) this.explained = null
  }

  override render(): TemplateResult | typeof nothing {
    const { call } = this
    if (call === null) return nothing
    const explained = [...call.outcomes, ...call.held].find(({ outcomeId }) => outcomeId === this.explained)
    return html`
      ${this.#header(call)}
      <earshot-call-timeline
        .call=${call}
        .showHeld=${this.showHeld}
        @moment=${({ detail }: CustomEvent<number>) => this.#transcript?.showMoment(detail)}
        @outcome=${({ detail }: CustomEvent<Outcome>) => this.#explain(detail)}
      ></earshot-call-timeline>
      <div
        class="found"
        ?hidden=${call.outcomes.length + call.held.length === 0 && this.why === null}
        role="group"
        aria-label="What rules found"
      >
        ${call.outcomes.map((outcome) => this.#found(outcome))}
        ${call.held.length === 0 ? nothing : this.#heldButton(call.held.length)}
        ${this.showHeld ? call.held.map((outcome) => this.#found(outcome)) : nothing}
        ${this.why === null ? nothing : this.#whyButton()}
      </div>
      ${
        this.why === null || !this.isAsking
          ? nothing
          : html`<earshot-why-pane
              .api=${this.why}
              .callId=${call.callId}
              @moment=${({ detail }: CustomEvent<number>) => this.#transcript?.showMoment(detail)}
            ></earshot-why-pane>`
      }
      ${explained === undefined ? nothing : outcomeWhy(explained, this.#pointerOf(explained, call))}
      <earshot-transcript .call=${call}></earshot-transcript>
      ${
        this.whisper === null || call.state === 'ended' || call.info.agentId === null
          ? nothing
          : html`<earshot-whisper-form .send=${this.whisper}></earshot-whisper-form>`
      }
    `
  }

  #header(call: CallView): TemplateResult {
    const facts = [
      call.queue ?? queueOf(call.info),
      call.team ?? '',
      call.callId,
      call.info.language,
      call.onHold ? 'on hold' : '',
      call.overlap >= NOTICED_OVERLAP ? `${percent(call.overlap)} talked over` : '',
      call.lagMs > NOTICED_LAG_MS ? `${formatSeconds(call.lagMs)} behind` : '',
    ]
    return html`<header>
      <div class="names">
        <h2>${call.info.agentId ?? 'No agent yet'}</h2>
        <p class="about" title=${call.callId}>${facts.filter((fact) => fact !== '').join(' · ')}</p>
      </div>
      ${call.mood === null ? nothing : moodLine(call.mood, SPARK)}
      ${this.#phoneLink(call, { to: this.listenAt, image: 'headset', name: 'Listen' })}
      ${this.#phoneLink(call, { to: this.bargeAt, image: 'phone', name: 'Barge in' })}
      <span class="clock tabular"><earshot-call-clock .call=${call}></earshot-call-clock></span>
      <button
        class="icon-button"
        type="button"
        title="Close (Esc)"
        aria-label="Close this call"
        @click=${this.#close}
      >
        ${icon('close')}
      </button>
    </header>`
  }

  /** A place in the telephone system, while there is a call. */
  #phoneLink(call: CallView, { to, image, name }: PhoneLink): TemplateResult | typeof nothing {
    if (to === null || call.state !== 'live') return nothing
    return html`<a class="button listen" href=${to} target="_blank" rel="noopener noreferrer"
      >${icon(image, 16)} ${name}</a
    >`
  }

  #heldButton(count: number): TemplateResult {
    return html`<button
      class="more"
      type="button"
      aria-expanded=${this.showHeld}
      @click=${() => (this.showHeld = !this.showHeld)}
    >
      ${count} held back
    </button>`
  }

  #whyButton(): TemplateResult {
    return html`<button
      class="more"
      type="button"
      aria-expanded=${this.isAsking}
      title="Ask of any rule why it fired, or why not"
      @click=${this.#onAsk}
    >
      ${icon('search', 14)} Why, why not
    </button>`
  }

  readonly #onAsk = (): void => {
    this.isAsking = !this.isAsking
    if (this.isAsking) this.explained = null
  }

  #found(outcome: Outcome): TemplateResult {
    return html`<button
      class="severity-${outcome.severity} ${outcome.state}"
      type="button"
      title="${SEVERITY_NAMES[outcome.severity]} ${outcome.kind}: show the words, and why"
      aria-pressed=${outcome.outcomeId === this.explained}
      @click=${() => this.#toggle(outcome)}
    >
      ${icon(outcome.kind === 'alert' ? 'alert' : 'headset', 14)}
      ${outcome.title}${outcome.state === 'retracted' ? html`<span class="unseen"> (withdrawn)</span>` : nothing}
    </button>`
  }

  /** Brings what was said at a call time into view. */
  async showMoment(atMs: number): Promise<void> {
    await this.updateComplete
    await this.#transcript?.updateComplete
    this.#transcript?.showMoment(atMs)
  }

  #toggle(outcome: Outcome): void {
    if (this.explained === outcome.outcomeId) this.explained = null
    else this.#explain(outcome)
  }

  #explain(outcome: Outcome): void {
    this.explained = outcome.outcomeId
    this.isAsking = false
    // Once the explanation has taken its room.
    void this.updateComplete.then(() => {
      if (outcome.evidence.utteranceId === null) this.#transcript?.showMoment(momentOf(outcome))
      else this.#transcript?.showEvidence(outcome)
    })
  }

  /** Leads to what holds an outcome back; null: nothing does, or it is not here. */
  #pointerOf({ because }: Outcome, call: CallView): (() => void) | null {
    if (because?.type !== 'outcome') return null
    const found = call.outcomes.find(({ outcomeId }) => outcomeId === because.outcomeId)
    return found === undefined ? null : () => this.#explain(found)
  }

  get #transcript(): Transcript | null {
    const found = this.renderRoot.querySelector('earshot-transcript')
    return found instanceof Transcript ? found : null
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close'))
  }
}

customElements.define('earshot-call-drawer', CallDrawer)
