import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { CallView } from '../data/call-view.ts'
import { formatSeconds } from '../data/format.ts'
import { NOTICED_LAG_MS } from '../data/lag.ts'
import { controls, severities } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { queueOf, SEVERITY_NAMES } from '../design/wording.ts'
import './call-clock.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { Transcript } from './transcript.ts'
import './whisper-form.ts'

/** One call opened by a supervisor: its words as they come, with what rules found in them. Fires `close`. */
export class CallDrawer extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static override properties = { call: { attribute: false }, whisper: { attribute: false } }
  static override styles = [
    controls,
    severities,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr) auto;
        min-height: 0;
        border: 1px solid var(--es-border);
        border-width: 0 1px;
        background: var(--es-surface);
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
        gap: var(--es-2);
        max-height: 96px;
        overflow: auto;
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-sunken);
      }
      .found button {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 28px;
        padding: 0 var(--es-2);
        border: 1px solid var(--severity);
        border-radius: 14px;
        background: var(--severity-tint);
        color: var(--severity);
        font-size: var(--es-text-xs);
        font-weight: 600;
        cursor: pointer;
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

  constructor() {
    super()
    this.call = null
    this.whisper = null
  }

  override render(): TemplateResult | typeof nothing {
    const { call } = this
    if (call === null) return nothing
    const facts = [
      queueOf(call.info),
      call.callId,
      call.info.language,
      call.onHold ? 'on hold' : '',
      call.lagMs > NOTICED_LAG_MS ? `${formatSeconds(call.lagMs)} behind` : '',
    ]
    return html`
      <header>
        <div class="names">
          <h2>${call.info.agentId ?? 'No agent yet'}</h2>
          <p class="about" title=${call.callId}>${facts.filter((fact) => fact !== '').join(' · ')}</p>
        </div>
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
      </header>
      <div class="found" ?hidden=${call.outcomes.length === 0} role="group" aria-label="What rules found">
        ${call.outcomes.map((outcome) => this.#found(outcome))}
      </div>
      <earshot-transcript .call=${call}></earshot-transcript>
      ${
        this.whisper === null || call.state === 'ended' || call.info.agentId === null
          ? nothing
          : html`<earshot-whisper-form .send=${this.whisper}></earshot-whisper-form>`
      }
    `
  }

  #found(outcome: Outcome): TemplateResult {
    return html`<button
      class="severity-${outcome.severity} ${outcome.state}"
      type="button"
      title="${SEVERITY_NAMES[outcome.severity]} ${outcome.kind}: show the words"
      @click=${() => this.#show(outcome)}
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

  #show(outcome: Outcome): void {
    this.#transcript?.showEvidence(outcome)
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
