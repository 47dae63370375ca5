import { html, nothing, type TemplateResult } from 'lit'
import type { CardParts } from '../../../server/contracts/match.ts'
import { icon } from '../design/icons.ts'

/** What a card has beside its line: what to do, in order, and where to look. */
export function cardParts(card: CardParts | undefined): TemplateResult | typeof nothing {
  if (card === undefined) return nothing
  const { steps, link, article } = card
  return html`
    ${
      steps.length === 0
        ? nothing
        : html`<ol class="steps">
            ${steps.map((step) => html`<li>${step}</li>`)}
          </ol>`
    }
    ${
      link === null
        ? nothing
        : html`<a class="look-up" href=${link.url} target="_blank" rel="noopener noreferrer"
            >${icon('link', 16)}<span>${link.title}</span></a
          >`
    }
    ${
      article === undefined
        ? nothing
        : html`<button class="look-up" type="button" @click=${(event: Event) => showArticle(event, article)}>
            ${icon('rules', 16)}<span>Read more</span>
          </button>`
    }
  `
}

/** Fires `show-article` with the article's id. */
function showArticle({ target }: Event, articleId: string): void {
  target?.dispatchEvent(new CustomEvent('show-article', { detail: articleId, bubbles: true, composed: true }))
}
