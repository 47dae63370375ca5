import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Role } from '../../../server/contracts/access.ts'
import type { RuleStatus } from '../../../server/contracts/match.ts'
import type { BacktestFiring } from '../../../server/contracts/rule-desk.ts'
import { isTyping, plainKey } from '../components/hotkeys.ts'
import '../components/page-bar.ts'
import { FiringDrawer } from '../components/rules/firing-drawer.ts'
import '../components/rules/file-faults.ts'
import { NewRuleDialog } from '../components/rules/new-rule-dialog.ts'
import type { DeskAsk } from '../components/rules/rule-desk.ts'
import '../components/rules/rule-desk.ts'
import { RuleList } from '../components/rules/rule-list.ts'
import { Api, type Me } from '../data/api.ts'
import { AttentionApi } from '../data/attention-api.ts'
import { RuleBench } from '../data/rule-bench.ts'
import { Drafts, isUnsaved, type RuleTexts } from '../data/rule-draft.ts'
import { type RuleRow, ruleRows } from '../data/rule-list.ts'
import { type NewRule, newRule } from '../data/rule-template.ts'
import { RulesApi } from '../data/rules-api.ts'
import { type RulesNews, watchRules } from '../data/rules-watch.ts'
import { WhyApi } from '../data/why-api.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme, keep, readKept } from '../platform/theme.ts'
import { rulesStyles } from './rules.styles.ts'

const SERVER = { server: location.origin, token: null }
const DRAFTS_KEY = 'earshot-rule-drafts'
const WRITERS: readonly Role[] = ['analyst', 'admin']
const RESTORERS: readonly Role[] = ['supervisor', 'analyst', 'admin']

