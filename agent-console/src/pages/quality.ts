import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Role } from '../../../server/contracts/access.ts'
import type { QualityReport } from '../../../server/contracts/quality.ts'
import '../components/page-bar.ts'
import '../components/quality/quality-items.ts'
import '../components/quality/quality-rows.ts'
import '../components/quality/quality-tools.ts'
import '../components/quality/score-card-list.ts'
import '../components/quality/score-card-view.ts'
import '../components/time-chart.ts'
import { scoreStyles } from '../components/quality/score.styles.ts'
import { Api, type Me } from '../data/api.ts'
import { dayText, percent } from '../data/format.ts'
import { cardsCsvPath, QualityApi } from '../data/quality-api.ts'
import { QualityBench } from '../data/quality-bench.ts'
import {
  type ListedCalls,
  qualityAddress,
  type QualityPlace,
  qualityPlaceFrom,
  withCalls,
} from '../data/quality-place.ts'
import { drawnRows, qualityChart } from '../data/quality-series.ts'
import { callsHeading, lengthWords, scoreTone, scoreWords } from '../data/quality-words.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { systemClock } from '../platform/clock.ts'
import { applyTheme, followTheme } from '../platform/theme.ts'
import { qualityStyles } from './quality.styles.ts'

const SERVER = { server: location.origin, token: null }
const OVERSEERS: readonly Role[] = ['supervisor', 'analyst', 'admin']

