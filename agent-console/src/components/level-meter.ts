import { css, html, LitElement, type TemplateResult } from 'lit'
import { controls } from '../design/controls.ts'

const BARS = 28
/** Share of the last level that is left after 20 ms, so that the bar falls calmly. */
const FALL = 0.9
const HOT = 0.92
const WARM = 0.78

/** How loud the microphone is. */
export class LevelMeter extends LitElement {
  static override properties = { lit: { state: true } }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      .meter {
        display: grid;
        grid-template-columns: repeat(${BARS}, 1fr);
        gap: 3px;
        height: 28px;
      }
      i {
        border-radius: 2px;
        background: var(--es-border);
      }
      i.on {
        background: var(--es-good);
      }
      i.on.warm {
        background: var(--es-warn);
      }
      i.on.hot {
        background: var(--es-bad);
      }
    `,
  ]
  declare private lit: number
  #level = 0

  constructor() {
    super()
    this.lit = 0
  }

  /** Takes one level, 0 to 1. */
  show(level: number): void {
    this.#level = level === 0 ? 0 : Math.max(level, this.#level * FALL)
    this.lit = Math.round(this.#level * BARS)
  }

  override render(): TemplateResult {
    const percent = Math.round((this.lit / BARS) * 100)
    return html`<div
      class="meter"
      role="meter"
      aria-label="Microphone level"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent}
    >
      ${Array.from({ length: BARS }, (_, index) => {
        const place = index / BARS
        const heat = place >= HOT ? 'hot' : place >= WARM ? 'warm' : ''
        return html`<i class="${index < this.lit ? 'on' : ''} ${heat}"></i>`
      })}
    </div>`
  }
}

customElements.define('earshot-level-meter', LevelMeter)
