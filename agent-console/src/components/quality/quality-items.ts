import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { QualityItemFigures, QualityReport } from '../../../../server/contracts/quality.ts'
import { percent } from '../../data/format.ts'
import { qualityAddress, type QualityPlace, withCalls } from '../../data/quality-place.ts'
import { bySection, metShare } from '../../data/quality-words.ts'
import { controls } from '../../design/controls.ts'

/** How each item of the score card went: what to coach first. A click draws its trend; the missed ones lead to calls. */
export class QualityItems extends LitElement {
  static override properties = { report: { attribute: false }, place: { attribute: false } }
  static override styles = [
    controls,
    css`
      h3 {
        padding: var(--es-3) var(--es-4) 2px;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 44px 44px 84px;
        gap: var(--es-2);
        align-items: center;
        padding: 5px var(--es-4);
        font-size: var(--es-text-s);
      }
      li.here {
        background: var(--es-agent-tint);
      }
      li > a:first-child {
        color: var(--es-ink);
        text-decoration: none;
        text-wrap: pretty;
      }
      li > a:first-child:hover {
        text-decoration: underline;
      }
      .critical {
        color: var(--es-bad);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      .bar {
        height: 8px;
        overflow: hidden;
        border-radius: 4px;
        background: color-mix(in srgb, var(--es-bad) 55%, var(--es-surface));
      }
      .bar.none {
        background: var(--es-hover);
      }
      .bar i {
        display: block;
        height: 100%;
        background: var(--es-good);
      }
      .number {
        text-align: right;
        white-space: nowrap;
      }
    `,
  ]
  declare report: QualityReport | null
  declare place: QualityPlace | null

  constructor() {
    super()
    this.report = null
    this.place = null
  }

  override render(): TemplateResult | typeof nothing {
    const { report, place } = this
    if (report === null || place === null) return nothing
    return html`${bySection(report.items).map(
      ({ section, items }) =>
        html`<h3>${section}</h3>
          <ul>
            ${items.map((item) => row(item, place))}
          </ul>`,
    )}`
  }
}

function row(item: QualityItemFigures, place: QualityPlace): TemplateResult {
  const { itemId, title, critical, missed } = item
  const share = metShare(item)
  const isHere = place.trendOf === itemId
  const trend = qualityAddress({ ...place, trendOf: isHere ? null : itemId })
  const calls = withCalls(place, null, { order: 'newest', item: itemId, result: 'missed' })
  return html`<li class=${isHere ? 'here' : ''}>
    <a href=${trend} aria-current=${isHere ? 'true' : nothing} title="Draw its trend"
      >${title}${critical ? html` <span class="critical">critical</span>` : nothing}</a
    >
    <span class="bar ${share === null ? 'none' : ''}" aria-hidden="true"
      ><i style=${styleMap({ width: `${100 * (share ?? 0)}%` })}></i
    ></span>
    <span class="number tabular">${percent(share)}</span>
    <span class="number tabular"
      >${
        missed === 0
          ? html`<span class="muted">0 missed</span>`
          : html`<a href=${qualityAddress(calls)}>${missed} missed</a>`
      }</span
    >
  </li>`
}

customElements.define('earshot-quality-items', QualityItems)
