import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit'
import type { Party } from '../../../server/contracts/call.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { CallView } from '../data/call-view.ts'
import { formatCallTime } from '../data/format.ts'
import { momentOf, neighbourMs, type Timeline, type TimelineMark, timelineOf } from '../data/timeline.ts'
import { reasonWords } from '../data/reason-words.ts'
import { controls, severities } from '../design/controls.ts'
import { PARTY_NAMES, SEVERITY_NAMES } from '../design/wording.ts'
import { systemClock } from '../platform/clock.ts'

/** Units of the drawing; it is stretched to the strip's width. */
const WIDTH = 1000
const LANE = 11
const GAP = 3
const HEIGHT = 2 * LANE + GAP

/**
 * A call as a strip: who spoke when, when it was on hold, what was found where. A click leads to the moment, and so do
 * the arrow keys, from utterance to utterance. Fires `moment` with the call time, and `outcome` with what was found.
 */
export class CallTimeline extends LitElement {
  static override properties = {
    call: { attribute: false },
    showHeld: { attribute: false },
    atMs: { state: true },
  }
  static override styles = [
    controls,
    severities,
    css`
      :host {
        display: block;
        padding: var(--es-2) var(--es-4) 6px;
        border-bottom: 1px solid var(--es-border);
      }
      .frame {
        position: relative;
      }
      .strip {
        position: relative;
        padding: 16px 0 0;
        cursor: pointer;
      }
      .lanes {
        display: block;
        width: 100%;
        height: 25px;
        border-radius: 3px;
      }
      .mark {
        position: absolute;
        top: -4px;
        width: 24px;
        height: 24px;
        margin-left: -12px;
        padding: 0;
        border: 0;
        background: none;
        cursor: pointer;
      }
      .mark::before {
        position: absolute;
        inset: 6px;
        border: 2px solid var(--es-surface);
        border-radius: 50%;
        background: var(--severity);
        content: '';
      }
      .mark.prompt::before {
        border-radius: 3px;
      }
      .mark.retracted::before {
        background: var(--es-border-strong);
      }
      .mark.held::before {
        border: 2px dashed var(--severity);
        background: var(--es-surface);
      }
      .mark:hover::before {
        inset: 4px;
      }
      .at {
        position: absolute;
        top: 14px;
        bottom: 0;
        width: 2px;
        margin-left: -1px;
        background: var(--es-ink);
        pointer-events: none;
      }
      .scale {
        display: flex;
        justify-content: space-between;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        line-height: 1.4;
      }
      .scale b {
        font-weight: 600;
      }
      .scale .agent {
        color: var(--es-agent);
      }
      .scale .customer {
        color: var(--es-customer);
      }
    `,
  ]
  declare call: CallView | null
  /** Whether what was held back has its marks, too. */
  declare showHeld: boolean
  /** Where one was led to last; null: nowhere yet. */
  declare private atMs: number | null

  constructor() {
    super()
    this.call = null
    this.showHeld = false
    this.atMs = null
  }

  override render(): TemplateResult | typeof nothing {
    const { call } = this
    if (call === null) return nothing
    const line = timelineOf(call, systemClock.now(), this.showHeld)
    const at = Math.min(line.lengthMs, this.atMs ?? 0)
    return html`<div class="frame">
        <div
          class="strip"
          role="slider"
          tabindex="0"
          aria-label="Moment of the call"
          aria-valuemin="0"
          aria-valuemax=${Math.round(line.lengthMs / 1000)}
          aria-valuenow=${Math.round(at / 1000)}
          aria-valuetext=${formatCallTime(at)}
          @click=${this.#onClick}
          @keydown=${this.#onKey}
        >
          ${lanes(line)}
          ${this.atMs === null ? nothing : html`<span class="at" style="left: ${(at / line.lengthMs) * 100}%"></span>`}
        </div>
        <div class="marks" role="group" aria-label="What was found, by time">
          ${line.marks.map((mark) => this.#mark(mark))}
        </div>
      </div>
      <div class="scale tabular" aria-hidden="true">
        <span>00:00</span>
        <span><b class="agent">Agent</b> · <b class="customer">Customer</b></span>
        <span>${formatCallTime(line.lengthMs)}</span>
      </div> `
  }

  #mark({ outcome, at }: TimelineMark): TemplateResult {
    const what = `${outcome.title} (${SEVERITY_NAMES[outcome.severity]} ${outcome.kind})`
    const words = `${formatCallTime(momentOf(outcome))} ${what}. ${reasonWords(outcome)}`
    return html`<button
      class="mark ${outcome.kind} ${outcome.state} severity-${outcome.severity}"
      type="button"
      style="left: ${at * 100}%"
      aria-label=${words}
      title=${words}
      @click=${() => this.#tellOutcome(outcome)}
    ></button>`
  }

  readonly #onClick = (event: MouseEvent): void => {
    if (!(event.currentTarget instanceof HTMLElement) || this.call === null) return
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const { lengthMs } = timelineOf(this.call, systemClock.now(), this.showHeld)
    this.#goTo(Math.min(1, Math.max(0, (event.clientX - left) / width)) * lengthMs)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    if (this.call === null || (step !== 1 && step !== -1)) return
    event.preventDefault()
    const from = this.atMs ?? (step === 1 ? -1 : Infinity)
    const to = neighbourMs(this.call, from, step)
    if (to !== null) this.#goTo(to)
  }

  #goTo(atMs: number): void {
    this.atMs = atMs
    this.dispatchEvent(new CustomEvent('moment', { detail: atMs }))
  }

  #tellOutcome(outcome: Outcome): void {
    this.atMs = momentOf(outcome)
    this.dispatchEvent(new CustomEvent('outcome', { detail: outcome }))
  }
}

/** The two sides above each other, holds behind both. */
function lanes({ spoken, holds }: Timeline): TemplateResult {
  const lane = (party: Party, top: number) =>
    spoken[party].map(
      ({ from, width }) =>
        svg`<rect x=${from * WIDTH} y=${top} width=${Math.max(2, width * WIDTH)} height=${LANE} fill="var(--es-${party})"></rect>`,
    )
  const label = `${PARTY_NAMES.agent} above, ${PARTY_NAMES.customer.toLowerCase()} below`
  return html`<svg
    class="lanes"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    role="img"
    aria-label=${label}
  >
    <rect width=${WIDTH} height=${LANE} fill="var(--es-agent-tint)"></rect>
    <rect y=${LANE + GAP} width=${WIDTH} height=${LANE} fill="var(--es-customer-tint)"></rect>
    ${holds.map(
      ({ from, width }) =>
        svg`<rect class="hold" x=${from * WIDTH} width=${Math.max(2, width * WIDTH)} height=${HEIGHT} fill="var(--es-medium)" opacity="0.35"></rect>`,
    )}
    ${lane('agent', 0)} ${lane('customer', LANE + GAP)}
  </svg>`
}

customElements.define('earshot-call-timeline', CallTimeline)
