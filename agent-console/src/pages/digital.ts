import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Role } from '../../../server/contracts/access.ts'
import type { Issue } from '../../../server/contracts/issue.ts'
import type { IssueActionType } from '../../../server/contracts/issue-desk.ts'
import { ActionDialog, type Asked } from '../components/digital/action-dialog.ts'
import { isAsked } from '../components/digital/action-questions.ts'
import { AffectedDialog } from '../components/digital/affected-dialog.ts'
import { CodeDraftDialog } from '../components/digital/code-draft-dialog.ts'
import '../components/digital/day-pane.ts'
import { FloorLineDialog } from '../components/digital/floor-line-dialog.ts'
import '../components/digital/issue-desk.ts'
import { IssueList } from '../components/digital/issue-list.ts'
import '../components/digital/issue-teach.ts'
import { ACTION_KEYS } from '../components/digital/keys.ts'
import '../components/digital/map-pane.ts'
import '../components/digital/notice-strip.ts'
import '../components/digital/settings-pane.ts'
import '../components/digital/subscriptions-pane.ts'
import { isTyping, plainKey } from '../components/hotkeys.ts'
import { LiveController } from '../components/live-controller.ts'
import '../components/page-bar.ts'
import '../components/panel-notice.ts'
import type { Me } from '../data/api.ts'
import { uncodedShare } from '../data/code-map.ts'
import { addressOf, type DigitalView, placeFrom } from '../data/digital-place.ts'
import { percent } from '../data/format.ts'
import { isOffered } from '../data/issue-actions.ts'
import { IssueBench } from '../data/issue-bench.ts'
import { IssueBoard } from '../data/issue-board.ts'
import { issueFigures } from '../data/issue-list.ts'
import { agentWords } from '../data/issue-words.ts'
import { IssuesApi, type SentAction } from '../data/issues-api.ts'
import { Live } from '../data/live.ts'
import { controls } from '../design/controls.ts'
import { icon, type IconName } from '../design/icons.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { digitalStyles } from './digital.styles.ts'

const SERVER = { server: location.origin, token: null }
const ACTORS: readonly Role[] = ['digital', 'admin']
const OVERSEERS: readonly Role[] = ['supervisor', 'analyst', 'admin']
/** How often spans of time are said anew. */
const TICK_MS = 15_000

interface View {
  readonly view: DigitalView
  readonly name: string
  readonly icon: IconName
}

const VIEWS: readonly View[] = [
  { view: 'issues', name: 'Issues', icon: 'pulse' },
  { view: 'map', name: 'Map', icon: 'board' },
  { view: 'day', name: 'Day', icon: 'history' },
  { view: 'subscriptions', name: 'Subscriptions', icon: 'bell' },
  { view: 'settings', name: 'Settings', icon: 'rules' },
]

