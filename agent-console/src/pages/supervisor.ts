import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { AlertFeed } from '../components/alert-feed.ts'
import type { CaseOrder } from '../components/case-controls.ts'
import { AlertRinger } from '../components/alert-ringer.ts'
import { BoardBar } from '../components/board-bar.ts'
import '../components/bell-choice.ts'
import '../components/call-drawer.ts'
import '../components/call-map.ts'
import '../components/call-table.ts'
import { isTyping, plainKey } from '../components/hotkeys.ts'
import '../components/issue-banner.ts'
import { LiveController } from '../components/live-controller.ts'
import '../components/load-notice.ts'
import '../components/page-bar.ts'
import '../components/panel-notice.ts'
import { FiringDrawer } from '../components/rules/firing-drawer.ts'
import type { VerdictGiven } from '../components/verdict-buttons.ts'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import type { BellChoice } from '../data/alert-bell.ts'
import type { Me } from '../data/api.ts'
import { type BoardPlace, FIRST_PLACE, placeFrom, placeSearch } from '../data/board-place.ts'
import type { Sort } from '../data/board-sort.ts'
import type { CallView } from '../data/call-view.ts'
import { caseOf, casesByCall } from '../data/cases.ts'
import { callsOf, filterWords, fittingAlerts, fittingCalls, floorFigures, namesOf } from '../data/floor.ts'
import { formatSeconds } from '../data/format.ts'
import { lagLevel } from '../data/lag.ts'
import { Live } from '../data/live.ts'
import { listenLink } from '../data/listen-link.ts'
import { watchLoad } from '../data/load-watch.ts'
import { ApiError } from '../data/requests.ts'
import { momentFrom } from '../data/moment.ts'
import { Verdicts } from '../data/verdicts.ts'
import { controls } from '../design/controls.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { supervisorStyles } from './supervisor.styles.ts'

/** Nobody reads faster; the words of an opened call come in steps of this. */
const RENDER_EVERY_MS = 100

