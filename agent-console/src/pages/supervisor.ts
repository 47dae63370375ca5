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
import { SilenceControl } from '../components/silences/silence-control.ts'
import type { VerdictGiven } from '../components/verdict-buttons.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { FloorSite } from '../../../server/contracts/floor.ts'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import { type BellChoice, ringOf } from '../data/alert-bell.ts'
import type { BoardSettings, Me } from '../data/api.ts'
import { AttentionApi } from '../data/attention-api.ts'
import { type BoardPlace, FIRST_PLACE, placeFrom, placeSearch } from '../data/board-place.ts'
import type { Sort } from '../data/board-sort.ts'
import type { CallView } from '../data/call-view.ts'
import { caseOf, casesByCall } from '../data/cases.ts'
import {
  belongs,
  callsOf,
  filterWords,
  fittingAlerts,
  fittingCalls,
  floorFigures,
  type FloorNames,
  floorNames,
  namesOf,
} from '../data/floor.ts'
import { formatSeconds } from '../data/format.ts'
import { fittingGroups, groupsOf } from '../data/groups.ts'
import { lagLevel } from '../data/lag.ts'
import { Live } from '../data/live.ts'
import { callLink } from '../data/call-link.ts'
import { watchLoad } from '../data/load-watch.ts'
import { ApiError } from '../data/requests.ts'
import { momentFrom } from '../data/moment.ts'
import { teamsLookedAt } from '../data/team-choices.ts'
import { RulesApi } from '../data/rules-api.ts'
import { Verdicts } from '../data/verdicts.ts'
import { WhyApi } from '../data/why-api.ts'
import { controls } from '../design/controls.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { supervisorStyles } from './supervisor.styles.ts'

/** Nobody reads faster; the words of an opened call come in steps of this. */
const RENDER_EVERY_MS = 100

const SERVER = { server: location.origin, token: null }

