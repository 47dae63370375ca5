import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit'
import type { QualityFigures, QualityReport, QualityRow } from '../../../../server/contracts/quality.ts'
import { percent } from '../../data/format.ts'
import {
  intoRow,
  type ListedCalls,
  qualityAddress,
  type QualityPlace,
  withCalls,
} from '../../data/quality-place.ts'
import { HIGHEST_FIRST, type RowSort, sortedRows } from '../../data/quality-rows.ts'
import { lengthWords, rowName, scoreTone, scoreWords } from '../../data/quality-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { tables } from '../digital/table.styles.ts'
import { scoreStyles } from './score.styles.ts'

interface Column {
  readonly key: RowSort
  readonly name: string
  readonly title: (report: QualityReport) => string
}

const COLUMNS: readonly Column[] = [
  { key: 'calls', name: 'Calls', title: () => 'The most calls first' },
  { key: 'score', name: 'Score', title: () => 'The lowest score first' },
  { key: 'failed', name: 'Failed', title: () => 'Calls with a critical item missed, the most first' },
  { key: 'firstContact', name: 'First contact', title: firstContactTitle },
  { key: 'repeated', name: 'Came back', title: () => 'The most first' },
  { key: 'length', name: 'Length', title: () => 'The longest first' },
]

const SPARK = { width: 96, height: 22 }

/** One row for each site, team, agent or queue; each figure leads to its calls. */
export class QualityRows extends LitElement {
  static override properties = {
    report: { attribute: false },
    place: { attribute: false },
    sort: { state: true },
  }
  static override styles = [
    controls,
    tables,
    scoreStyles,
    css`
      td a {
        color: inherit;
        text-decoration: none;
      }
      td a:hover {
        text-decoration: underline;
      }
      td {
        vertical-align: middle;
      }
      .name {
        border-top: 1px solid var(--es-border);
      }
      thead button {
        display: inline-flex;
        gap: 4px;
        align-items: center;
        padding: 0;
        border: 0;
        background: none;
        font: inherit;
        cursor: pointer;
      }
      .name a {
        color: var(--es-ink);
        font-weight: 600;
      }
      .spark path {
        fill: none;
        stroke: var(--es-accent);
        stroke-width: 1.5;
      }
      .left-out {
        padding: var(--es-3) var(--es-4);
        color: var(--es-ink-3);
        font-size: var(--es-text-s);
      }
      .failed {
        color: var(--es-bad);
      }
    `,
  ]
  declare report: QualityReport | null
  declare place: QualityPlace | null
  declare private sort: RowSort

  constructor() {
    super()
    this.report = null
    this.place = null
    this.sort = 'calls'
  }

  override render(): TemplateResult | typeof nothing {
    const { report, place } = this
    if (report === null || place === null) return nothing
    return html`<table>
        <caption class="unseen">
          Figures by group
        </caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            ${COLUMNS.map((column) => this.#heading(column, report))}
            <th scope="col">Score over time</th>
          </tr>
        </thead>
        <tbody>
          ${sortedRows(report.rows, this.sort).map((row) => this.#row(row, { report, place }))}
        </tbody>
      </table>
      ${
        report.rowsLeftOut === 0
          ? nothing
          : html`<p class="left-out">
              ${report.rowsLeftOut} more have fewer calls; the CSV of a filter has them.
            </p>`
      }`
  }

  #heading({ key, name, title }: Column, report: QualityReport): TemplateResult {
    const order = HIGHEST_FIRST.has(key) ? 'descending' : 'ascending'
    return html`<th scope="col" class="number" aria-sort=${key === this.sort ? order : 'none'}>
      <button type="button" title=${title(report)} @click=${() => (this.sort = key)}>
        ${name}${key === this.sort ? icon('down', 12) : nothing}
      </button>
    </th>`
  }

  #row(
    row: QualityRow,
    { report, place }: { readonly report: QualityReport; readonly place: QualityPlace },
  ): TemplateResult {
    const { all, key } = row
    const name = rowName(row, report.group)
    const to = (calls: ListedCalls): string => qualityAddress(withCalls(place, key, calls))
    const count = (value: number, calls: ListedCalls, tone = ''): TemplateResult =>
      html`<td class="number tabular ${value > 0 ? tone : 'muted'}">
        ${value === 0 ? '0' : html`<a href=${to(calls)}>${value}</a>`}
      </td>`
    return html`<tr>
      <th scope="row" class="name"><a href=${qualityAddress(intoRow(place, key))}>${name}</a></th>
      ${count(all.calls, { order: 'newest' })}
      <td class="number score ${scoreTone(all.score)}">
        <a href=${to({ order: 'lowest' })}>${scoreWords(all.score)}</a>
      </td>
      ${count(all.failed, { order: 'newest', failed: true }, 'failed')}
      <td class="number tabular">
        <a href=${to({ order: 'newest', resolution: 'first' })}>${percent(all.firstContact)}</a>
      </td>
      ${count(all.resolutions.repeated, { order: 'newest', resolution: 'repeated' })}
      <td class="number tabular">
        ${all.calls === 0 ? '–' : html`<a href=${to({ order: 'newest' })}>${lengthWords(all.durationMs)}</a>`}
      </td>
      <td>${spark(row.points)}</td>
    </tr>`
  }
}

function firstContactTitle({ repeatWithinDays }: QualityReport): string {
  return `Lowest first. Share of calls after which the customer did not come back about the same reason within ${repeatWithinDays} days`
}

/** The score of each step as a small line; one step tells nothing. */
function spark(points: readonly QualityFigures[]): TemplateResult {
  const scores = points.flatMap(({ score }) => (score === null ? [] : [score]))
  if (scores.length < 2) return html`<span class="muted">–</span>`
  const { width, height } = SPARK
  const lowest = Math.min(...scores)
  const span = Math.max(10, Math.max(...scores) - lowest)
  const path = scores
    .map((score, at) => {
      const x = (at / (scores.length - 1)) * width
      const y = height - 2 - ((score - lowest) / span) * (height - 4)
      return `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
  const words = `from ${scoreWords(scores[0] ?? null)} to ${scoreWords(scores.at(-1) ?? null)}`
  return html`<span class="spark" title=${words}
    ><svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
      ${svg`<path d=${path}></path>`}</svg
    ><span class="unseen">${words}</span></span
  >`
}

customElements.define('earshot-quality-rows', QualityRows)
