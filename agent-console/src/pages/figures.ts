import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { FiguresReport } from '../../../server/contracts/figures.ts'
import { BehindDialog } from '../components/figures/behind-dialog.ts'
import '../components/figures/delay-stages.ts'
import type { PlaceChosen } from '../components/figures/place-choice.ts'
import '../components/figures/place-choice.ts'
import type { AskedBehind } from '../components/figures/rule-figures.ts'
import '../components/figures/rule-figures.ts'
import '../components/page-bar.ts'
import { PollController } from '../components/poll-controller.ts'
import '../components/time-chart.ts'
import { Api, type Me } from '../data/api.ts'
import { FiguresApi } from '../data/figures-api.ts'
import { figuresCharts } from '../data/figures-charts.ts'
import {
  type FiguresPlace,
  figuresPlaceFrom,
  figuresSearch,
  PERIOD_NAMES,
  PERIODS,
} from '../data/figures-place.ts'
import { dayText } from '../data/format.ts'
import { figureTiles } from '../data/figures-words.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { figuresStyles } from './figures.styles.ts'

const SERVER = { server: location.origin, token: null }
const LOOK_MS = 30_000
/** Weeks change little in a minute, and are more work to read. */
const LOOK_AT_WEEKS_MS = 300_000

/** The page `/figures`: whether rules are right, how often they speak, and how long words take. The address names the period. */
export class FiguresPage extends LitElement {
  static override properties = {
    me: { state: true },
    place: { state: true },
    report: { state: true },
    silent: { state: true },
  }
  static override styles = [controls, figuresStyles]
  declare private me: Me | null
  declare private place: FiguresPlace
  declare private report: FiguresReport | null
  /** The server did not answer the last time. */
  declare private silent: boolean
  readonly #api = new FiguresApi(SERVER, () => systemClock.now())
  /** When the report that is shown came. */
  #readAt = -Infinity
  readonly #poll = new PollController(this, {
    ask: () => this.#ask(),
    everyMs: LOOK_MS,
    clock: systemClock,
    onAnswer: (report) => {
      this.silent = report === null
      if (report !== null && report !== this.report) this.#readAt = systemClock.now()
      this.report = report ?? this.report
    },
  })

  constructor() {
    super()
    this.me = null
    this.place = figuresPlaceFrom(location.search)
    this.report = null
    this.silent = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    new Api(SERVER).me().then(
      (me) => (this.me = me),
      // Without a session the server does not serve this page at all.
      () => undefined,
    )
  }

  override render(): TemplateResult {
    return html`
      <earshot-page-bar role="banner" .me=${this.me}></earshot-page-bar>
      <main>
        <h1 class="unseen">Figures</h1>
        ${this.#tools()} ${this.#notes()}
        <div @behind=${({ detail }: CustomEvent<AskedBehind>) => this.#openBehind(detail)}>
          ${this.#figures()}
        </div>
      </main>
      <earshot-behind-dialog></earshot-behind-dialog>
    `
  }

  #tools(): TemplateResult {
    const { place, report } = this
    return html`<div class="tools">
      <div class="periods" role="group" aria-label="Period">
        ${PERIODS.map(
          (period) =>
            html`<button
              type="button"
              aria-pressed=${period === place.period}
              @click=${() => this.#goTo({ ...place, period })}
            >
              ${PERIOD_NAMES[period]}
            </button>`,
        )}
      </div>
      <earshot-place-choice
        .places=${report?.places ?? []}
        .site=${place.site}
        .team=${place.team}
        @place=${({ detail }: CustomEvent<PlaceChosen>) => this.#goTo({ ...place, ...detail })}
      ></earshot-place-choice>
      <span class="counted">${report === null ? '' : countedText(report)}</span>
    </div>`
  }

  #notes(): TemplateResult | typeof nothing {
    const { report } = this
    if (this.silent) return note('The server does not answer. What is shown may be old.')
    if (report === null || report.daysToCount === 0) return nothing
    const days = report.daysToCount === 1 ? 'One day' : `${report.daysToCount} days`
    return note(`${days} of this time are still being counted; the figures are without them.`)
  }

  #figures(): TemplateResult {
    const { report } = this
    if (report === null) return html`<p class="empty">${this.silent ? '' : 'Asking for the figures…'}</p>`
    const { all, rules } = report
    if (report.countedAt === null && report.points.length === 0) {
      return html`<p class="empty">The server has just begun and is counting. This takes a moment.</p>`
    }
    if (all.agentHours === 0 && all.prompts + all.alerts + all.held === 0) {
      return html`<p class="empty">
        Nothing happened in this time: there was no call with an agent, and no rule fired. Figures come by
        themselves with the first call.
      </p>`
    }
    return html`
      <dl class="tiles">
        ${figureTiles(all).map(
          ({ name, value, about }) =>
            html`<div class="tile">
              <dt>${name}</dt>
              <dd class="value tabular">${value}</dd>
              ${about.map((line) => html`<dd class="about">${line}</dd>`)}
            </div>`,
        )}
      </dl>
      ${this.#charts(report)}
      <div class="lower">
        <section class="panel" aria-labelledby="delay">
          <div class="head"><h2 id="delay">Where the time goes</h2></div>
          <earshot-delay-stages .figures=${all}></earshot-delay-stages>
        </section>
        <section class="panel rules" aria-labelledby="rules">
          <div class="head">
            <h2 id="rules">Rules</h2>
            ${this.#csv('rules')}
          </div>
          <earshot-rule-figures .rules=${rules}></earshot-rule-figures>
        </section>
      </div>
    `
  }

  #charts(report: FiguresReport): TemplateResult | typeof nothing {
    const charts = figuresCharts(report)
    if (charts.length === 0) return nothing
    return html`<section class="panel" aria-labelledby="over-time" style="margin-bottom: var(--es-3)">
      <div class="head">
        <h2 id="over-time">${report.step === 'week' ? 'Week by week' : 'Day by day'}</h2>
        ${this.#csv('points')}
      </div>
      <div class="charts">
        ${charts.map(
          ({ heading, unit, data }) =>
            html`<earshot-time-chart
              .heading=${heading}
              .unit=${unit}
              .data=${data}
              .timeText=${(ms: number) => dayText(ms, report.timeZone)}
            ></earshot-time-chart>`,
        )}
      </div>
    </section>`
  }

  #csv(table: 'points' | 'rules'): TemplateResult {
    const what = table === 'rules' ? 'rules' : 'figures over time'
    return html`<a
      class="csv"
      href=${this.#api.csvLink(this.place, table)}
      download
      aria-label="Save the ${what} as CSV"
      >${icon('download', 16)} CSV</a
    >`
  }

  async #ask(): Promise<FiguresReport> {
    const { report, place } = this
    const ofDays = place.period === 'today' || place.period === '7-days'
    const isFresh = systemClock.now() - this.#readAt < LOOK_AT_WEEKS_MS
    return report !== null && isFresh && !ofDays ? report : this.#api.report(place)
  }

  #goTo(place: FiguresPlace): void {
    this.place = place
    this.#readAt = -Infinity
    history.replaceState(null, '', location.pathname + figuresSearch(place))
    void this.#poll.look()
  }

  #openBehind(asked: AskedBehind): void {
    const dialog = this.renderRoot.querySelector('earshot-behind-dialog')
    if (!(dialog instanceof BehindDialog)) return
    const { rule, what } = asked
    void dialog.open(asked, () => this.#api.behind(rule.ruleId, { what, place: this.place }))
  }
}

function note(text: string): TemplateResult {
  return html`<p class="note" role="status">${icon('info', 16)} ${text}</p>`
}

function countedText({ from, to, countedAt, timeZone }: FiguresReport): string {
  const [first, last] = [dayText(from, timeZone), dayText(to, timeZone)]
  const days = first === last ? first : `${first} to ${last}`
  if (countedAt === null) return days
  const time = new Date(countedAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  return `${days} · counted at ${time}`
}

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-figures', FiguresPage)