/** The page `/supervisor`: every live call and every alert, and one call opened between them. */
export class SupervisorPage extends LitElement {
  static override properties = {
    me: { state: true },
    load: { state: true },
    place: { state: true },
    sites: { state: true },
    links: { state: true },
    openCall: { state: true },
    caseFault: { state: true },
  }
  static override styles = [controls, supervisorStyles]
  declare private me: Me | null
  declare private load: FloorLoad | null
  declare private place: BoardPlace
  /** Of the floor, as far as this person answers for it. */
  declare private sites: readonly FloorSite[]
  /** As the site has them, for those who may act. */
  declare private links: BoardSettings
  declare private openCall: string | null
  /** Why something could not be done about a case; empty: it could. */
  declare private caseFault: string
  readonly #live = new Live(SERVER)
  readonly #controller = new LiveController(this, { everyMs: RENDER_EVERY_MS })
  readonly #verdicts = new Verdicts({ api: this.#live.api, onChange: () => this.requestUpdate() })
  readonly #attention = new AttentionApi(SERVER)
  readonly #rules = new RulesApi(SERVER)
  readonly #why = new WhyApi(SERVER)
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
    this.sites = []
    this.links = { listenUrl: null, bargeUrl: null }
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
    if (moment !== null) void this.#kept?.open(moment)
  }

  protected override updated(): void {
    const { alerts, cases } = this.#live.state
    this.#ringer.take([...alerts, ...groupsOf(cases.values()).map(ringOf)], this.#live.serverNow)
    void this.#reportPainted()
  }

  override render(): TemplateResult {
    const { state } = this.#live
    const { place } = this
    const words = filterWords(place.words)
    const filters = { ...place, teamsOfSite: teamsLookedAt(this.sites, place) }
    const members = callsOf(state.calls.values(), filters)
    const calls = fittingCalls(members, words)
    const open = this.openCall === null ? null : (state.calls.get(this.openCall) ?? null)
    return html`
      ${this.#top()}
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
                    .listenAt=${callLink(this.links.listenUrl, open.info)}
                    .bargeAt=${callLink(this.links.bargeUrl, open.info)}
                    .why=${this.#why}
                    @close=${this.#close}
                  ></earshot-call-drawer>
                </section>`
          }
          <section class="alerts" aria-label="Alerts">
            <p class="fault" role="alert" ?hidden=${this.caseFault === ''}>${this.caseFault}</p>
            <earshot-alert-feed
              .alerts=${fittingAlerts(state.alerts, words, { calls: state.calls, filters })}
              .verdicts=${this.#verdicts.all}
              .cases=${casesByCall(state.cases)}
              .groups=${fittingGroups(groupsOf(state.cases.values()), { words, belongs: (call) => belongs(call, filters) })}
              .me=${this.me?.subject ?? null}
              .mayAct=${this.#mayAct}
              @case-action=${({ detail }: CustomEvent<CaseOrder>) => void this.#actOn(detail)}
              @verdict=${({ detail }: CustomEvent<VerdictGiven>) => void this.#verdicts.give(detail.outcomeId, detail.verdict)}
              @silence=${({ detail }: CustomEvent<Outcome>) => this.#silence(detail)}
              ><earshot-bell-choice
                slot="tools"
                .choice=${this.#ringer.choice}
                @choice=${({ detail }: CustomEvent<BellChoice>) => this.#ringer.choose(detail)}
              ></earshot-bell-choice
            ></earshot-alert-feed>
          </section>
        </div>
      </main>
      <earshot-firing-drawer .api=${this.#live.api} .why=${this.#why}></earshot-firing-drawer>
    `
  }

  #top(): TemplateResult {
    const { state, status } = this.#live
    return html`
      <earshot-page-bar
        role="banner"
        .me=${this.me}
        .status=${status}
        .sites=${this.sites}
      ></earshot-page-bar>
      <earshot-panel-notice
        .status=${status}
        .missed=${state.missed}
        .server=${location.origin}
      ></earshot-panel-notice>
      <earshot-load-notice .load=${this.load}></earshot-load-notice>
      <earshot-issue-banner .issues=${state.issues}></earshot-issue-banner>
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
      <earshot-silence-control
        .api=${this.#attention}
        .rules=${this.#rules}
        .namesNow=${this.#namesNow}
        .mayAct=${this.#mayAct}
      ></earshot-silence-control>
      <earshot-board-bar
        .place=${place}
        .sites=${this.sites}
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
    this.#live.api.sites().then(
      (sites) => (this.sites = sites),
      // The teams that calls name can be chosen all the same.
      () => undefined,
    )
    if (!this.#mayAct) return
    this.#live.api.board().then(
      (links) => (this.links = links),
      // Without an answer there is no button.
      () => undefined,
    )
  }

  readonly #onOpen = (event: CustomEvent<string>): void => this.#open(event.detail)

  #open(callId: string): void {
    if (!this.#live.state.calls.has(callId)) {
      // A call of a group that is over and no longer at hand is opened as it is kept.
      void this.#kept?.open({ callId, atMs: 0 })
      return
    }
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

  readonly #namesNow = (): FloorNames => floorNames(this.#live.state.calls.values())

  /** Of the alert's queue; of its agent alone for those who answer for a part of the floor. */
  #silence({ rule, callId, agentId }: Outcome): void {
    const control = this.renderRoot.querySelector('earshot-silence-control')
    if (!(control instanceof SilenceControl)) return
    const isOfPart = (this.me?.scope ?? null) !== null
    const queue = this.#live.state.calls.get(callId)?.queue ?? null
    void control.open({ ruleId: rule.split('@')[0] ?? null, queue, agentId: isOfPart ? agentId : null })
  }

  /** The new copy comes as an event, to everybody. */
  async #actOn({ alertCase, action }: CaseOrder): Promise<void> {
    this.caseFault = await this.#live.api.actOnCase(alertCase, action).then(
      () => '',
      (thrown: unknown) => faultWords(thrown instanceof ApiError ? thrown.code : null),
    )
  }

  get #kept(): FiringDrawer | null {
    const drawer = this.renderRoot.querySelector('earshot-firing-drawer')
    return drawer instanceof FiringDrawer ? drawer : null
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

function faultWords(code: string | null): string {
  if (code === 'CASE_CHANGED') return 'It has changed meanwhile: this is how it stands now.'
  if (code === 'FORBIDDEN') return 'Some of its calls are of other teams: it is for those who see them all.'
  return 'That could not be done. Try again.'
}

/** The element that has the keyboard, also inside shadow roots. */
function deepActive(): HTMLElement | null {
  let active: Element | null = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement ? active : null
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-supervisor', SupervisorPage)
