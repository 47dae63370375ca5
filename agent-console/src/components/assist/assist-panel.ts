import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { CallLabel } from '../../../../server/contracts/assist.ts'
import type { AssistApi } from '../../data/assist-api.ts'
import type { CallView } from '../../data/call-view.ts'
import { stillMissing } from '../../data/checklist-progress.ts'
import { controls } from '../../design/controls.ts'
import { moveAmong, tab } from '../rules/tabs.ts'
import './checklist-view.ts'
import './context-view.ts'
import './knowledge-view.ts'
import { LabelForm } from './label-form.ts'
import './wrap-up-form.ts'

export const ASSIST_TABS = ['checklist', 'knowledge', 'customer', 'notes'] as const

/** `words`: the transcript, which has a tab where there is no room beside the prompts. */
export type AssistTab = (typeof ASSIST_TABS)[number] | 'words'

const NAMES: Readonly<Record<AssistTab, string>> = {
  words: 'Words',
  checklist: 'Checklist',
  knowledge: 'Knowledge',
  customer: 'Customer',
  notes: 'Notes',
}

/** How much call time goes by until what is known of the customer is asked for again, in milliseconds. */
const CONTEXT_EVERY_MS = 20_000

/** What an agent can lean on besides prompts. Fires `choose-tab` with the tab as detail. */
export class AssistPanel extends LitElement {
  static override properties = {
    call: { attribute: false },
    api: { attribute: false },
    tab: { type: String, reflect: true },
    article: { state: true },
    added: { state: true },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        min-height: 0;
        background: var(--es-surface);
      }

      .tabs {
        display: flex;
        gap: var(--es-1);
        padding: var(--es-2) var(--es-3) 0;
        overflow: auto hidden;
        border-bottom: 1px solid var(--es-border);
        scrollbar-width: none;
      }

      .tab {
        flex: none;
        min-height: 34px;
        padding: 0 var(--es-2);
        border: 0;
        border-bottom: 2px solid transparent;
        background: none;
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 600;
        cursor: pointer;
      }

      .tab[aria-selected='true'] {
        border-bottom-color: var(--es-accent);
        color: var(--es-accent);
      }

      #tab-words {
        display: none;
      }

      .count {
        margin-left: 4px;
        padding: 0 6px;
        border-radius: 9px;
        background: var(--es-hover);
        color: var(--es-ink-2);
        font-size: var(--es-text-xs);
      }

      .count.due {
        background: var(--es-medium-tint);
        color: var(--es-medium);
      }

      .body {
        min-height: 0;
        padding: var(--es-3) var(--es-4) var(--es-4);
        overflow: hidden auto;
        scrollbar-gutter: stable;
        scrollbar-width: thin;
      }

      .foot {
        padding: var(--es-2) var(--es-4);
        border-top: 1px solid var(--es-border);
      }

      @container panel (max-width: 860px) {
        #tab-words {
          display: block;
        }

        :host([tab='words']) .body,
        :host([tab='words']) .foot {
          display: none;
        }

        .tabs {
          gap: 0;
          padding: 0 var(--es-1);
        }

        .tab {
          padding: 0 6px;
        }

        .body {
          padding: var(--es-3);
        }

        .foot {
          padding: var(--es-2) var(--es-3);
        }
      }
    `,
  ]
  declare call: CallView | null
  declare api: AssistApi | null
  declare tab: AssistTab
  /** Id of the article that is open. */
  declare private article: string
  /** Labels of this page that no event has told yet. */
  declare private added: readonly CallLabel[]

  constructor() {
    super()
    this.call = null
    this.api = null
    this.tab = 'checklist'
    this.article = ''
    this.added = []
  }

  /** Opens an article, as the link of a card does. */
  openArticle(articleId: string): void {
    this.article = articleId
    this.#choose('knowledge')
  }

  /** Puts the keyboard on what labels the call. */
  labelCall(): void {
    const found = this.renderRoot.querySelector('earshot-label-form')
    if (found instanceof LabelForm) void found.ask()
  }

  /** Where the tabs have no room beside each other, the chosen one is in sight. */
  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('tab')) return
    const chosen = this.renderRoot.querySelector('[aria-selected="true"]')
    chosen?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('call')
    if (changed.has('call') && before?.callId !== this.call?.callId) {
      this.article = ''
      this.added = []
    }
  }

  override render(): TemplateResult {
    const { call } = this
    return html`
      <div class="tabs" role="tablist" aria-label="Help in the call" @keydown=${moveAmong}>
        ${(['words', ...ASSIST_TABS] as const).map((id) =>
          tab({
            id,
            name: html`${NAMES[id]}${this.#count(id)}`,
            chosen: this.tab,
            controls: 'shown',
            choose: () => this.#choose(id),
          }),
        )}
      </div>
      <div class="body" id="shown" role="tabpanel" aria-labelledby="tab-${this.tab}" tabindex="0">
        ${call === null ? html`<p class="muted">Help for the call appears here.</p>` : this.#shown(call)}
      </div>
      ${
        call === null
          ? nothing
          : html`<div class="foot">
              <earshot-label-form
                .callId=${call.callId}
                .labels=${this.#labels(call)}
                .api=${this.api}
                @labelled=${({ detail }: CustomEvent<CallLabel>) => (this.added = [...this.added, detail])}
              ></earshot-label-form>
            </div>`
      }
    `
  }

  #shown(call: CallView): TemplateResult {
    const { assist, callId } = call
    switch (this.tab) {
      case 'knowledge':
        return html`<earshot-knowledge
          .hints=${assist?.articles ?? []}
          .api=${this.api}
          .open=${this.article}
          @open-article=${({ detail }: CustomEvent<string>) => (this.article = detail)}
        ></earshot-knowledge>`
      case 'customer':
        return html`<earshot-call-context
          .callId=${callId}
          .moved=${Math.floor(call.atMs / CONTEXT_EVERY_MS)}
          .api=${this.api}
        ></earshot-call-context>`
      case 'notes':
        return html`<earshot-wrap-up
          .callId=${callId}
          .live=${call.state === 'live'}
          .api=${this.api}
        ></earshot-wrap-up>`
      case 'words':
      case 'checklist':
        return html`<earshot-checklist
          .checklists=${assist?.checklists ?? []}
          ?live=${call.state === 'live'}
        ></earshot-checklist>`
    }
  }

  #count(id: AssistTab): TemplateResult | typeof nothing {
    const assist = this.call?.assist ?? null
    if (assist === null) return nothing
    if (id === 'knowledge' && assist.articles.length > 0) {
      return html`<span class="count">${assist.articles.length}</span>`
    }
    const missing = id === 'checklist' ? stillMissing(assist.checklists).length : 0
    return missing === 0
      ? nothing
      : html`<span class="count due" title="Still missing"
          >${missing}<span class="unseen"> missing</span></span
        >`
  }

  #labels({ assist }: CallView): readonly CallLabel[] {
    const told = assist?.labels ?? []
    const isTold = ({ labelId }: CallLabel): boolean => told.some((each) => each.labelId === labelId)
    const own = this.added.filter(
      (label, at, all) =>
        !isTold(label) && all.findLastIndex((each) => each.labelId === label.labelId) === at,
    )
    return [...told, ...own]
  }

  #choose(chosen: AssistTab): void {
    this.dispatchEvent(new CustomEvent('choose-tab', { detail: chosen, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-assist', AssistPanel)