/** The page `/quality`: how well calls went, from any figure to the calls and words behind it. */
export class QualityPage extends LitElement {
  static override properties = { me: { state: true }, place: { state: true } }
  static override styles = [controls, scoreStyles, qualityStyles]
  declare private me: Me | null
  declare private place: QualityPlace
  readonly #api = new Api(SERVER)
  readonly #bench = new QualityBench({
    api: new QualityApi(SERVER),
    clock: systemClock,
    onChange: () => this.requestUpdate(),
  })

  constructor() {
    super()
    this.me = null
    this.place = qualityPlaceFrom(location.hash)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('hashchange', this.#onAddress)
    this.#api.me().then(
      (me) => {
        this.me = me
        this.#onAddress()
      },
      // Without a session the server does not serve this page at all.
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('hashchange', this.#onAddress)
  }

  override render(): TemplateResult {
    const { place } = this
    const { report, now } = this.#bench
    return html`
      <earshot-page-bar role="banner" .me=${this.me}></earshot-page-bar>
      <main>
        <h1 class="unseen">Quality</h1>
        <earshot-quality-tools .place=${place} .now=${now} .ownOnly=${this.#ownOnly}></earshot-quality-tools>
        <section class="figures" aria-label="Figures" tabindex="-1" aria-busy=${report.state === 'asking'}>
          ${this.#figures()}
        </section>
        <section class="beside" aria-label=${this.#besideName} tabindex="-1">${this.#beside()}</section>
      </main>
    `
  }

  #figures(): TemplateResult {
    const { report } = this.#bench
    if (report.state === 'failed')
      return html`<div class="empty" role="alert">
        ${icon('alert', 28)} The figures could not be read.
        <button class="button" type="button" @click=${() => this.#bench.again()}>Try again</button>
      </div>`
    if (report.value === null) return html`<p class="empty" role="status">Reading the figures…</p>`
    if (report.value.all.calls === 0) return NO_CALLS
    return html`${this.#tiles(report.value)}
      <h2 class="unseen">Over time</h2>
      <div class="trend">${this.#trend(report.value)}</div>
      <h2 class="unseen">By group</h2>
      <earshot-quality-rows .report=${report.value} .place=${this.place}></earshot-quality-rows>`
  }

  #trend(report: QualityReport): TemplateResult {
    const { trendOf } = this.place
    const item = report.items.find(({ itemId }) => itemId === trendOf)
    const heading = item === undefined ? 'Score' : `Met, of calls that gave occasion: ${item.title}`
    const drawn = drawnRows(report).length
    const isPart = drawn < report.rows.length
    const openStep = ({ detail }: CustomEvent<number>): void => this.#openStep(report, detail)
    return html`<earshot-time-chart
      opens
      .heading=${isPart ? `${heading} (the ${drawn} with the most calls)` : heading}
      .data=${qualityChart(report)}
      .timeText=${(ms: number) => dayText(ms, report.timeZone)}
      .unit=${item === undefined ? scoreWords : percentWords}
      @open-step=${openStep}
    ></earshot-time-chart>`
  }

  /** The calls of the step that begins then, of everybody who is shown. */
  #openStep(report: QualityReport, at: number): void {
    const point = drawnRows(report)
      .flatMap(({ points }) => points)
      .find((one) => Number(one.at) === at)
    if (point === undefined) return
    const { trendOf } = this.place
    const item = trendOf === null ? {} : { item: trendOf, result: 'missed' as const }
    const calls = { order: 'newest' as const, from: Number(point.at), to: Number(point.until), ...item }
    location.hash = qualityAddress(withCalls(this.place, null, calls))
  }

  #tiles({ all, repeatWithinDays }: QualityReport): TemplateResult {
    const to = (calls: ListedCalls): string => qualityAddress(withCalls(this.place, null, calls))
    const tile = (name: string, value: TemplateResult): TemplateResult =>
      html`<div>
        <dt>${name}</dt>
        <dd class="tabular">${value}</dd>
      </div>`
    return html`<dl class="tiles">
      ${tile('Calls scored', html`<a href=${to({ order: 'newest' })}>${all.calls}</a>`)}
      ${tile(
        'Score',
        html`<a class="score ${scoreTone(all.score)}" href=${to({ order: 'lowest' })}
          >${scoreWords(all.score)}</a
        >`,
      )}
      ${tile(
        'Critical item missed',
        html`<a href=${to({ order: 'newest', failed: true })}>${all.failed}</a>`,
      )}
      ${tile(
        `First contact, ${repeatWithinDays} days`,
        html`<a href=${to({ order: 'newest', resolution: 'first' })}>${percent(all.firstContact)}</a>`,
      )}
      ${tile(
        'Came back',
        html`<a href=${to({ order: 'newest', resolution: 'repeated' })}>${all.resolutions.repeated}</a>`,
      )}
      ${tile('Mean length', html`<a href=${to({ order: 'newest' })}>${lengthWords(all.durationMs)}</a>`)}
    </dl>`
  }

  get #besideName(): string {
    if (this.place.callId !== null) return 'Score card'
    return this.place.calls === null ? 'Items' : 'Calls'
  }

  /** One card, else the calls that were asked for, else how each item went. */
  #beside(): TemplateResult | typeof nothing {
    const { place } = this
    const { report } = this.#bench
    if (place.callId !== null) return this.#card()
    if (place.calls !== null) return this.#calls(place.calls)
    if (report.value === null || report.value.all.calls === 0) return nothing
    return html`<h2>Items of the score card</h2>
      <earshot-quality-items .report=${report.value} .place=${place}></earshot-quality-items>`
  }

  #card(): TemplateResult {
    const { card } = this.#bench
    const { place } = this
    const close = (): void => {
      location.hash = qualityAddress({ ...place, callId: null })
    }
    if (card.value !== null)
      return html`<earshot-score-card-view
        .card=${card.value}
        .place=${place}
        .maySeeCalls=${!this.#ownOnly}
        @close=${close}
      ></earshot-score-card-view>`
    const words =
      card.state === 'asking'
        ? 'Reading the score card…'
        : card.state === 'missing'
          ? 'This call has no score card: it is not over yet, or it was too short to be scored.'
          : 'The score card could not be read.'
    return html`<div class="empty" role="status">
      ${words} <button class="button" type="button" @click=${close}>Close</button>
    </div>`
  }

  #calls(calls: ListedCalls): TemplateResult {
    const { place } = this
    const { cards, hasMore, report, now } = this.#bench
    return html`<h2>
        ${callsHeading(calls, report.value)}
        <span class="links"
          ><a href=${cardsCsvPath(place, calls, now)} download="calls.csv">CSV</a>
          <a href=${qualityAddress({ ...place, calls: null })}>Close</a></span
        >
      </h2>
      ${
        cards.state === 'failed'
          ? html`<p class="empty" role="alert">The calls could not be read.</p>`
          : cards.value === null
            ? html`<p class="empty" role="status">Reading the calls…</p>`
            : html`<earshot-score-card-list
                .cards=${cards.value}
                .place=${place}
                .hasMore=${hasMore}
                @more=${() => this.#bench.more()}
              ></earshot-score-card-list>`
      }`
  }

  get #ownOnly(): boolean {
    return this.me === null || !OVERSEERS.includes(this.me.role)
  }

  readonly #onAddress = (): void => {
    const place = qualityPlaceFrom(location.hash)
    // An agent's own calls are one row.
    this.place = this.#ownOnly ? { ...place, group: 'all' } : place
    this.#bench.show(this.place)
  }
}

function percentWords(value: number): string {
  return `${Math.round(value)} %`
}

const NO_CALLS = html`<div class="empty">
  ${icon('headset', 28)}
  <p>No call of this time has a score card yet.</p>
  <p>A call is scored some minutes after its end, or once its agent has saved the notes.</p>
</div>`

followTheme((choice) => applyTheme(document.documentElement, choice))
customElements.define('earshot-quality', QualityPage)
