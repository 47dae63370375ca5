import { css, html, LitElement, type TemplateResult } from 'lit'
import type { DelayFigures, HonestFigures } from '../../../../server/contracts/figures.ts'
import { delayText } from '../../data/figures-words.ts'
import { LATENCY_STAGE_ORDER } from '../../data/latency-parts.ts'
import { controls } from '../../design/controls.ts'
import { STAGE_NAMES } from '../../design/wording.ts'

/** Where the time goes between the end of a word and the screen: for each stage how long half, and 95 %, take at most. */
export class DelayStages extends LitElement {
  static override properties = { figures: { attribute: false } }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--es-text-s);
      }
      th,
      td {
        padding: 5px var(--es-2) 5px 0;
        font-weight: 400;
        text-align: left;
        white-space: nowrap;
      }
      thead th {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      th.number,
      td.number {
        padding-right: 0;
        padding-left: var(--es-3);
        text-align: right;
      }
      .bar-cell {
        width: 100%;
      }
      .bar {
        position: relative;
        height: 12px;
        border-radius: 3px;
        background: var(--es-sunken);
      }
      .bar i {
        position: absolute;
        top: 0;
        bottom: 0;
        left: 0;
        min-width: 2px;
        border-radius: 3px;
      }
      .p95 {
        background: color-mix(in srgb, var(--es-accent) 35%, transparent);
      }
      .p50 {
        background: var(--es-accent);
      }
      .whole th,
      .whole td {
        border-top: 1px solid var(--es-border);
        font-weight: 650;
      }
      p {
        margin-top: var(--es-2);
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
    `,
  ]
  declare figures: HonestFigures | null

  constructor() {
    super()
    this.figures = null
  }

  override render(): TemplateResult {
    const { figures } = this
    if (figures === null) return html``
    const measured = LATENCY_STAGE_ORDER.filter((stage) => figures.stages[stage].n > 0)
    if (measured.length === 0) return html`<p>No delay was measured in this time.</p>`
    const longest = Math.max(1, ...measured.map((stage) => figures.stages[stage].p95 ?? 0))
    return html`<table>
        <caption class="unseen">
          Delay by stage
        </caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th class="bar-cell" aria-hidden="true"></th>
            <th class="number" scope="col">Half</th>
            <th class="number" scope="col">95 %</th>
          </tr>
        </thead>
        <tbody>
          ${measured.map((stage) => row(STAGE_NAMES[stage], figures.stages[stage], longest))}
        </tbody>
        <tbody class="whole">
          ${row('word to painted', figures.wordToPainted, null)}
        </tbody>
      </table>
      <p>
        How long half of them, and 95 %, took at most. Stages are measured apart: they do not add up to the
        whole. <em>Words to settle</em> is how long a rule waits until words no longer change.
      </p>`
  }
}

function row(name: string, { p50, p95 }: DelayFigures, longest: number | null): TemplateResult {
  const width = (ms: number | null): string => `width: ${((ms ?? 0) / (longest ?? 1)) * 100}%`
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="bar-cell" aria-hidden="true">
      ${
        longest === null
          ? ''
          : html`<div class="bar">
              <i class="p95" style=${width(p95)}></i><i class="p50" style=${width(p50)}></i>
            </div>`
      }
    </td>
    <td class="number tabular">${delayText(p50)}</td>
    <td class="number tabular">${delayText(p95)}</td>
  </tr>`
}

customElements.define('earshot-delay-stages', DelayStages)