/** The page `/rules`: all rules with what they do, and one of them at work. The address names the open one. */
export class RulesPage extends LitElement {
  static override properties = {
    me: { state: true },
    news: { state: true },
    silent: { state: true },
  }
  static override styles = [controls, rulesStyles]
  declare private me: Me | null
  declare private news: RulesNews | null
  /** The server did not answer the last time. */
  declare private silent: boolean
  readonly #api = new Api(SERVER)
  readonly #rulesApi = new RulesApi(SERVER)
  readonly #attention = new AttentionApi(SERVER)
  readonly #why = new WhyApi(SERVER)
  readonly #drafts = new Drafts({
    read: () => readKept(DRAFTS_KEY),
    write: (text) => keep(DRAFTS_KEY, text),
  })
  readonly #bench = new RuleBench({
    api: this.#rulesApi,
    drafts: this.#drafts,
    clock: systemClock,
    onChange: () => this.requestUpdate(),
    onSaved: () => void this.#watch.look(),
  })
  readonly #watch = watchRules({
    api: this.#rulesApi,
    attention: this.#attention,
    clock: systemClock,
    onNews: (news) => this.#onNews(news),
  })

  constructor() {
    super()
    this.me = null
    this.news = null
    this.silent = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#watch.start()
    document.addEventListener('keydown', this.#onKey)
    window.addEventListener('hashchange', this.#openFromAddress)
    window.addEventListener('beforeunload', this.#beforeUnload)
    this.#openFromAddress()
    this.#api.me().then(
      (me) => {
        this.me = me
        this.#bench.mayWrite = this.#mayWrite
      },
      // Without a session the server does not serve this page at all.
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#watch.close()
    this.#bench.close()
    document.removeEventListener('keydown', this.#onKey)
    window.removeEventListener('hashchange', this.#openFromAddress)
    window.removeEventListener('beforeunload', this.#beforeUnload)
  }

  override render(): TemplateResult {
    const rows = this.#rows
    const { view } = this.#bench
    return html`
      <earshot-page-bar role="banner" .me=${this.me}></earshot-page-bar>
      <earshot-file-faults
        .faults=${this.news?.state.faults ?? []}
        .silent=${this.silent}
        @open-rule=${this.#onOpen}
      ></earshot-file-faults>
      <main>
        <h1 class="unseen">Rules</h1>
        <section class="list" aria-label="All rules">
          <earshot-rule-list
            .rows=${rows}
            .openRule=${view.phase === 'none' ? null : view.phase === 'open' ? view.state.id : view.id}
            .mayWrite=${this.#mayWrite}
            @open-rule=${this.#onOpen}
            @new-rule=${() => void this.#newRuleDialog?.ask()}
          ></earshot-rule-list>
        </section>
        <section class="desk" aria-label="Open rule">${this.#desk()}</section>
      </main>
      <earshot-new-rule-dialog
        .folders=${foldersOf(rows ?? [])}
        .taken=${new Set((rows ?? []).map(({ id }) => id))}
        @create=${(event: CustomEvent<NewRule>) => this.#create(event.detail)}
      ></earshot-new-rule-dialog>
      <earshot-firing-drawer .api=${this.#api} .why=${this.#why}></earshot-firing-drawer>
    `
  }

  #desk(): TemplateResult {
    const { view } = this.#bench
    switch (view.phase) {
      case 'open':
        return html`<earshot-rule-desk
          .bench=${view.state}
          .mayWrite=${this.#mayWrite}
          .demotion=${this.news?.demotions.find(({ ruleId }) => ruleId === view.state.id) ?? null}
          .restore=${this.#mayRestore ? this.#restore : null}
          @ask=${(event: CustomEvent<DeskAsk>) => this.#onAsk(event.detail)}
          @edit-text=${(event: CustomEvent<Partial<RuleTexts>>) => this.#bench.edit(event.detail)}
          @set-status=${(event: CustomEvent<RuleStatus>) => void this.#bench.setStatus(event.detail)}
          @open-firing=${(event: CustomEvent<BacktestFiring>) => void this.#drawer?.open(event.detail)}
        ></earshot-rule-desk>`
      case 'none':
        return empty('Choose a rule to see what it says, what it did, and to change it.')
      case 'loading':
        return empty('')
      case 'missing':
        return empty('There is no rule of this name. It may have been deleted.')
      case 'failed':
        return html`${empty('The rule could not be read.')}
          <button class="button again" type="button" @click=${this.#openFromAddress}>Try again</button>`
      default:
        return html`${nothing}`
    }
  }

  get #mayWrite(): boolean {
    return this.me !== null && WRITERS.includes(this.me.role)
  }

  /** A rule is everybody's: not for those who answer for a part of the floor alone. */
  get #mayRestore(): boolean {
    return this.me !== null && RESTORERS.includes(this.me.role) && (this.me.scope ?? null) === null
  }

  readonly #restore = async (ruleId: string): Promise<void> => {
    await this.#attention.restore(ruleId)
    await this.#watch.look()
  }

  get #rows(): readonly RuleRow[] | null {
    if (this.news === null) return null
    const { state, figures, demotions } = this.news
    const unsaved = new Map([...this.#drafts.all].map(([id, { folder }]) => [id, folder]))
    return ruleRows({ state, figures: figures.rules, demotions, unsaved })
  }

  readonly #onNews = (news: RulesNews | null): void => {
    this.silent = news === null
    if (news === null) return
    const changed = this.news !== null && news.state.hash !== this.news.state.hash
    this.news = news
    if (changed) void this.#bench.refresh()
  }

  readonly #openFromAddress = (): void => {
    const id = decodeURIComponent(location.hash.slice(1))
    if (id === '') this.#bench.close()
    else if (this.#bench.state?.id !== id) void this.#bench.open(id)
  }

  readonly #onOpen = (event: CustomEvent<string>): void => {
    location.hash = encodeURIComponent(event.detail)
  }

  #create(rule: NewRule): void {
    this.#bench.create(newRule(rule))
    location.hash = encodeURIComponent(rule.id)
  }

  #onAsk(ask: DeskAsk): void {
    switch (ask) {
      case 'save':
        void this.#bench.save()
        return
      case 'check':
        void this.#bench.check()
        return
      case 'backtest':
        void this.#bench.backtest()
        return
      case 'give-up':
        this.#bench.giveUp()
        if (this.#bench.state === null) location.hash = ''
        return
      case 'keep-mine':
        this.#bench.keepMine()
        return
      default:
        return
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() === 's' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      const { state } = this.#bench
      if (this.#mayWrite && state !== null && isUnsaved(state.draft)) void this.#bench.save()
      return
    }
    if (plainKey(event) !== '/' || isTyping(event)) return
    event.preventDefault()
    const list = this.renderRoot.querySelector('earshot-rule-list')
    if (list instanceof RuleList) list.focusSearch()
  }

  /** The text is kept in this browser; but somebody who leaves may believe that it is saved. */
  readonly #beforeUnload = (event: BeforeUnloadEvent): void => {
    const { state } = this.#bench
    if (state !== null && isUnsaved(state.draft)) event.preventDefault()
  }

  get #newRuleDialog(): NewRuleDialog | null {
    const found = this.renderRoot.querySelector('earshot-new-rule-dialog')
    return found instanceof NewRuleDialog ? found : null
  }

  get #drawer(): FiringDrawer | null {
    const found = this.renderRoot.querySelector('earshot-firing-drawer')
    return found instanceof FiringDrawer ? found : null
  }
}

function empty(text: string): TemplateResult {
  return html`<p class="empty">${icon('rules', 28)} ${text}</p>`
}

function foldersOf(rows: readonly RuleRow[]): readonly string[] {
  const folders = new Set(rows.map(({ folder }) => folder).filter((folder) => folder !== ''))
  return [...[...folders].toSorted(), '']
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-rules', RulesPage)
