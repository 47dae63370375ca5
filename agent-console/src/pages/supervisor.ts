import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { AlertFeed } from '../components/alert-feed.ts'
import '../components/call-drawer.ts'
import '../components/call-table.ts'
import { isTyping, plainKey } from '../components/hotkeys.ts'
import { LiveController } from '../components/live-controller.ts'
import '../components/load-notice.ts'
import '../components/page-bar.ts'
import '../components/panel-notice.ts'
import type { VerdictGiven } from '../components/verdict-buttons.ts'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import type { Me } from '../data/api.ts'
import { filterWords, fittingAlerts, floorFigures, liveCalls } from '../data/floor.ts'
import { formatSeconds } from '../data/format.ts'
import { lagLevel } from '../data/lag.ts'
import { Live } from '../data/live.ts'
import { LoadWatch } from '../data/load-watch.ts'
import { Verdicts } from '../data/verdicts.ts'
import { controls } from '../design/controls.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { supervisorStyles } from './supervisor.styles.ts'

/** The page `/supervisor`: every live call and every alert, and one call opened between them. */
export class SupervisorPage extends LitElement {
  static override properties = {
    me: { state: true },
    load: { state: true },
    filter: { state: true },
    openCall: { state: true },
  }
  static override styles = [controls, supervisorStyles]
  declare private me: Me | null
  declare private load: FloorLoad | null
  declare private filter: string
  declare private openCall: string | null
  readonly #live = new Live({ server: location.origin, token: null })
  readonly #controller = new LiveController(this)
  readonly #verdicts = new Verdicts({ api: this.#live.api, onChange: () => this.requestUpdate() })
  readonly #loadWatch = new LoadWatch({
    api: this.#live.api,
    clock: systemClock,
    onLoad: (load) => (this.load = load),
  })
  #unwatch: (() => void) | null = null
  #openedFrom: HTMLElement | null = null

  constructor() {
    super()
    this.me = null
    this.load = null
    this.filter = ''
    this.openCall = null
    this.#controller.follow(this.#live)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#live.start()
    this.#loadWatch.start()
    document.addEventListener('keydown', this.#onKey)
    this.#live.api.me().then(
      (me) => (this.me = me),
      // The socket tells why; the page works without a name in its corner.
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('keydown', this.#onKey)
    this.#live.close()
    this.#loadWatch.close()
  }

  protected override updated(): void {
    void this.#reportPainted()
  }

  override render(): TemplateResult {
    const { state, status } = this.#live
    const words = filterWords(this.filter)
    const calls = liveCalls(state.calls.values(), words)
    const open = this.openCall === null ? null : (state.calls.get(this.openCall) ?? null)
    return html`
      <earshot-page-bar role="banner" .me=${this.me} .status=${status}></earshot-page-bar>
      <earshot-panel-notice
        .status=${status}
        .missed=${state.missed}
        .server=${location.origin}
      ></earshot-panel-notice>
      <earshot-load-notice .load=${this.load}></earshot-load-notice>
      <main>
        <h1 class="unseen">Supervisor</h1>
        ${this.#strip()}
        <div class="floor ${open === null ? '' : 'opened'}" @open-call=${this.#onOpen}>
          <section class="calls" aria-label="Live calls">
            <earshot-call-table .calls=${calls} .openCall=${this.openCall}></earshot-call-table>
          </section>
          ${
            open === null
              ? nothing
              : html`<section class="drawer" aria-label="Open call">
                  <earshot-call-drawer .call=${open} @close=${this.#close}></earshot-call-drawer>
                </section>`
          }
          <section class="alerts" aria-label="Alerts">
            <earshot-alert-feed
              .alerts=${fittingAlerts(state.alerts, words)}
              .verdicts=${this.#verdicts.all}
              @verdict=${({ detail }: CustomEvent<VerdictGiven>) => void this.#verdicts.give(detail.outcomeId, detail.verdict)}
            ></earshot-alert-feed>
          </section>
        </div>
      </main>
    `
  }

  #strip(): TemplateResult {
    const { live, onHold, withAlerts, worstLagMs } = floorFigures(this.#live.state.calls.values())
    const figure = (name: string, value: string | number, level = 'none'): TemplateResult =>
      html`<div>
        <dt>${name}</dt>
        <dd class="tabular ${level}">${value}</dd>
      </div>`
    return html`<div class="strip">
      <dl>
        ${figure('Live calls', live)} ${figure('Capacity', this.load?.capacityCalls ?? '–')}
        ${figure('On hold', onHold)} ${figure('With alerts', withAlerts)}
        ${figure('Worst lag', formatSeconds(worstLagMs), lagLevel(worstLagMs))}
      </dl>
      <input
        class="field"
        type="search"
        placeholder="Filter by agent, queue, call or rule  ( / )"
        aria-label="Filter calls and alerts"
        .value=${this.filter}
        @input=${this.#onFilter}
      />
    </div>`
  }

  readonly #onFilter = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.filter = event.target.value
  }

  readonly #onOpen = (event: CustomEvent<string>): void => {
    this.#openedFrom = deepActive()
    this.#unwatch?.()
    this.openCall = event.detail
    this.#unwatch = this.#live.watch(event.detail)
    void this.updateComplete.then(() => this.#drawer?.focus())
  }

  readonly #close = (): void => {
    this.#unwatch?.()
    this.#unwatch = null
    this.openCall = null
    this.#openedFrom?.focus()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !isTyping(event) && this.openCall !== null) this.#close()
    if (plainKey(event) !== '/') return
    event.preventDefault()
    this.renderRoot.querySelector<HTMLInputElement>('input[type="search"]')?.focus()
  }

  get #drawer(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('earshot-call-drawer')
  }

  async #reportPainted(): Promise<void> {
    const feed = this.renderRoot.querySelector('earshot-alert-feed')
    if (!(feed instanceof AlertFeed)) return
    await feed.updateComplete
    this.#live.rendered(feed.shown)
  }
}

/** The element that has the keyboard, also inside shadow roots. */
function deepActive(): HTMLElement | null {
  let active: Element | null = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement ? active : null
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-supervisor', SupervisorPage)
