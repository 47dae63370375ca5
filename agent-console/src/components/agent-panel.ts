import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit'
import { SamplePlayer } from '../audio/sample-player.ts'
import type { Me, SampleCall } from '../data/api.ts'
import { AssistApi } from '../data/assist-api.ts'
import type { FeedbackVerdict } from '../../../server/contracts/feedback.ts'
import type { CallView } from '../data/call-view.ts'
import { Live } from '../data/live.ts'
import { Verdicts } from '../data/verdicts.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { controls } from '../design/controls.ts'
import tokens from '../design/tokens.css?inline'
import { socketUrl } from '../platform/socket.ts'
import { applyTheme, followTheme, keep, readKept, type ThemeChoice } from '../platform/theme.ts'
import { agentPanelStyles } from './agent-panel.styles.ts'
import { AssistPanel, ASSIST_TABS, type AssistTab } from './assist/assist-panel.ts'
import { currentCall, otherLiveCalls } from './current-call.ts'
import './call-header.ts'
import { plainKey } from './hotkeys.ts'
import { LiveController } from './live-controller.ts'
import './panel-notice.ts'
import { PROMPT_CHOICES } from './prompt-card.ts'
import { PromptList } from './prompt-list.ts'
import './sample-picker.ts'
import { Transcript } from './transcript.ts'
import type { VerdictGiven } from './verdict-buttons.ts'

const KEYS_OFF = 'earshot-keys-off'

/** Up to this width the transcript has a tab, not a side, of its own. */
const NARROW_PX = 860

/**
 * `<earshot-agent-panel>`: the agent's own call with its prompts, for any page.
 *
 * Attributes: `server` (origin of Earshot; default: where this script's page comes from), `token` (bearer
 * token; default: the cookie of the same origin), `theme` (`light`, `dark`; default: the person's choice),
 * `hotkeys` (`page`: single keys work anywhere on the page; default: only while the panel has the keyboard).
 */
export class AgentPanel extends LitElement {
  static override properties = {
    server: { type: String },
    token: { type: String },
    theme: { type: String },
    hotkeys: { type: String },
    me: { state: true },
    samples: { state: true },
    chosenCall: { state: true },
    choosing: { state: true },
    keysOff: { state: true },
    tab: { state: true },
  }
  static override styles = [unsafeCSS(tokens), controls, agentPanelStyles]
  declare server: string
  declare token: string | null
  declare theme: ThemeChoice | ''
  declare hotkeys: string
  declare private me: Me | null
  declare private samples: readonly SampleCall[] | null
  declare private chosenCall: string | null
  declare private choosing: boolean
  declare private keysOff: boolean
  declare private tab: AssistTab
  readonly #controller = new LiveController(this)
  #live: Live | null = null
  #player: SamplePlayer | null = null
  #verdicts: Verdicts | null = null
  #assistApi: AssistApi | null = null
  /** The call whose verdicts were read back, and its state then. */
  #shown: { readonly callId: string; readonly state: CallView['state'] } | null = null
  #unwatch: (() => void) | null = null
  #endTheme: (() => void) | null = null
  #keysFrom: EventTarget = this

