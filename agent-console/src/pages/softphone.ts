import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { newCallId } from '../audio/call-id.ts'
import type { StreamStatus } from '../audio/native-stream.ts'
import { SoftphoneCall, type SpeakingAs } from '../audio/softphone-call.ts'
import '../components/call-clock.ts'
import { plainKey } from '../components/hotkeys.ts'
import { LevelMeter } from '../components/level-meter.ts'
import { LiveController } from '../components/live-controller.ts'
import '../components/page-bar.ts'
import '../components/panel-notice.ts'
import '../components/transcript.ts'
import type { Me } from '../data/api.ts'
import type { CallView } from '../data/call-view.ts'
import { Live } from '../data/live.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { PARTY_NAMES } from '../design/wording.ts'
import { socketUrl } from '../platform/socket.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { softphoneStyles } from './softphone.styles.ts'

const ROLES_TO_PLAY: readonly {
  readonly value: SpeakingAs
  readonly title: string
  readonly text: string
}[] = [
  { value: 'customer', title: 'The customer', text: 'Somebody else, or nobody, is the agent.' },
  { value: 'agent', title: 'The agent', text: 'The customer comes in on another stream of the same call.' },
  { value: 'both', title: 'Both, in turns', text: 'For a demonstration alone: press T to change sides.' },
]

const PHASES: Readonly<Record<StreamStatus['phase'], string>> = {
  connecting: 'Connecting…',
  streaming: 'On the line',
  reconnecting: 'Connection dropped, coming back…',
  stopping: 'Hanging up…',
  stopped: 'Hung up',
  failed: 'The call failed',
}

/** The page `/softphone`: a telephone in the browser. */
export class SoftphonePage extends LitElement {
  static override properties = {
    me: { state: true },
    callId: { state: true },
    speakingAs: { state: true },
    status: { state: true },
    fault: { state: true },
  }
  static override styles = [controls, softphoneStyles]
  declare private me: Me | null
  declare private callId: string
  declare private speakingAs: SpeakingAs
  declare private status: StreamStatus | null
  declare private fault: string | null
  readonly #live = new Live({ server: location.origin, token: null })
  readonly #controller = new LiveController(this)
  #phone: SoftphoneCall | null = null
  #unwatch: (() => void) | null = null

