import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { GapNotice, Utterance } from '../../../server/contracts/transcript.ts'
import type { CallView } from '../data/call-view.ts'
import { formatCallTime, formatSeconds } from '../data/format.ts'
import type { Entry } from '../data/transcript-entries.ts'
import { controls, severities } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { END_REASONS, GAP_REASONS, PARTY_NAMES } from '../design/wording.ts'
import { systemClock } from '../platform/clock.ts'
import { type WordRun, wordRuns } from './transcript-marks.ts'
import { transcriptStyles } from './transcript.styles.ts'

/** Still "at the bottom" when this close to it, in pixels. */
const NEAR_END_PX = 32
const FLASH_MS = 2400

/**
 * The words of one call as they come. It follows its end, unless the reader scrolled up; then nothing
 * moves and a pill leads back.
 */
export class Transcript extends LitElement {
  static override properties = {
    call: { attribute: false },
    away: { state: true },
    flashing: { state: true },
    meant: { state: true },
  }
  static override styles = [controls, severities, transcriptStyles]
  declare call: CallView | null
  declare private away: boolean
  declare private flashing: string | null
  /** The line that somebody was led to. */
  declare private meant: string | null
  #resize: ResizeObserver | null = null
  /** The next scroll event is of the line that somebody was led to. */
  #isLed = false
  #width = 0
  #cancelFlash: (() => void) | null = null

  constructor() {
    super()
    this.call = null
    this.away = false
    this.flashing = null
    this.meant = null
  }

  /** Goes back to the newest words and follows them. */
  toLive(): void {
    this.away = false
    this.#pin()
    this.#scroller?.focus({ preventScroll: true })
  }

  /** Scrolls to the words that caused an outcome and lights them up for a moment. */
  showEvidence(outcome: Outcome): void {
    this.flashing = outcome.outcomeId
    this.#cancelFlash?.()
    this.#cancelFlash = systemClock.after(FLASH_MS, () => (this.flashing = null))
    this.#leadTo(outcome.evidence.utteranceId ?? '')
  }

  /** Scrolls to what was said at a call time, or last before it, and lights the line up. */
  showMoment(atMs: number): void {
    const said = this.call?.entries.findLast((entry) => entry.type === 'utterance' && entry.startMs <= atMs)
    if (said?.type !== 'utterance') return
    this.#leadTo(said.utteranceId)
    this.meant = said.utteranceId
  }

