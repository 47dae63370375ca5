import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ScoreCard } from '../../../../server/contracts/quality.ts'
import { formatWhen } from '../../data/format.ts'
import { qualityAddress, type QualityPlace } from '../../data/quality-place.ts'
import { lengthWords, missedItems, scoreTone, scoreWords } from '../../data/quality-words.ts'
import { controls } from '../../design/controls.ts'
import { scoreStyles } from './score.styles.ts'

/** What is missed is named on a row as far as one reads at a glance. */
const MOST_NAMED = 3

/** Calls with their score and what was missed. Fires `more` for the next ones. */
export class ScoreCardList extends LitElement {
  static override properties = {
    cards: { attribute: false },
    place: { attribute: false },
    hasMore: { attribute: false },
  }
  static override styles = [
    controls,
    scoreStyles,
    css`
      a {
        display: grid;
        grid-template-columns: 44px minmax(0, 1fr) auto;
        gap: 2px var(--es-3);
        align-items: baseline;
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        color: var(--es-ink);
        text-decoration: none;
      }
      a:hover {
        background: var(--es-hover);
      }
      a[aria-current] {
        background: var(--es-agent-tint);
      }
      a:focus-visible {
        outline-offset: -2px;
      }
      .score {
        font-size: var(--es-text-l);
        text-align: right;
      }
      .who {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .when,
      .about {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
      .about {
        grid-column: 2 / -1;
      }
      .failed {
        color: var(--es-bad);
        font-weight: 600;
      }
      .button {
        margin: var(--es-3) var(--es-4);
      }
      .none {
        padding: var(--es-5) var(--es-4);
        color: var(--es-ink-3);
      }
    `,
  ]
  declare cards: readonly ScoreCard[]
  declare place: QualityPlace | null
  declare hasMore: boolean

  constructor() {
    super()
    this.cards = []
    this.place = null
    this.hasMore = false
  }

  override render(): TemplateResult | typeof nothing {
    const { place } = this
    if (place === null) return nothing
    if (this.cards.length === 0) return html`<p class="none">No call fits.</p>`
    return html`<ul>
        ${repeat(
          this.cards,
          ({ callId }) => callId,
          (card) => row(card, place),
        )}
      </ul>
      ${
        this.hasMore
          ? html`<button class="button" type="button" @click=${() => this.dispatchEvent(new Event('more'))}>
              More calls
            </button>`
          : nothing
      }`
  }
}

function row(card: ScoreCard, place: QualityPlace): TemplateResult {
  const { callId, agentId, score, startedAt, durationMs, failed } = card
  const missed = missedItems(card)
  const named = missed.slice(0, MOST_NAMED).map(({ title }) => title)
  const more = missed.length - named.length
  return html`<li>
    <a
      href=${qualityAddress({ ...place, callId })}
      aria-current=${callId === place.callId ? 'true' : nothing}
      data-call=${callId}
    >
      <span class="score ${scoreTone(score)}">${scoreWords(score)}</span>
      <span class="who">${agentId ?? 'No agent known'}</span>
      <span class="when tabular">${formatWhen(startedAt)} · ${lengthWords(durationMs)}</span>
      <span class="about"
        >${failed ? html`<span class="failed">Critical item missed.</span> ` : nothing}${
          named.length === 0 ? 'Nothing missed' : `${named.join(' · ')}${more > 0 ? ` and ${more} more` : ''}`
        }</span
      >
    </a>
  </li>`
}

customElements.define('earshot-score-card-list', ScoreCardList)