  constructor() {
    super()
    this.me = null
    this.callId = newCallId('phone')
    this.speakingAs = 'customer'
    this.status = null
    this.fault = null
    this.#controller.follow(this.#live)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#live.start()
    document.addEventListener('keydown', this.#onKey)
    window.addEventListener('pagehide', this.#hangUp)
    this.#live.api.me().then(
      (me) => (this.me = me),
      // The socket tells why; a call needs no name.
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('keydown', this.#onKey)
    window.removeEventListener('pagehide', this.#hangUp)
    this.#phone?.stop()
    this.#live.close()
  }

  override render(): TemplateResult {
    const { state, status } = this.#live
    const call = state.calls.get(this.callId) ?? null
    return html`
      <earshot-page-bar role="banner" .me=${this.me} .status=${status}></earshot-page-bar>
      <earshot-panel-notice .status=${status} .server=${location.origin}></earshot-panel-notice>
      <main>
        <section class="phone" aria-label="Telephone">
          <h1>Softphone</h1>
          <p class="lead">Speak into this machine's microphone and follow the call as Earshot hears it.</p>
          ${this.#form()} ${this.#controls(call)}
        </section>
        <section class="words" aria-label="Transcript">
          ${
            call === null
              ? html`<p class="none">
                  ${icon('microphone', 28)}<span>Your words appear here once the call has begun.</span>
                </p>`
              : html`<earshot-transcript .call=${call}></earshot-transcript>`
          }
        </section>
      </main>
    `
  }

  #form(): TemplateResult {
    const busy = this.#busy
    return html`
      <label class="line">
        <span>Call id</span>
        <input
          class="field"
          type="text"
          maxlength="128"
          autocomplete="off"
          spellcheck="false"
          ?disabled=${busy}
          .value=${this.callId}
          @change=${this.#onCallId}
        />
      </label>
      <fieldset ?disabled=${busy}>
        <legend>I am</legend>
        ${ROLES_TO_PLAY.map(
          ({ value, title, text }) =>
            html`<label class="choice">
              <input
                type="radio"
                name="party"
                .checked=${value === this.speakingAs}
                @change=${() => (this.speakingAs = value)}
              />
              <span class="title">${title}</span>
              <span class="text">${text}</span>
            </label>`,
        )}
      </fieldset>
    `
  }

  #controls(call: CallView | null): TemplateResult {
    const phone = this.#busy ? this.#phone : null
    return html`
      <earshot-level-meter></earshot-level-meter>
      <div class="buttons">
        ${
          phone === null
            ? html`<button class="button primary large" type="button" @click=${() => void this.#start()}>
                ${icon('phone', 18)} Start the call
              </button>`
            : html`<button class="button large hang-up" type="button" @click=${() => phone.stop()}>
                  ${icon('stop', 18)} Hang up
                </button>
                <button
                  class="button large"
                  type="button"
                  aria-pressed=${phone.muted}
                  @click=${() => this.#mute(phone)}
                >
                  ${icon(phone.muted ? 'muted' : 'microphone', 18)} ${phone.muted ? 'Unmute' : 'Mute'}
                  <kbd>M</kbd>
                </button>`
        }
      </div>
      ${
        phone !== null && this.speakingAs === 'both'
          ? html`<button
              class="button large turn ${phone.turn}"
              type="button"
              @click=${() => this.#changeTurn(phone)}
            >
              Speaking as ${PARTY_NAMES[phone.turn]} <kbd>T</kbd>
            </button>`
          : nothing
      }
      <p class="state" role="status">
        ${this.status === null ? nothing : PHASES[this.status.phase]}
        ${call === null ? nothing : html`<span class="tabular"><earshot-call-clock .call=${call}></earshot-call-clock></span>`}
      </p>
      <p class="fault" role="alert" ?hidden=${this.#faultText === null}>${this.#faultText}</p>
    `
  }

  get #busy(): boolean {
    const phase = this.status?.phase
    return phase !== undefined && phase !== 'stopped' && phase !== 'failed'
  }

  get #faultText(): string | null {
    if (this.fault !== null) return this.fault
    return this.status?.phase === 'failed' ? this.status.message : null
  }

  readonly #onCallId = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    this.callId = event.target.value.trim() || newCallId('phone')
  }

  async #start(): Promise<void> {
    this.fault = null
    if (!isSecureContext) {
      this.fault = 'Browsers give the microphone to https pages and to localhost only. Open this page there.'
      return
    }
    // The same call again would join the ended one; a finished call gets a new id.
    if (this.#live.state.calls.get(this.callId)?.state === 'ended') this.callId = newCallId('phone')
    const phone = new SoftphoneCall({
      address: socketUrl(location.origin, '/v1/streams/native', {}),
      callId: this.callId,
      agentId: this.me?.agentId ?? null,
      speakingAs: this.speakingAs,
      onStatus: (status) => {
        if (phone === this.#phone) this.status = status
      },
      onLevel: (level) => this.#meter?.show(level),
    })
    this.#phone = phone
    this.status = { phase: 'connecting' }
    this.#unwatch?.()
    this.#unwatch = this.me?.role === 'agent' ? null : this.#live.watch(this.callId)
    try {
      await phone.start()
    } catch (error) {
      this.status = null
      this.fault = microphoneFault(error)
    }
  }

  #mute(phone: SoftphoneCall): void {
    phone.muted = !phone.muted
    this.requestUpdate()
  }

  #changeTurn(phone: SoftphoneCall): void {
    phone.turn = phone.turn === 'agent' ? 'customer' : 'agent'
    this.requestUpdate()
  }

  /** A page that is left says so; else its call would wait for it to come back. */
  readonly #hangUp = (): void => this.#phone?.stop()

  readonly #onKey = (event: KeyboardEvent): void => {
    const phone = this.#phone
    if (phone === null || !this.#busy) return
    const key = plainKey(event)
    if (key === 'm') this.#mute(phone)
    if (key === 't' && this.speakingAs === 'both') this.#changeTurn(phone)
  }

  get #meter(): LevelMeter | null {
    const found = this.renderRoot.querySelector('earshot-level-meter')
    return found instanceof LevelMeter ? found : null
  }
}

function microphoneFault(error: unknown): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'The browser was not allowed to use the microphone.'
  if (name === 'NotFoundError') return 'No microphone was found on this machine.'
  return 'The microphone could not be opened.'
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-softphone', SoftphonePage)
