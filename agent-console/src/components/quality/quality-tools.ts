import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { QualityGroup } from '../../../../server/contracts/quality.ts'
import {
  PERIODS,
  PLACE_FILTERS,
  type PlaceFilter,
  qualityAddress,
  type QualityPlace,
  withoutFilter,
} from '../../data/quality-place.ts'
import { reportCsvPath } from '../../data/quality-api.ts'
import { filterWords, GROUP_NAMES } from '../../data/quality-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'

const GROUPS: readonly QualityGroup[] = ['all', 'site', 'team', 'agent', 'queue']

/** What is looked at: how long, whose calls, in which groups. All of it are links, so that the address says the same. */
export class QualityTools extends LitElement {
  static override properties = {
    place: { attribute: false },
    now: { attribute: false },
    ownOnly: { attribute: false },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2) var(--es-5);
        align-items: center;
        min-height: 52px;
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-surface);
      }
      nav {
        display: inline-flex;
        padding: 2px;
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-s);
        background: var(--es-sunken);
      }
      nav a {
        padding: 4px var(--es-3);
        border-radius: 4px;
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 550;
        text-decoration: none;
        white-space: nowrap;
      }
      nav a:hover {
        background: var(--es-hover);
      }
      nav a[aria-current] {
        background: var(--es-surface);
        box-shadow: var(--es-shadow);
        color: var(--es-accent);
      }
      .filters {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        gap: var(--es-2);
      }
      .filters a {
        color: var(--es-ink-2);
        text-decoration: none;
      }
      .filters a:hover {
        color: var(--es-ink);
      }
      .button {
        min-height: 32px;
        font-size: var(--es-text-s);
      }
    `,
  ]
  declare place: QualityPlace | null
  declare now: number
  /** The reader sees nothing but own calls. */
  declare ownOnly: boolean

  constructor() {
    super()
    this.place = null
    this.now = 0
    this.ownOnly = false
  }

  override render(): TemplateResult | typeof nothing {
    const { place } = this
    if (place === null) return nothing
    return html`
      <nav aria-label="Period">
        ${PERIODS.map(({ days, name }) =>
          link({ ...place, days, calls: withoutStep(place) }, name, days === place.days),
        )}
      </nav>
      ${
        this.ownOnly
          ? nothing
          : html`<nav aria-label="Groups">
              ${GROUPS.map((group) => link({ ...place, group }, GROUP_NAMES[group], group === place.group))}
            </nav>`
      }
      <div class="filters">${PLACE_FILTERS.map((name) => this.#filter(place, name))}</div>
      <a class="button" href=${reportCsvPath(place, this.now)} download="quality.csv"
        >${icon('download', 16)} CSV</a
      >
    `
  }

  #filter(place: QualityPlace, name: PlaceFilter): TemplateResult | typeof nothing {
    const value = place.filters[name]
    if (value === undefined) return nothing
    const words = filterWords(name, value)
    return html`<a class="chip" href=${qualityAddress(withoutFilter(place, name))} title="Show all again"
      >${words} ${icon('close', 12)}<span class="unseen">, show all again</span></a
    >`
  }
}

/** A step of another period means nothing in this one. */
function withoutStep({ calls }: QualityPlace): QualityPlace['calls'] {
  if (calls === null) return null
  const { from: _from, to: _to, ...others } = calls
  return others
}

function link(place: QualityPlace, name: string, isHere: boolean): TemplateResult {
  return html`<a href=${qualityAddress(place)} aria-current=${isHere ? 'true' : nothing}>${name}</a>`
}

customElements.define('earshot-quality-tools', QualityTools)