/** The page `/supervisor`: every live call and every alert, and one call opened between them. */
export class SupervisorPage extends LitElement {
  static override properties = {
    me: { state: true },
    load: { state: true },
    place: { state: true },
    listenUrl: { state: true },
    openCall: { state: true },
    caseFault: { state: true },
  }
  static override styles = [controls, supervisorStyles]
  declare private me: Me | null
  declare private load: FloorLoad | null
  declare private place: BoardPlace
  /** As the site has it; null: nowhere, or not for this person. */
  declare private listenUrl: string | null
  declare private openCall: string | null
  /** Why something could not be done about a case; empty: it could. */
  declare private caseFault: string
  readonly #live = new Live({ server: location.origin, token: null })
  readonly #controller = new LiveController(this, { everyMs: RENDER_EVERY_MS })
  readonly #verdicts = new Verdicts({ api: this.#live.api, onChange: () => this.requestUpdate() })
  readonly #loadWatch = watchLoad({
    api: this.#live.api,
    clock: systemClock,
    onLoad: (load) => (this.load = load),
  })
  readonly #ringer = new AlertRinger((callId) => this.#open(callId))
  #unwatch: (() => void) | null = null
  #openedFrom: HTMLElement | null = null

  constructor() {
    super()
    this.me = null
    this.load = null
    this.place = FIRST_PLACE
    this.listenUrl = null
    this.openCall = null
    this.caseFault = ''
    this.#controller.follow(this.#live)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.place = placeFrom(location.search)
    this.#live.start()
    this.#loadWatch.start()
    document.addEventListener('keydown', this.#onKey)
    this.#live.api.me().then(
      (me) => this.#greet(me),
      // The socket tells why; the page works without a name in its corner.
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('keydown', this.#onKey)
    this.#live.close()
    this.#loadWatch.close()
    this.#ringer.close()
  }

  protected override firstUpdated(): void {
    const moment = momentFrom(location.search)
    const drawer = this.renderRoot.querySelector('earshot-firing-drawer')
    if (moment !== null && drawer instanceof FiringDrawer) void drawer.open(moment)
  }

  protected override updated(): void {
    this.#ringer.take(this.#live.state.alerts, this.#live.serverNow)
    void this.#reportPainted()
  }

  override render(): TemplateResult {
    const { state, status } = this.#live
    const { place } = this
    const words = filterWords(place.words)
    const members = callsOf(state.calls.values(), place)
    const calls = fittingCalls(members, words)
    const open = this.openCall === null ? null : (state.calls.get(this.openCall) ?? null)
    return html`
      <earshot-page-bar role="banner" .me=${this.me} .status=${status}></earshot-page-bar>
      <earshot-panel-notice
        .status=${status}
        .missed=${state.missed}
        .server=${location.origin}
      ></earshot-panel-notice>
      <earshot-load-notice .load=${this.load}></earshot-load-notice>
      <earshot-issue-banner .issues=${state.issues}></earshot-issue-banner>
      <main>
        <h1 class="unseen">Supervisor</h1>
        ${this.#strip(members)}
        <div class="floor ${open === null ? '' : 'opened'}" @open-call=${this.#onOpen}>
          <section class="calls" aria-label="Live calls">${this.#board(calls)}</section>
          ${
            open === null
              ? nothing
              : html`<section class="drawer" aria-label="Open call">
                  <earshot-call-drawer
                    .call=${open}
                    .whisper=${this.#mayAct ? this.#whisper : null}
                    .listenAt=${listenLink(this.listenUrl, open.info)}
                    @close=${this.#close}
                  ></earshot-call-drawer>
                </section>`
          }
          <section class="alerts" aria-label="Alerts">
            <p class="fault" role="alert" ?hidden=${this.caseFault === ''}>${this.caseFault}</p>
            <earshot-alert-feed
              .alerts=${fittingAlerts(state.alerts, words, { calls: state.calls, filters: place })}
              .verdicts=${this.#verdicts.all}
              .cases=${casesByCall(state.cases)}
              .me=${this.me?.subject ?? null}
              .mayAct=${this.#mayAct}
              @case-action=${({ detail }: CustomEvent<CaseOrder>) => void this.#actOn(detail)}
              @verdict=${({ detail }: CustomEvent<VerdictGiven>) => void this.#verdicts.give(detail.outcomeId, detail.verdict)}
              ><earshot-bell-choice
                slot="tools"
                .choice=${this.#ringer.choice}
                @choice=${({ detail }: CustomEvent<BellChoice>) => this.#ringer.choose(detail)}
              ></earshot-bell-choice
            ></earshot-alert-feed>
          </section>
        </div>
      </main>
      <earshot-firing-drawer .api=${this.#live.api}></earshot-firing-drawer>
    `
  }

  #board(calls: readonly CallView[]): TemplateResult {
    const { view, grouping, sort } = this.place
    return view === 'map'
      ? html`<earshot-call-map
          .calls=${calls}
          .grouping=${grouping}
          .openCall=${this.openCall}
          @place=${({ detail }: CustomEvent<Partial<BoardPlace>>) => this.#goTo(detail)}
        ></earshot-call-map>`
      : html`<earshot-call-table
          .calls=${calls}
          .sort=${sort}
          .openCall=${this.openCall}
          @sort=${({ detail }: CustomEvent<Sort>) => this.#goTo({ sort: detail })}
        ></earshot-call-table>`
  }

  #strip(members: readonly CallView[]): TemplateResult {
    const { place } = this
    const { live, onHold, withAlerts, worstLagMs } = floorFigures(members)
    const all = [...this.#live.state.calls.values()]
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
      <earshot-board-bar
        .place=${place}
        .teams=${namesOf(all, 'team', place.team)}
        .queues=${namesOf(all, 'queue', place.queue)}
        @place=${({ detail }: CustomEvent<Partial<BoardPlace>>) => this.#goTo(detail)}
      ></earshot-board-bar>
    </div>`
  }

  #goTo(change: Partial<BoardPlace>): void {
    this.place = { ...this.place, ...change }
    history.replaceState(null, '', location.pathname + placeSearch(this.place, location.search))
  }

  #greet(me: Me): void {
    this.me = me
    if (!this.#mayAct) return
    this.#live.api.board().then(
      ({ listenUrl }) => (this.listenUrl = listenUrl),
      // Without an answer there is no button.
      () => undefined,
    )
  }

  readonly #onOpen = (event: CustomEvent<string>): void => this.#open(event.detail)

  #open(callId: string): void {
    this.#openedFrom = deepActive()
    this.#unwatch?.()
    this.openCall = callId
    this.#unwatch = this.#live.watch(callId)
    const alertCase = caseOf(this.#live.state.cases, callId)
    if (alertCase?.state === 'new' && this.#mayAct) void this.#actOn({ alertCase, action: { type: 'see' } })
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
    const bar = this.renderRoot.querySelector('earshot-board-bar')
    if (bar instanceof BoardBar) bar.search()
  }

  get #mayAct(): boolean {
    return this.me?.role === 'supervisor' || this.me?.role === 'admin'
  }

  readonly #whisper = (text: string): Promise<void> =>
    this.openCall === null
      ? Promise.reject(new TypeError('no call is open'))
      : this.#live.api.whisper(this.openCall, text)

  /** The new copy comes as an event, to everybody. */
  async #actOn({ alertCase, action }: CaseOrder): Promise<void> {
    this.caseFault = await this.#live.api.actOnCase(alertCase, action).then(
      () => '',
      (thrown: unknown) =>
        thrown instanceof ApiError && thrown.code === 'CASE_CHANGED'
          ? 'Somebody was quicker: this is how it stands now.'
          : 'That could not be done. Try again.',
    )
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
