import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { ScoreCard, ScoreItem, ScoreMoment } from '../../../../server/contracts/quality.ts'
import { formatCallTime, formatWhen, shortId } from '../../data/format.ts'
import { momentLink } from '../../data/moment.ts'
import { qualityAddress, type QualityPlace } from '../../data/quality-place.ts'
import {
  bySection,
  filterWords,
  lengthWords,
  RESOLUTION_NAMES,
  RESULT_NAMES,
  scoreTone,
  scoreWords,
} from '../../data/quality-words.ts'
import { controls } from '../../design/controls.ts'
import { icon, type IconName } from '../../design/icons.ts'
import { scoreStyles } from './score.styles.ts'

const RESULT_ICONS: Readonly<Record<ScoreItem['result'], IconName>> = {
  met: 'check',
  missed: 'close',
  'not-applicable': 'dash',
}

const PLACES = ['site', 'team', 'queue'] as const

/** The score card of one call: each item with the words that decided it. Fires `close`. */
export class ScoreCardView extends LitElement {
  static override properties = {
    card: { attribute: false },
    place: { attribute: false },
    maySeeCalls: { attribute: false },
  }
  static override styles = [
    controls,
    scoreStyles,
    css`
      header {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 var(--es-4);
        align-items: center;
        padding: var(--es-3) var(--es-4);
        border-bottom: 1px solid var(--es-border);
      }
      header .score {
        font-size: var(--es-text-2xl);
      }
      h2 {
        font-size: var(--es-text-l);
      }
      .about {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2);
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
      }
      h3 {
        padding: var(--es-3) var(--es-4) 2px;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
      .item {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: 2px var(--es-2);
        padding: 6px var(--es-4);
        font-size: var(--es-text-s);
      }
      .item.met svg {
        color: var(--es-good);
      }
      .item.missed svg {
        color: var(--es-bad);
      }
      .item.not-applicable {
        color: var(--es-ink-3);
      }
      .result {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        white-space: nowrap;
      }
      .critical {
        color: var(--es-bad);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      .moments {
        grid-column: 2 / -1;
      }
      q {
        color: var(--es-ink-2);
      }
    `,
  ]
  declare card: ScoreCard | null
  declare place: QualityPlace | null
  /** Moments lead into the call, for those who may open it. */
  declare maySeeCalls: boolean

  constructor() {
    super()
    this.card = null
    this.place = null
    this.maySeeCalls = false
  }

  override render(): TemplateResult | typeof nothing {
    const { card } = this
    if (card === null) return nothing
    const { agentId, callId, score, startedAt, durationMs } = card
    return html`<article aria-labelledby="heading">
      <header>
        <span class="score ${scoreTone(score)}">${scoreWords(score)}</span>
        <div>
          <h2 id="heading">${agentId ?? 'No agent known'}</h2>
          <p class="about tabular">
            ${formatWhen(startedAt)} · ${lengthWords(durationMs)} ·
            ${this.maySeeCalls ? html`<a href=${momentLink(callId, 0)}>open the call</a>` : shortId(callId)}
          </p>
        </div>
        <button
          class="icon-button"
          type="button"
          aria-label="Close the score card"
          @click=${() => this.dispatchEvent(new Event('close'))}
        >
          ${icon('close')}
        </button>
      </header>
      ${this.#facts(card)}
      ${bySection(card.items).map(
        ({ section, items }) =>
          html`<h3>${section}</h3>
            <ul>
              ${items.map((item) => this.#item(item))}
            </ul>`,
      )}
    </article>`
  }

  #facts({ failed, resolution, repeatedBy, reason, team, site, queue }: ScoreCard): TemplateResult {
    const places = { site, team, queue }
    const facts = PLACES.flatMap((name) => {
      const value = places[name]
      return value === null ? [] : [filterWords(name, value)]
    })
    return html`<div class="facts">
      ${failed ? html`<span class="chip critical">Critical item missed: the call scores 0</span>` : nothing}
      ${facts.map((fact) => html`<span class="chip">${fact}</span>`)}
      <span class="chip">${reason === null ? 'Reason not known' : `Reason: ${reason}`}</span>
      <span class="chip"
        >${RESOLUTION_NAMES[resolution]}${repeatedBy === null ? nothing : this.#repeat(repeatedBy)}</span
      >
    </div>`
  }

  #repeat(callId: string): TemplateResult | typeof nothing {
    const { place } = this
    if (place === null) return nothing
    return html`<a href=${qualityAddress({ ...place, callId })}>in this call</a>`
  }

  #item({ title, critical, result, weight, moments }: ScoreItem): TemplateResult {
    return html`<li class="item ${result}">
      ${icon(RESULT_ICONS[result], 16)}
      <span>${title}${critical ? html` <span class="critical">critical</span>` : nothing}</span>
      <span class="result tabular"
        >${RESULT_NAMES[result]} · ${weight} ${weight === 1 ? 'point' : 'points'}</span
      >
      ${
        moments.length === 0
          ? nothing
          : html`<ul class="moments">
              ${moments.map((moment) => this.#moment(moment))}
            </ul>`
      }
    </li>`
  }

  #moment({ callId, atMs, words }: ScoreMoment): TemplateResult {
    const time = formatCallTime(atMs)
    return html`<li>
      ${this.maySeeCalls ? html`<a class="tabular" href=${momentLink(callId, atMs)}>${time}</a>` : html`<span class="tabular">${time}</span>`}
      ${words === '' ? nothing : html`<q>${words}</q>`}
    </li>`
  }
}

customElements.define('earshot-score-card-view', ScoreCardView)
