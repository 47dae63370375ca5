import { css, html, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit'
import type uPlot from 'uplot'
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline'
import { type ChartData, chartSentence } from '../data/chart-line.ts'
import { controls } from '../design/controls.ts'
import { CanvasChart } from './canvas-chart.ts'
import { type ChartInk, timeChartOptions } from './time-chart-options.ts'

const HEIGHT = 168

/**
 * Lines or bars by day or week, drawn on a canvas: colours are read from hidden elements, as it does not know custom
 * properties. What it shows is also said in words.
 */
export class TimeChart extends CanvasChart {
  static override properties = {
    heading: { type: String },
    data: { attribute: false },
    unit: { attribute: false },
    timeText: { attribute: false },
    opens: { type: Boolean },
    hovered: { state: true },
  }
  static override styles = [
    controls,
    unsafeCSS(uPlotStyles),
    css`
      :host {
        display: block;
        min-width: 0;
      }
      h3 {
        font-size: var(--es-text-s);
        font-weight: 650;
      }
      .plot {
        position: relative;
        height: ${HEIGHT}px;
      }
      .uplot {
        position: absolute;
      }
      .opens {
        cursor: pointer;
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-1) var(--es-4);
        min-height: 18px;
        color: var(--es-ink-2);
        font-size: var(--es-text-xs);
      }
      .key {
        display: inline-flex;
        gap: 6px;
        align-items: center;
      }
      .key::before {
        width: 14px;
        height: 0;
        border-top: 3px solid currentcolor;
        content: '';
      }
      .key.dashed::before {
        border-top-style: dashed;
      }
      .key.bars::before {
        height: 10px;
        border: 0;
        border-radius: 2px;
        background: currentcolor;
      }
      .key span {
        color: var(--es-ink-2);
      }
      .here {
        width: 100%;
        color: var(--es-ink);
        font-weight: 600;
      }
      /* Carry the theme's colours to the canvas. */
      .inks {
        display: none;
      }
      .first {
        color: var(--es-accent);
      }
      .second {
        color: var(--es-customer);
      }
      .third {
        color: var(--es-high);
      }
      .grid {
        color: var(--es-border);
      }
      .label {
        color: var(--es-ink-2);
      }
    `,
  ]
  declare heading: string
  declare data: ChartData
  /** A value with its unit. */
  declare unit: (value: number) => string
  /** A step by when it begins, in milliseconds since the epoch. */
  declare timeText: (ms: number) => string
  /** Whether a step can be opened, by pointer or keyboard: fires `open-step` with its beginning. */
  declare opens: boolean
  /** The step under the pointer, or the one that the keyboard has come to. */
  declare private hovered: number | null
  protected override readonly height = HEIGHT
  #shape = ''

  constructor() {
    super()
    this.heading = ''
    this.data = { times: [], lines: [] }
    this.unit = String
    this.timeText = (ms) => new Date(ms).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
    this.opens = false
    this.hovered = null
  }

  override render(): TemplateResult {
    return html`<figure>
      <h3>${this.heading}</h3>
      ${this.opens ? this.#openPlot() : html`<div class="plot" role="img" aria-label=${this.#sentence}></div>`}
      <figcaption>
        ${this.data.lines.map(
          ({ name, ink, shape }) => html`<span class="key ${ink} ${shape}"><span>${name}</span></span>`,
        )}
        <span class="here tabular">${this.#here()}</span>
      </figcaption>
      <div class="inks" aria-hidden="true">${INKS.map((name) => html`<i class=${name}></i>`)}</div>
    </figure>`
  }

  /** Steps are gone through as on a slider, as that is how a keyboard moves along a line. */
  #openPlot(): TemplateResult {
    const last = this.data.times.length - 1
    return html`<div
      class="plot opens"
      role="slider"
      tabindex="0"
      aria-label=${this.#sentence}
      aria-valuemin="0"
      aria-valuemax=${Math.max(0, last)}
      aria-valuenow=${this.hovered ?? Math.max(0, last)}
      aria-valuetext=${this.#here()}
      @click=${() => this.#open()}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, last)}
    ></div>`
  }

  #onKey(event: KeyboardEvent, last: number): void {
    const step = this.hovered ?? last
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: step - 1,
      ArrowRight: this.hovered === null ? last : step + 1,
      Home: 0,
      End: last,
    }
    const to = moves[event.key]
    if (event.key === 'Enter') this.#open()
    else if (to === undefined) return
    else this.hovered = Math.max(0, Math.min(last, to))
    event.preventDefault()
  }

  #open(): void {
    const at = this.hovered === null ? undefined : this.data.times[this.hovered]
    if (at !== undefined) this.dispatchEvent(new CustomEvent('open-step', { detail: at }))
  }

  get #sentence(): string {
    return `${this.heading}. ${chartSentence(this.data, this.unit)}`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('data')) this.draw()
  }

  protected override draw(): void {
    const { times, lines } = this.data
    const values: uPlot.AlignedData = [
      times.map((_, place) => place),
      ...lines.map((line) => [...line.values]),
    ]
    const shape = JSON.stringify(lines.map(({ ink, shape: form }) => [ink, form]))
    // Other lines need another chart; further values do not.
    if (this.plot === null || this.#shape !== shape) this.begin(this.#options(), values)
    else this.plot.setData(values)
    this.#shape = shape
  }

  #options(): uPlot.Options {
    return timeChartOptions({
      ...this.size,
      lines: this.data.lines,
      ink: (name) => this.ink(name),
      times: () => this.data.times,
      unit: (value) => this.unit(value),
      timeText: (ms) => this.timeText(ms),
      onHover: (step) => (this.hovered = step),
    })
  }

  #here(): string {
    const at = this.hovered === null ? undefined : this.data.times[this.hovered]
    if (at === undefined || this.hovered === null) return ''
    const values = this.data.lines.map(({ name, values: all }) => {
      const value = all[this.hovered ?? 0] ?? null
      return `${name} ${value === null ? '–' : this.unit(value)}`
    })
    return `${this.timeText(at)}: ${values.join(' · ')}`
  }
}

const INKS: readonly ChartInk[] = ['first', 'second', 'third', 'grid', 'label']

customElements.define('earshot-time-chart', TimeChart)