/** The page `/digital`: what breaks on digital channels, and the way back to the floor. */
export class DigitalPage extends LitElement {
  static override properties = {
    me: { state: true },
    place: { state: true },
    now: { state: true },
  }
  static override styles = [controls, digitalStyles]
  declare private me: Me | null
  declare private place: ReturnType<typeof placeFrom>
  declare private now: number
  readonly #api = new IssuesApi(SERVER)
  readonly #live = new Live(SERVER)
  readonly #controller = new LiveController(this)
  readonly #board = new IssueBoard({
    api: this.#api,
    live: this.#live,
    clock: systemClock,
    onChange: () => this.requestUpdate(),
  })
  readonly #bench = new IssueBench({
    api: this.#api,
    clock: systemClock,
    onChange: () => this.requestUpdate(),
    onIssue: (issue) => this.#board.add(issue),
  })
  #cancelTick: () => void = () => undefined
  #endFollowing: () => void = () => undefined

  constructor() {
    super()
    this.me = null
    this.place = placeFrom(location.hash)
    this.now = systemClock.now()
    this.#controller.follow(this.#live)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#endFollowing = this.#live.subscribe(() => this.#takeLive())
    this.#live.start()
    this.#board.start()
    this.#tick()
    document.addEventListener('keydown', this.#onKey)
    window.addEventListener('hashchange', this.#onAddress)
    this.#onAddress()
    this.#live.api.me().then(
      (me) => (this.me = me),
      // Without a session the server does not serve this page at all.
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#endFollowing()
    this.#live.close()
    this.#board.close()
    this.#bench.close()
    this.#cancelTick()
    document.removeEventListener('keydown', this.#onKey)
    window.removeEventListener('hashchange', this.#onAddress)
  }

  protected override updated(): void {
    const { unseen } = this.#board
    // In a tab that is in the background, it is all that can be seen.
    document.title = `${unseen === 0 ? '' : `(${unseen}) `}Digital · Earshot`
  }

  override render(): TemplateResult {
    const { state, status } = this.#live
    return html`
      <earshot-page-bar role="banner" .me=${this.me} .status=${status}></earshot-page-bar>
      <earshot-panel-notice
        .status=${status}
        .missed=${state.missed}
        .server=${location.origin}
      ></earshot-panel-notice>
      <main class=${this.place.view}>
        <h1 class="unseen">Digital</h1>
        <p class="unseen" role="status">${this.#board.said}</p>
        ${this.#strip()}
        <earshot-notice-strip .notices=${state.notices} .now=${this.now}></earshot-notice-strip>
        ${this.#view()}
      </main>
      ${this.#dialogs()}
    `
  }

  #strip(): TemplateResult {
    const { open, unseen, extraCalls, extraAgents } = issueFigures(this.#board.issues.values())
    const { map } = this.#board
    const uncoded = map === null ? null : uncodedShare(map)
    const figure = (name: string, value: string | number, tone = ''): TemplateResult =>
      html`<div>
        <dt>${name}</dt>
        <dd class="tabular ${tone}">${value}</dd>
      </div>`
    return html`<div class="strip">
      <nav class="views" aria-label="Views">
        ${VIEWS.filter(({ view }) => view !== 'subscriptions' || this.#mayAct).map((view) => this.#link(view))}
      </nav>
      <dl>
        ${figure('Open', open)} ${figure('New', unseen, unseen > 0 ? 'bad' : '')}
        ${figure(
          'Extra calls, next hour',
          extraCalls === 0 ? 0 : `${extraCalls} · ${agentWords(extraAgents)}`,
          extraCalls > 0 ? 'noticed' : '',
        )}
        ${figure('Without a code', percent(uncoded))}
      </dl>
    </div>`
  }

  #link({ view, name, icon: image }: View): TemplateResult {
    const to = view === 'issues' ? addressOf({ view, issueId: this.#openId }) : addressOf({ view })
    return html`<a href=${to} aria-current=${view === this.place.view ? 'page' : nothing}
      >${icon(image, 16)} ${name}</a
    >`
  }

  #view(): TemplateResult {
    const issues = [...this.#board.issues.values()]
    switch (this.place.view) {
      case 'issues':
        return this.#issuesView(issues)
      case 'map':
        return html`<section aria-label="Map of codes">
          <earshot-map-pane .api=${this.#api} .issues=${issues}></earshot-map-pane>
        </section>`
      case 'day':
        return html`<section aria-label="The day">
          <earshot-day-pane
            .api=${this.#api}
            .issues=${issues}
            .notices=${this.#live.state.notices}
            .now=${this.now}
            .mayAct=${this.#mayAct}
            @open-issue=${this.#onOpen}
          ></earshot-day-pane>
        </section>`
      case 'subscriptions':
        return html`<section aria-label="Subscriptions">
          ${
            this.me === null || this.#mayAct
              ? html`<earshot-subscriptions-pane></earshot-subscriptions-pane>`
              : empty('Only digital teams and administrators see who is told, as addresses are secrets.')
          }
        </section>`
      case 'settings':
        return html`<section aria-label="Settings">
          <earshot-settings-pane .api=${this.#api} .mayAct=${this.#mayAct}></earshot-settings-pane>
        </section>`
      default:
        return html`${nothing}`
    }
  }

  #issuesView(issues: readonly Issue[]): TemplateResult {
    return html`<section class="list" aria-label="All issues">
        ${
          this.#board.known
            ? html`<earshot-issue-list
                .issues=${issues}
                .openIssue=${this.#openId}
                .now=${this.now}
                @open-issue=${this.#onOpen}
              ></earshot-issue-list>`
            : this.#board.failed
              ? html`<p class="empty" role="alert">
                  The issues could not be read. Trying again.
                  <button class="button" type="button" @click=${() => this.#board.look()}>Now</button>
                </p>`
              : html`<p class="empty" role="status">Reading the issues…</p>`
        }
      </section>
      <section class="desk" aria-label="Open issue">${this.#desk(issues)}</section>`
  }

  #desk(issues: readonly Issue[]): TemplateResult {
    const { view } = this.#bench
    switch (view.phase) {
      case 'open':
        return html`<earshot-issue-desk
          .bench=${view.state}
          .now=${this.now}
          .mayAct=${this.#mayAct}
          .maySeeCalls=${this.#maySeeCalls}
          @ask=${(event: CustomEvent<IssueActionType>) => this.#ask(event.detail)}
          @finish=${(event: CustomEvent<string>) =>
            void this.#bench.act({ type: 'finish-task', taskId: event.detail })}
          @make-code=${() => void this.#codeDialog?.open(view.state.detail.issue.issueId)}
          @show-affected=${() => void this.#affectedDialog?.open(view.state.detail.issue)}
          @act-anyway=${() => void this.#bench.actAnyway()}
          @let-go=${() => this.#bench.letGo()}
        ></earshot-issue-desk>`
      case 'missing':
        return empty('There is no such issue. It may be too old to be kept.')
      case 'failed':
        return html`<div class="empty" role="alert">
          ${icon('alert', 28)} The issue could not be read.
          <button class="button" type="button" @click=${() => void this.#bench.open(view.id)}>
            Try again
          </button>
        </div>`
      case 'loading':
        return empty('')
      case 'none':
        if (!this.#board.known) return empty('')
        if (issues.some(({ state }) => state !== 'closed')) return CHOOSE
        return html`<earshot-issue-teach
          .coverage=${this.#board.map?.coverage ?? null}
        ></earshot-issue-teach>`
      default:
        return html`${nothing}`
    }
  }

  #dialogs(): TemplateResult {
    const act = (event: CustomEvent<Asked>): void => {
      void this.#bench.act(event.detail.action, event.detail.seen)
    }
    return html`<earshot-action-dialog .me=${this.me?.subject ?? ''} @do=${act}></earshot-action-dialog>
      <earshot-floor-line-dialog @do=${act}></earshot-floor-line-dialog>
      <earshot-affected-dialog .api=${this.#api} .maySeeCalls=${this.#maySeeCalls}></earshot-affected-dialog>
      <earshot-code-draft-dialog
        .api=${this.#api}
        @saved=${() => void this.#bench.refresh()}
      ></earshot-code-draft-dialog>`
  }

  get #openId(): string | null {
    return this.place.view === 'issues' ? this.place.issueId : null
  }

  get #mayAct(): boolean {
    return this.me !== null && ACTORS.includes(this.me.role)
  }

  get #maySeeCalls(): boolean {
    return this.me !== null && OVERSEERS.includes(this.me.role)
  }

  #ask(type: IssueActionType): void {
    const issue = this.#bench.state?.detail.issue
    if (issue === undefined || !this.#mayAct) return
    if (type === 'advise') void this.#floorDialog?.ask(issue)
    else if (isAsked(type)) void this.#actionDialog?.ask(type, issue)
    else {
      const plain = plainAction(type)
      if (plain !== null) void this.#bench.act(plain, issue)
    }
  }

  #takeLive(): void {
    const id = this.#openId
    const { issues } = this.#live.state
    if (id === null || issues === null) return
    const issue = issues.get(id)
    if (issue !== undefined) this.#bench.take(issue)
  }

  readonly #onOpen = (event: CustomEvent<string>): void => {
    location.hash = addressOf({ view: 'issues', issueId: event.detail })
  }

  readonly #onAddress = (): void => {
    this.place = placeFrom(location.hash)
    const id = this.#openId
    if (this.place.view !== 'issues') return
    if (id === null) this.#bench.close()
    else if (this.#bench.state?.detail.issue.issueId !== id) void this.#bench.open(id)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isTyping(event) || this.place.view !== 'issues') return
    const key = plainKey(event)
    if (key === '/') {
      event.preventDefault()
      this.#list?.focusSearch()
    } else if (key === 'j' || key === 'k') this.#step(key === 'j' ? 1 : -1)
    else if (key !== null && this.#actByKey(key)) event.preventDefault()
  }

  /** Opens the issue that is listed after the open one, or before it. */
  #step(step: 1 | -1): void {
    const ids = (this.#list?.listed ?? []).map(({ issueId }) => issueId)
    const at = this.#openId === null ? -1 : ids.indexOf(this.#openId)
    const next = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step))]
    if (next !== undefined) location.hash = addressOf({ view: 'issues', issueId: next })
  }

  /** Whether the key stands for something that can be done now; its letter must not be typed into the dialog. */
  #actByKey(key: string): boolean {
    const { state } = this.#bench
    const type = ACTIONS_BY_KEY.get(key)
    if (state?.task !== null || type === undefined) return false
    if (!isOffered(state.detail.issue.state, type)) return false
    this.#ask(type)
    return true
  }

  #tick(): void {
    this.now = systemClock.now()
    this.#cancelTick = systemClock.after(TICK_MS, () => this.#tick())
  }

  get #list(): IssueList | null {
    return this.#find('earshot-issue-list', IssueList)
  }

  get #actionDialog(): ActionDialog | null {
    return this.#find('earshot-action-dialog', ActionDialog)
  }

  get #floorDialog(): FloorLineDialog | null {
    return this.#find('earshot-floor-line-dialog', FloorLineDialog)
  }

  get #affectedDialog(): AffectedDialog | null {
    return this.#find('earshot-affected-dialog', AffectedDialog)
  }

  get #codeDialog(): CodeDraftDialog | null {
    return this.#find('earshot-code-draft-dialog', CodeDraftDialog)
  }

  #find<Element>(name: string, kind: abstract new (...args: never[]) => Element): Element | null {
    const found = this.renderRoot.querySelector(name)
    return found instanceof kind ? found : null
  }
}

const ACTIONS_BY_KEY = new Map(
  Object.entries(ACTION_KEYS).flatMap(([type, key]) => (isActionType(type) ? [[key, type] as const] : [])),
)

function isActionType(type: string): type is IssueActionType {
  return Object.hasOwn(ACTION_KEYS, type)
}

const CHOOSE = html`<div class="empty">
  ${icon('pulse', 28)}
  <p>Choose an issue to see it in depth.</p>
  <p><kbd>J</kbd> and <kbd>K</kbd> go through the list.</p>
</div>`

/** Actions that need nothing to be asked for; null for the others. */
function plainAction(type: IssueActionType): SentAction | null {
  return type === 'acknowledge' || type === 'withdraw-advice' ? { type } : null
}

function empty(text: string): TemplateResult {
  return html`<p class="empty">${icon('pulse', 28)} ${text}</p>`
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-digital', DigitalPage)