  constructor() {
    super()
    this.server = ''
    this.token = null
    this.theme = ''
    this.hotkeys = ''
    this.me = null
    this.samples = null
    this.chosenCall = null
    this.choosing = false
    this.keysOff = readKept(KEYS_OFF) === 'true'
    this.tab = 'checklist'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#endTheme = followTheme((choice) => applyTheme(this, this.theme === '' ? choice : this.theme))
    this.#keysFrom = this.hotkeys === 'page' ? document : this
    this.#keysFrom.addEventListener('keydown', this.#onKey)
    window.addEventListener('pagehide', this.#hangUp)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#endTheme?.()
    this.#keysFrom.removeEventListener('keydown', this.#onKey)
    window.removeEventListener('pagehide', this.#hangUp)
    this.#disconnect()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const moved = changed.has('server') || changed.has('token')
    if (this.isConnected && (moved || this.#live === null)) this.#connect()
    if (changed.has('theme') && this.theme !== '') applyTheme(this, this.theme)
    this.#follow(this.#call)
  }

  /** Another call begins with its checklist; a call that is over, with the notes on it. */
  #follow(call: CallView | null): void {
    const before = this.#shown
    if (call === null || (before?.callId === call.callId && before.state === call.state)) return
    this.#shown = { callId: call.callId, state: call.state }
    if (before?.callId !== call.callId) {
      if (before !== null && this.tab === 'notes') this.tab = 'checklist'
      void this.#verdicts?.readBack(call.callId)
    }
    if (call.state === 'ended') this.tab = 'notes'
  }

  protected override updated(): void {
    const call = this.#call
    if (call !== null) this.#live?.rendered(call.outcomes.filter((outcome) => outcome.kind === 'prompt'))
  }

  override render(): TemplateResult {
    const live = this.#live
    const call = this.#call
    const playing = this.#player?.playing ?? null
    return html`
      <div class="panel">
        <earshot-call-header
          role="region"
          aria-label="Call"
          .call=${call}
          .status=${live?.status ?? { phase: 'connecting' }}
          .playing=${playing}
          .samplesThere=${(this.samples?.length ?? 0) > 0}
          .fixedTheme=${this.theme !== ''}
          @stop-sample=${() => this.#player?.stop()}
          @mute-sample=${() => this.#player?.setMuted(!(playing?.muted ?? false))}
          @choose-sample=${() => (this.choosing = true)}
        ></earshot-call-header>
        <earshot-panel-notice
          .status=${live?.status ?? null}
          .missed=${live?.state.missed ?? 0}
          .playing=${playing}
          .server=${this.#origin}
        ></earshot-panel-notice>
        <div class="work" data-tab=${this.tab} data-call=${call?.state ?? 'none'}>
          <section class="words" aria-label="Transcript">
            ${this.#others(call)} ${call === null || this.choosing ? this.#idle(call) : nothing}
            <earshot-transcript .call=${call} ?hidden=${call === null || this.choosing}></earshot-transcript>
          </section>
          <section class="prompts" aria-label="Prompts">
            <earshot-prompt-list
              .call=${call}
              .verdicts=${this.#verdicts?.all ?? new Map()}
              @verdict=${({ detail }: CustomEvent<VerdictGiven>) => this.#judge(detail.outcomeId, detail.verdict)}
              @show-evidence=${(event: CustomEvent<Outcome>) => this.#showEvidence(event.detail)}
              @show-article=${(event: CustomEvent<string>) => this.#assist?.openArticle(event.detail)}
            ></earshot-prompt-list>
          </section>
          <section class="assist" aria-label="Help in the call" ?hidden=${call === null}>
            <earshot-assist
              .call=${call}
              .api=${this.#assistApi}
              .tab=${this.tab === 'words' && !this.#isNarrow ? 'checklist' : this.tab}
              @choose-tab=${(event: CustomEvent<AssistTab>) => (this.tab = event.detail)}
            ></earshot-assist>
          </section>
        </div>
        ${this.#keys()}
      </div>
    `
  }

  get #origin(): string {
    return this.server === '' ? location.origin : this.server
  }

  get #call(): CallView | null {
    if (this.#live === null) return null
    return currentCall(this.#live.state, {
      me: this.me,
      chosen: this.chosenCall,
      own: this.#player?.playing?.callId ?? null,
    })
  }

  get #transcript(): Transcript | null {
    const found = this.renderRoot.querySelector('earshot-transcript')
    return found instanceof Transcript ? found : null
  }