  override firstUpdated(): void {
    const scroller = this.#scroller
    if (scroller === null) return
    this.#resize = new ResizeObserver(() => {
      if (scroller.clientWidth !== this.#width) this.#forgetHeights()
      this.#width = scroller.clientWidth
      this.#keepHeights()
      this.#pin()
    })
    this.#resize.observe(scroller)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resize?.disconnect()
    this.#cancelFlash?.()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('call')
    if (!before || before.callId === this.call?.callId) return
    this.away = false
    this.meant = null
  }

  protected override updated(): void {
    this.#keepHeights()
    this.#pin()
  }

  override render(): TemplateResult {
    const { call } = this
    return html`
      <div
        class="scroller"
        tabindex="0"
        role="log"
        aria-live="off"
        aria-label="Transcript"
        @scroll=${this.#onScroll}
      >
        <p class="gap" ?hidden=${(call?.entriesLeftOut ?? 0) === 0}>
          ${call?.entriesLeftOut} earlier lines are kept with the call, not here.
        </p>
        <ol class="lines" lang=${call?.info.language ?? nothing}>
          ${repeat(
            call?.entries ?? [],
            (entry) => (entry.type === 'utterance' ? entry.utteranceId : `gap-${entry.seq}`),
            (entry, index) => this.#line(entry, call?.entries[index - 1]),
          )}
        </ol>
        ${call?.state === 'ended' ? this.#ended(call) : html`<div class="tail"></div>`}
      </div>
      <button
        class="button primary to-live"
        type="button"
        ?hidden=${!this.away}
        @click=${() => this.toLive()}
      >
        ${icon('down', 16)} ${call?.state === 'ended' ? 'To the end' : 'Jump to live'}
      </button>
    `
  }

  #line(entry: Entry, before: Entry | undefined): unknown {
    if (entry.type === 'gap') return guard([entry], () => gapLine(entry))
    const first = before?.type !== 'utterance' || before.party !== entry.party
    const outcomes =
      this.call?.outcomes.filter((outcome) => outcome.evidence.utteranceId === entry.utteranceId) ?? []
    const lit = outcomes.some((outcome) => outcome.outcomeId === this.flashing) ? this.flashing : null
    const meant = entry.utteranceId === this.meant
    return guard([entry, first, lit, meant, ...outcomes], () =>
      utteranceLine({ utterance: entry, first, outcomes, lit, meant }),
    )
  }

  #ended(call: CallView): TemplateResult {
    const reason = call.endReason === null ? 'Call ended' : END_REASONS[call.endReason]
    const length = call.durationMs === null ? '' : ` · ${formatCallTime(call.durationMs)}`
    return html`<p class="ended">${reason}${length}</p>`
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.scroller')
  }

  #leadTo(utteranceId: string): void {
    const scroller = this.#scroller
    const line = this.renderRoot.querySelector(`[data-utterance="${CSS.escape(utteranceId)}"]`)
    if (scroller === null || line === null) return
    // Away from the end first and at once: words that come meanwhile would pull the reader back.
    this.away = true
    const before = scroller.scrollTop
    line.scrollIntoView({ block: 'center', behavior: 'instant' })
    this.#isLed = scroller.scrollTop !== before
  }

  readonly #onScroll = (): void => {
    const scroller = this.#scroller
    const isLed = this.#isLed
    this.#isLed = false
    // Who was led to one of the last lines wants to read it, however near the end it is.
    if (scroller === null || isLed) return
    this.away = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > NEAR_END_PX
  }

  #pin(): void {
    const scroller = this.#scroller
    if (scroller !== null && !this.away) scroller.scrollTop = scroller.scrollHeight
  }

  /** A line never gets lower again: a final that is shorter than its partial must not pull the rest along. */
  #keepHeights(): void {
    for (const text of this.renderRoot.querySelectorAll<HTMLElement>('[data-state="partial"] .text')) {
      const { offsetHeight } = text
      if (offsetHeight > (Number.parseFloat(text.style.minHeight) || 0))
        text.style.minHeight = `${offsetHeight}px`
    }
  }

  #forgetHeights(): void {
    for (const text of this.renderRoot.querySelectorAll<HTMLElement>('.text')) text.style.minHeight = ''
  }
}

interface LineParts {
  readonly utterance: Utterance
  /** Whether the speaker's name stands above it. */
  readonly first: boolean
  readonly outcomes: readonly Outcome[]
  /** The outcome whose words are lit up. */
  readonly lit: string | null
  /** Somebody was led to this line. */
  readonly meant: boolean
}

function utteranceLine({ utterance, first, outcomes, lit, meant }: LineParts): TemplateResult {
  const runs = wordRuns(utterance, outcomes)
  return html`<li
    class="line ${utterance.party} ${first ? 'first' : ''} ${meant ? 'meant' : ''}"
    data-utterance=${utterance.utteranceId}
    data-state=${utterance.state}
  >
    <time class="at tabular">${formatCallTime(utterance.startMs)}</time>
    <div class="said">
      <span class=${first ? 'who' : 'unseen'}
        >${PARTY_NAMES[utterance.party]}<span class="unseen">:</span></span
      >
      <p class="text">${runs.map((run, index) => wordRun(run, { index, lit }))}</p>
    </div>
  </li>`
}

function wordRun(run: WordRun, { index, lit }: { index: number; lit: string | null }): TemplateResult {
  const space = index === 0 ? nothing : ' '
  const unsure = run.unsure ? 'unsure' : ''
  if (run.outcome === null) return html`${space}<span class="${run.state} ${unsure}">${run.text}</span>`
  const flash = run.outcome.outcomeId === lit ? 'flash' : ''
  return html`${space}<mark
      class="${run.state} ${unsure} ${flash} severity-${run.outcome.severity}"
      title=${run.outcome.title}
      >${run.text}</mark
    >`
}

function gapLine(gap: GapNotice): TemplateResult {
  return html`<li class="gap">
    ${PARTY_NAMES[gap.party]}: ${GAP_REASONS[gap.reason]} for ${formatSeconds(gap.durationMs)}
  </li>`
}

customElements.define('earshot-transcript', Transcript)
