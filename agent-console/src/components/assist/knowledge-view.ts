import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Article, ArticleHint } from '../../../../server/contracts/assist.ts'
import type { AssistApi } from '../../data/assist-api.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { systemClock } from '../../platform/clock.ts'
import { assistStyles } from './assist.styles.ts'
import { markdownText } from './markdown-text.ts'

const SEARCH_AFTER_MS = 250

/** Articles that fit what the customer says, and a search for others. */
export class KnowledgeView extends LitElement {
  static override properties = {
    hints: { attribute: false },
    api: { attribute: false },
    open: { type: String },
    found: { state: true },
    articles: { state: true },
  }
  static override styles = [
    controls,
    assistStyles,
    css`
      .search {
        position: relative;
        margin-bottom: var(--es-3);
      }

      .hit {
        border-top: 1px solid var(--es-border);
      }

      .title {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--es-2);
        align-items: center;
        width: 100%;
        padding: var(--es-2) 0;
        border: 0;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      .title:hover .name {
        text-decoration: underline;
        text-underline-offset: 3px;
      }

      .name {
        color: var(--es-accent);
        font-weight: 600;
      }

      .title .why {
        grid-column: 1;
      }

      .title svg {
        grid-row: 1 / span 2;
        grid-column: 2;
        color: var(--es-ink-3);
      }

      .body {
        display: grid;
        gap: var(--es-2);
        padding: 0 0 var(--es-3);
        line-height: 1.5;
      }

      .body ol,
      .body ul {
        display: grid;
        gap: var(--es-1);
        padding-left: 22px;
      }

      .body ol {
        list-style: decimal;
      }

      .body ul {
        list-style: disc;
      }
    `,
  ]
  declare hints: readonly ArticleHint[]
  declare api: AssistApi | null
  /** Id of the article that is open; empty: none. */
  declare open: string
  /** What the search brought; null: nobody searches. */
  declare private found: readonly ArticleHint[] | null
  /** Articles that were read, by id; null: it could not be. */
  declare private articles: ReadonlyMap<string, Article | null>
  #cancelSearch: (() => void) | null = null
  #asked = 0

  constructor() {
    super()
    this.hints = []
    this.api = null
    this.open = ''
    this.found = null
    this.articles = new Map()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#cancelSearch?.()
  }

  override willUpdate(): void {
    if (this.open !== '' && !this.articles.has(this.open)) void this.#load(this.open)
  }

  override render(): TemplateResult {
    const shown = this.found ?? this.#withOpen()
    return html`
      <div class="search">
        <input
          class="field"
          type="search"
          aria-label="Search the knowledge"
          placeholder="Search the knowledge"
          @input=${(event: InputEvent) => this.#search(event)}
        />
      </div>
      ${shown.length === 0 ? this.#quiet() : repeat(shown, hintId, (hint) => this.#hit(hint))}
    `
  }

  /** What an agent reads stays, also when the talk has moved on. */
  #withOpen(): readonly ArticleHint[] {
    const article = this.articles.get(this.open)
    if (
      article === undefined ||
      article === null ||
      this.hints.some(({ articleId }) => articleId === this.open)
    ) {
      return this.hints
    }
    return [...this.hints, { articleId: article.articleId, title: article.title, why: [] }]
  }

  #quiet(): TemplateResult {
    return html`<p class="quiet" role="status">
      ${this.found === null ? 'Articles appear here that fit what the customer says.' : 'No article has these words.'}
    </p>`
  }

  #hit({ articleId, title, why }: ArticleHint): TemplateResult {
    const isOpen = articleId === this.open
    return html`<div class="hit">
      <button
        class="title"
        type="button"
        aria-expanded=${isOpen}
        aria-controls="article-${articleId}"
        @click=${() => this.#toggle(articleId)}
      >
        <span class="name">${title}</span>
        ${why.length === 0 ? nothing : html`<span class="why">${why.map((words) => `“${words}”`).join(' ')}</span>`}
        ${icon(isOpen ? 'up' : 'down', 16)}
      </button>
      <div class="body" id="article-${articleId}" ?hidden=${!isOpen}>
        ${isOpen ? this.#body(articleId) : nothing}
      </div>
    </div>`
  }

  #body(articleId: string): TemplateResult {
    const article = this.articles.get(articleId)
    if (article === undefined) return html`<p class="quiet">Loading…</p>`
    if (article === null) return html`<p class="fault">The article could not be loaded.</p>`
    return markdownText(article.body)
  }

  #toggle(articleId: string): void {
    const open = this.open === articleId ? '' : articleId
    this.dispatchEvent(new CustomEvent('open-article', { detail: open, bubbles: true, composed: true }))
  }

  async #load(articleId: string): Promise<void> {
    const { api } = this
    if (api === null) return
    const article = await api.article(articleId).catch(() => null)
    this.articles = new Map(this.articles).set(articleId, article)
  }

  #search(event: InputEvent): void {
    if (!(event.target instanceof HTMLInputElement)) return
    const words = event.target.value.trim()
    this.#cancelSearch?.()
    this.#asked += 1
    if (words === '') {
      this.found = null
      return
    }
    const asked = this.#asked
    this.#cancelSearch = systemClock.after(SEARCH_AFTER_MS, () => void this.#find(words, asked))
  }

  async #find(words: string, asked: number): Promise<void> {
    const found = (await this.api?.search(words).catch(() => null)) ?? []
    // Of two answers the one to the newest question counts.
    if (asked === this.#asked) this.found = found
  }
}

function hintId({ articleId }: ArticleHint): string {
  return articleId
}

customElements.define('earshot-knowledge', KnowledgeView)