  /** As `agent-panel.styles.ts` has it. */
  get #isNarrow(): boolean {
    return this.clientWidth <= NARROW_PX
  }

  get #assist(): AssistPanel | null {
    const found = this.renderRoot.querySelector('earshot-assist')
    return found instanceof AssistPanel ? found : null
  }

  get #prompts(): PromptList | null {
    const found = this.renderRoot.querySelector('earshot-prompt-list')
    return found instanceof PromptList ? found : null
  }

  #connect(): void {
    this.#disconnect()
    const address = { server: this.#origin, token: this.token }
    const live = new Live(address)
    this.#live = live
    this.#verdicts = new Verdicts({ api: live.api, onChange: () => this.requestUpdate() })
    this.#assistApi = new AssistApi(address)
    this.#shown = null
    this.#player = new SamplePlayer({
      load: (sample, signal) => live.api.bytes(sample.url, signal),
      address: socketUrl(address.server, '/v1/streams/native', { token: address.token }),
      onChange: () => this.requestUpdate(),
    })
    this.#controller.follow(live)
    live.start()
    void this.#introduce(live)
  }

  #disconnect(): void {
    this.#unwatch?.()
    this.#unwatch = null
    this.#player?.stop()
    this.#controller.follow(null)
    this.#live?.close()
    this.#live = null
  }

  /** Who we are and what can be played; the panel works without either. */
  async #introduce(live: Live): Promise<void> {
    const [me, samples] = await Promise.allSettled([live.api.me(), live.api.samples()])
    if (live !== this.#live) return
    if (me.status === 'fulfilled') this.me = me.value
    this.samples = samples.status === 'fulfilled' ? samples.value : []
  }

  #others(call: CallView | null): TemplateResult | typeof nothing {
    const others = this.#live === null ? [] : otherLiveCalls(this.#live.state, { me: this.me, shown: call })
    if (others.length === 0) return nothing
    return html`<div class="others">
      ${others.map(
        (other) =>
          html`<button class="button" type="button" @click=${() => (this.chosenCall = other.callId)}>
            Switch to call ${other.callId}
          </button>`,
      )}
    </div>`
  }

  #idle(call: CallView | null): TemplateResult {
    return html`<div class="idle">
      <div class="welcome">
        <h2>${call === null ? 'Ready for your next call' : 'Play another call'}</h2>
        <p>
          The words of both sides appear here while they are spoken, and what to say next stands beside them.
        </p>
        ${
          this.samples === null
            ? nothing
            : html`<earshot-sample-picker
                .samples=${this.samples}
                @play-sample=${(event: CustomEvent<SampleCall>) => this.#play(event.detail)}
              ></earshot-sample-picker>`
        }
        <button
          class="button back"
          type="button"
          ?hidden=${call === null}
          @click=${() => (this.choosing = false)}
        >
          Back to the last call
        </button>
      </div>
    </div>`
  }

  #keys(): TemplateResult {
    const where = this.hotkeys === 'page' ? '' : 'While the panel has the keyboard: '
    return html`<section class="keys" aria-label="Keys">
      ${
        this.keysOff
          ? html`<span>Single keys are off.</span>`
          : html`<span>${where}<kbd>P</kbd> first prompt</span>
              <span><kbd>J</kbd> <kbd>K</kbd> next, previous</span>
              <span><kbd>U</kbd> used</span> <span><kbd>N</kbd> not now</span> <span><kbd>W</kbd> wrong</span>
              <span><kbd>Esc</kbd> put away</span> <span><kbd>L</kbd> jump to live</span>
              <span><kbd>1</kbd>–<kbd>4</kbd> help</span> <span><kbd>B</kbd> site or app problem</span>`
      }
      <button class="link" type="button" @click=${() => this.#switchKeys()}>
        Turn single keys ${this.keysOff ? 'on' : 'off'}
      </button>
      ${this.#who()}
    </section>`
  }

  /** A token belongs to the page that embeds the panel; a cookie to the person. */
  #who(): TemplateResult {
    if (this.token !== null || this.me === null) return html`<span></span>`
    return html`<span
      >${this.me.agentId ?? this.me.subject} · <a class="link" href="/signout">Sign out</a></span
    >`
  }

  #switchKeys(): void {
    this.keysOff = !this.keysOff
    keep(KEYS_OFF, String(this.keysOff))
  }

  async #play(sample: SampleCall): Promise<void> {
    this.choosing = false
    this.chosenCall = null
    this.#unwatch?.()
    this.#unwatch = null
    const player = this.#player
    if (player === null) return
    const played = player.play(sample, this.me?.agentId ?? null)
    const callId = player.playing?.callId
    // An agent is sent the own call's words unasked; everybody else asks.
    if (callId !== undefined && this.me !== null && this.me.role !== 'agent') {
      this.#unwatch = this.#live?.watch(callId) ?? null
    }
    await played
  }

  /** A page that is left says so; else its call would wait for it to come back. */
  readonly #hangUp = (): void => this.#player?.stop()

  readonly #onKey = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return
    const key = plainKey(event)
    const run = key === null ? undefined : this.#commands[key]
    if (run === undefined || (this.keysOff && key !== 'Escape')) return
    event.preventDefault()
    run()
  }

  /** Where the transcript has a tab of its own, it is brought to the front. */
  #showEvidence(outcome: Outcome): void {
    if (this.#isNarrow) this.tab = 'words'
    void this.updateComplete.then(() => this.#transcript?.showEvidence(outcome))
  }

  #judge(outcomeId: string, verdict: FeedbackVerdict): void {
    void this.#verdicts?.give(outcomeId, verdict)
  }

  #judgeCurrent(verdict: FeedbackVerdict): void {
    const current = this.#prompts?.current ?? null
    if (current !== null) this.#judge(current.outcomeId, verdict)
  }

  readonly #commands: Readonly<Record<string, () => void>> = {
    p: () => this.#prompts?.focusFirst(),
    j: () => this.#prompts?.focusNext(1),
    k: () => this.#prompts?.focusNext(-1),
    l: () => this.#transcript?.toLive(),
    b: () => this.#assist?.labelCall(),
    Escape: () => this.#prompts?.dismissCurrent(),
    ...Object.fromEntries(ASSIST_TABS.map((tab, at) => [String(at + 1), () => (this.tab = tab)])),
    ...Object.fromEntries(PROMPT_CHOICES.map(({ key, verdict }) => [key, () => this.#judgeCurrent(verdict)])),
  }
}

customElements.define('earshot-agent-panel', AgentPanel)
