import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Playing } from '../audio/sample-player.ts'
import type { CallView } from '../data/call-view.ts'
import type { ConnectionStatus } from '../data/connection.ts'
import { formatSeconds, shortId } from '../data/format.ts'
import { NOTICED_LAG_MS } from '../data/lag.ts'
import { moodWords } from '../data/mood-words.ts'
import { controls } from '../design/controls.ts'
import { icon, mark } from '../design/icons.ts'
import { queueOf } from '../design/wording.ts'
import './call-clock.ts'
import { callHeaderStyles } from './call-header.styles.ts'
import './connection-chip.ts'
import './theme-toggle.ts'

/**
 * The state of the agent's call in one line whose parts keep their places. Fires `stop-sample`,
 * `mute-sample` and `choose-sample`.
 */
export class CallHeader extends LitElement {
  static override properties = {
    call: { attribute: false },
    status: { attribute: false },
    playing: { attribute: false },
    samplesThere: { attribute: false },
    fixedTheme: { attribute: false },
  }
  static override styles = [controls, callHeaderStyles]
  declare call: CallView | null
  declare status: ConnectionStatus
  declare playing: Playing | null
  declare samplesThere: boolean
  declare fixedTheme: boolean

  constructor() {
    super()
    this.call = null
    this.status = { phase: 'connecting' }
    this.playing = null
    this.samplesThere = false
    this.fixedTheme = false
  }

  override render(): TemplateResult {
    const { call } = this
    const { text, tone } = stateOf(call)
    const lagging = call !== null && call.state === 'live' && call.lagMs > NOTICED_LAG_MS
    return html`
      <div class="brand">${mark()}<span class="name">Earshot</span></div>
      <div class="call">
        <span class="state ${tone}" role="status"><span class="dot"></span>${text}</span>
        <span class="clock tabular" title="Duration" ?hidden=${call === null}>
          <earshot-call-clock .call=${call}></earshot-call-clock>
        </span>
        ${call === null ? nothing : moodOf(call)} ${call === null ? nothing : aboutCall(call)}
        <span class="lag ${lagging ? '' : 'none'}" title="Words come this much later than they are spoken">
          ${lagging ? `${formatSeconds(call.lagMs)} behind` : nothing}
        </span>
      </div>
      <div class="tools">
        ${this.#sample()}
        <earshot-connection .status=${this.status}></earshot-connection>
        ${this.fixedTheme ? nothing : html`<earshot-theme-toggle></earshot-theme-toggle>`}
      </div>
    `
  }

  #sample(): TemplateResult {
    const { playing } = this
    const phase = playing?.status.phase
    const running = phase === 'connecting' || phase === 'streaming' || phase === 'reconnecting'
    if (playing !== null && running) {
      const label = playing.muted ? 'Turn the sound on' : 'Turn the sound off'
      return html`<span class="sample" title=${playing.sample.title}>
        <span class="sample-name">Sample: ${playing.sample.title}</span>
        <button
          class="icon-button"
          type="button"
          title=${label}
          aria-label=${label}
          @click=${() => this.#tell('mute-sample')}
        >
          ${icon(playing.muted ? 'silent' : 'sound')}
        </button>
        <button class="button" type="button" @click=${() => this.#tell('stop-sample')}>
          ${icon('stop', 16)} Stop
        </button>
      </span>`
    }
    const offered = this.samplesThere && this.call !== null && this.call.state === 'ended'
    return html`<button
      class="button"
      type="button"
      ?hidden=${!offered}
      @click=${() => this.#tell('choose-sample')}
    >
      ${icon('play', 16)} Play another
    </button>`
  }

  #tell(type: 'stop-sample' | 'mute-sample' | 'choose-sample'): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true }))
  }
}

function stateOf(call: CallView | null): { readonly text: string; readonly tone: string } {
  if (call === null) return { text: 'No call', tone: 'idle' }
  if (call.state === 'ended') return { text: 'Ended', tone: 'idle' }
  return call.onHold ? { text: 'On hold', tone: 'hold' } : { text: 'Live', tone: 'live' }
}

/** How the customer sounds: always in the same place, and nothing until there is something to say. */
function moodOf({ assist }: CallView): TemplateResult | typeof nothing {
  const mood = assist?.mood ?? null
  if (mood === null) return nothing
  const { text, tone, turn } = moodWords(mood)
  const trend = turn === null ? '' : turn === 'better' ? ', getting better' : ', getting worse'
  return html`<span class="mood ${tone}" title="How the customer sounds, by the words alone"
    ><span class="unseen">Customer sounds: </span>${text}${
      turn === null ? nothing : html` ${icon(turn === 'better' ? 'up' : 'down', 14)}`
    }<span class="unseen">${trend}</span></span
  >`
}

function aboutCall(call: CallView): TemplateResult {
  const queue = queueOf(call.info)
  return html`<span class="about">
    ${queue === '' ? nothing : html`<span>${queue}</span>`}
    <span class="muted" title=${call.callId}>${shortId(call.callId)}</span>
  </span>`
}

customElements.define('earshot-call-header', CallHeader)
