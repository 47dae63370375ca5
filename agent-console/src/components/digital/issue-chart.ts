import { css, html, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit'
import type uPlot from 'uplot'
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline'
import type { IssueDetail } from '../../../../server/contracts/issue-desk.ts'
import {
  chartColumns,
  type ChartColumns,
  type ChartMark,
  chartMarks,
  chartWords,
} from '../../data/issue-series.ts'
import { countWords } from '../../data/issue-words.ts'
import { controls } from '../../design/controls.ts'
import { CanvasChart } from '../canvas-chart.ts'
import { chartOptions, type ChartInks } from './issue-chart-options.ts'

const HEIGHT = 208

/** Contacts seen against what would be usual, with what was done and changed beside them. */
export class IssueChart extends CanvasChart {
  static override properties = { detail: { attribute: false }, hovered: { state: true } }
  static override styles = [
    controls,
    unsafeCSS(uPlotStyles),
    css`
      :host {
        display: block;
      }
      .plot {
        position: relative;
        height: ${HEIGHT}px;
      }
      .uplot {
        position: absolute;
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-1) var(--es-4);
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
      .key {
        display: inline-flex;
        gap: 6px;
        align-items: center;
      }
      .key::before {
        width: 12px;
        height: 10px;
        border-radius: 2px;
        background: var(--es-accent);
        content: '';
      }
      .key.expected::before {
        height: 0;
        border-top: 2px dashed var(--es-ink-3);
        border-radius: 0;
        background: none;
      }
      .here {
        margin-left: auto;
        color: var(--es-ink-2);
        font-weight: 600;
      }
      /* Carry the theme's colours to the canvas. */
      .inks {
        display: none;
      }
      .seen {
        color: var(--es-accent);
      }
      .expected-ink {
        color: var(--es-ink-3);
      }
      .grid {
        color: var(--es-border);
      }
      .label {
        color: var(--es-ink-2);
      }
      .onset {
        color: var(--es-critical);
      }
      .change {
        color: var(--es-medium);
      }
      .told {
        color: var(--es-agent);
      }
      .fixed {
        color: var(--es-good);
      }
    `,
  ]
  declare detail: IssueDetail | null
  /** The column under the pointer. */
  declare private hovered: number | null
  protected override readonly height = HEIGHT
  #marks: readonly ChartMark[] = []
  #shown = ''

  constructor() {
    super()
    this.detail = null
    this.hovered = null
  }

  override render(): TemplateResult {
    const columns = this.#columns
    return html`<figure>
      <div
        class="plot"
        role="img"
        aria-label="Contacts against what is usual. ${columns === null ? '' : chartWords(columns)}"
      ></div>
      <figcaption>
        <span class="key">Seen</span><span class="key expected">Usual</span>
        <span>${columns === null ? '' : `distinct contacts in ${minutes(columns.stepMs)}`}</span>
        <span class="here tabular">${this.#here(columns)}</span>
      </figcaption>
      <div class="inks" aria-hidden="true">
        ${INKS.map((name) => html`<i class=${name === 'expected' ? 'expected-ink' : name}></i>`)}
      </div>
    </figure>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('detail')) this.draw()
  }

  get #columns(): ChartColumns | null {
    return this.detail === null ? null : chartColumns(this.detail.series)
  }

  protected override draw(): void {
    const columns = this.#columns
    if (this.detail === null || columns === null) return
    this.#marks = chartMarks(this.detail.issue)
    const data: uPlot.AlignedData = [
      columns.times.map((at) => at / 1000),
      [...columns.seen],
      [...columns.expected],
    ]
    const shown = `${this.detail.issue.issueId} ${columns.stepMs}`
    // Another scale needs another chart; a further column or contact does not.
    if (this.plot === null || this.#shown !== shown) this.begin(this.#options(columns.stepMs), data)
    else this.plot.setData(data)
    this.#shown = shown
  }

  #options(stepMs: number): uPlot.Options {
    return chartOptions({
      ...this.size,
      stepMs,
      ink: (name) => this.ink(name === 'expected' ? 'expected-ink' : name),
      marks: () => this.#marks,
      onHover: (column) => (this.hovered = column),
    })
  }

  #here(columns: ChartColumns | null): string {
    const at = this.hovered === null ? undefined : columns?.times[this.hovered]
    if (columns === null || at === undefined || this.hovered === null) return ''
    const time = (ms: number): string =>
      new Date(ms).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    const seen = columns.seen[this.hovered] ?? 0
    const usual = countWords(columns.expected[this.hovered] ?? 0)
    return `${time(at)}–${time(at + columns.stepMs)}: ${seen}, usual ${usual}`
  }
}

const INKS: readonly (keyof ChartInks)[] = [
  'seen',
  'expected',
  'grid',
  'label',
  'onset',
  'change',
  'told',
  'fixed',
]

function minutes(ms: number): string {
  const count = Math.round(ms / 60_000)
  return count % 60 === 0 ? `${count / 60} h` : `${count} min`
}

customElements.define('earshot-issue-chart', IssueChart)
