import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { CallView } from '../data/call-view.ts'
import { isExpired, promptOrder } from '../data/prompt-order.ts'
import type { Verdict } from '../data/verdicts.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { SEVERITY_NAMES } from '../design/wording.ts'
import { PromptCard } from './prompt-card.ts'

/** The cards of a call, the most important first. Cards of an ended call stay until the next call. */
export class PromptList extends LitElement {
  static override properties = {
    call: { attribute: false },
    verdicts: { attribute: false },
    dismissed: { state: true },
    recalled: { state: true },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow: hidden auto;
        padding: var(--es-4);
        scrollbar-gutter: stable;
        scrollbar-width: thin;
        contain: strict;
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        height: 28px;
        margin-bottom: var(--es-2);
      }
      h2 {
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 650;
      }
      .cards {
        display: grid;
        /* A long title is cut; it does not widen its card. */
        grid-template-columns: minmax(0, 1fr);
        gap: var(--es-3);
      }
      .quiet {
        display: grid;
        gap: var(--es-2);
        justify-items: center;
        padding: var(--es-6) var(--es-5);
        border: 1px dashed var(--es-border);
        border-radius: var(--es-radius-m);
        color: var(--es-ink-3);
        text-align: center;
        text-wrap: balance;
      }
      .back {
        min-height: 28px;
        padding: 0 var(--es-2);
        border: 0;
        background: none;
        color: var(--es-accent);
        font-size: var(--es-text-s);
        font-weight: 550;
        cursor: pointer;
      }
    `,
  ]
  declare call: CallView | null
  /** What this person said of prompts, by outcome id. */
  declare verdicts: ReadonlyMap<string, Verdict>
  declare private dismissed: ReadonlySet<string>
  /** Expired ones that the agent wants to see all the same. */
  declare private recalled: ReadonlySet<string>
  #said = ''
  #known: ReadonlySet<string> = new Set()

  constructor() {
    super()
    this.call = null
    this.verdicts = new Map()
    this.dismissed = new Set()
    this.recalled = new Set()
  }

  /** Puts the keyboard on the first card. */
  focusFirst(): void {
    this.#cards[0]?.focus()
  }

  /** Puts the keyboard on the card after (1) or before (-1) the one that has it. */
  focusNext(step: 1 | -1): void {
    const cards = this.#cards
    const at = cards.findIndex((card) => card.matches(':focus-within'))
    cards[at < 0 ? 0 : Math.max(0, Math.min(cards.length - 1, at + step))]?.focus()
  }

  /** The prompt that has the keyboard, else the first; null: there is none. */
  get current(): Outcome | null {
    const cards = this.#cards
    const card = cards.find((each) => each.matches(':focus-within')) ?? cards[0]
    return card?.outcome ?? null
  }

  /** Takes away the card that has the keyboard, else the first; the keyboard goes on to the next. */
  dismissCurrent(): void {
    const { current } = this
    if (current !== null) this.#dismiss(current)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const prompts = this.#prompts
    const before = changed.get('call')
    const sameCall = before === undefined || before?.callId === this.call?.callId
    const fresh = prompts.find((prompt) => !this.#known.has(prompt.outcomeId))
    if (sameCall && fresh) this.#said = `${SEVERITY_NAMES[fresh.severity]}: ${fresh.title}. ${fresh.text}`
    const withdrawn = prompts.find(
      (prompt) => prompt.state === 'retracted' && !this.#known.has(withdrawal(prompt)),
    )
    if (withdrawn) this.#said = `Withdrawn: ${withdrawn.title}.`
    this.#known = new Set(
      prompts.flatMap((prompt) =>
        prompt.state === 'retracted' ? [prompt.outcomeId, withdrawal(prompt)] : [prompt.outcomeId],
      ),
    )
  }

  override render(): TemplateResult {
    const atMs = this.call?.atMs ?? 0
    const visible = this.#prompts.filter(
      (prompt) =>
        this.recalled.has(prompt.outcomeId) ||
        !(this.dismissed.has(prompt.outcomeId) || isExpired(prompt, atMs)),
    )
    const gone = this.#prompts.length - visible.length
    return html`
      <div class="head">
        <h2>Prompts</h2>
        <button class="back" type="button" ?hidden=${gone === 0} @click=${() => this.#recall()}>
          Show ${gone} put away
        </button>
      </div>
      <div class="unseen" aria-live="polite">${this.#said}</div>
      <div class="cards" @dismiss=${(event: CustomEvent<Outcome>) => this.#dismiss(event.detail)}>
        ${repeat(
          visible,
          (prompt) => prompt.outcomeId,
          (prompt, index) =>
            html`<earshot-prompt-card
              .outcome=${prompt}
              .given=${this.verdicts.get(prompt.outcomeId) ?? null}
              ?primary=${index === 0}
            ></earshot-prompt-card>`,
        )}
      </div>
      ${visible.length === 0 ? quiet() : ''}
    `
  }

  /** The most important first. */
  get #prompts(): readonly Outcome[] {
    return promptOrder(this.call?.outcomes ?? [])
  }

  get #cards(): readonly PromptCard[] {
    return [...this.renderRoot.querySelectorAll('earshot-prompt-card')].filter(
      (card) => card instanceof PromptCard,
    )
  }

  #recall(): void {
    this.dismissed = new Set()
    this.recalled = new Set(this.#prompts.map(({ outcomeId }) => outcomeId))
  }

  #dismiss(outcome: Outcome): void {
    const cards = this.#cards
    const at = cards.findIndex((card) => card.outcome?.outcomeId === outcome.outcomeId)
    const focused = cards[at]?.matches(':focus-within') ?? false
    const next = cards[at + 1] ?? cards[at - 1]
    this.dismissed = new Set(this.dismissed).add(outcome.outcomeId)
    this.recalled = new Set([...this.recalled].filter((id) => id !== outcome.outcomeId))
    if (focused) next?.focus()
  }
}

function withdrawal(outcome: Outcome): string {
  return `${outcome.outcomeId} withdrawn`
}

function quiet(): TemplateResult {
  return html`<p class="quiet">
    ${icon('headset', 24)}<span>Prompts appear here when something said in the call asks for one.</span>
  </p>`
}

customElements.define('earshot-prompt-list', PromptList)
