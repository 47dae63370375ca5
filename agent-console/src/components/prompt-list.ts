import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { CallView } from '../data/call-view.ts'
import { isExpired, promptOrder } from '../data/prompt-order.ts'
import type { Verdict } from '../data/verdicts.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { SEVERITY_NAMES } from '../design/wording.ts'
import { PromptCard } from './prompt-card.ts'
import { promptListStyles } from './prompt-list.styles.ts'

/** Rows below the first card before the rest is a number. */
const QUEUE_ROWS = 4

/**
 * The prompts of a call: the most important one as a card, the others as a short queue of rows that open. Those of an
 * ended call stay until the next call.
 */
export class PromptList extends LitElement {
  static override properties = {
    call: { attribute: false },
    verdicts: { attribute: false },
    dismissed: { state: true },
    recalled: { state: true },
    opened: { state: true },
    all: { state: true },
  }
  static override styles = [controls, promptListStyles]
  declare call: CallView | null
  /** What this person said of prompts, by outcome id. */
  declare verdicts: ReadonlyMap<string, Verdict>
  declare private dismissed: ReadonlySet<string>
  /** Expired ones that the agent wants to see all the same. */
  declare private recalled: ReadonlySet<string>
  /** The row of the queue that is open. */
  declare private opened: string | null
  /** Whether the whole queue is shown. */
  declare private all: boolean
  #said = ''
  #known: ReadonlySet<string> = new Set()

  constructor() {
    super()
    this.call = null
    this.verdicts = new Map()
    this.dismissed = new Set()
    this.recalled = new Set()
    this.opened = null
    this.all = false
  }

  /** Puts the keyboard on the first card. */
  focusFirst(): void {
    this.#cards[0]?.focus()
  }

  /** Puts the keyboard on the card after (1) or before (-1) the one that has it; a row opens for it. */
  focusNext(step: 1 | -1): void {
    const cards = this.#cards
    const at = cards.findIndex((card) => card.matches(':focus-within'))
    const card = cards[at < 0 ? 0 : Math.max(0, Math.min(cards.length - 1, at + step))]
    if (card === undefined) return
    if (card.folded) this.opened = card.outcome?.outcomeId ?? null
    card.focus()
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
    if (!sameCall) this.all = false
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
    const visible = this.#visible
    const gone = this.#prompts.length - visible.length
    const most = this.all ? visible.length : QUEUE_ROWS + 1
    const left = visible.length - most
    return html`
      <div class="head">
        <h2>Prompts</h2>
        <button class="back" type="button" ?hidden=${gone === 0} @click=${() => this.#recall()}>
          Show ${gone} put away
        </button>
      </div>
      <div class="unseen" aria-live="polite">${this.#said}</div>
      <div
        class="cards"
        @dismiss=${(event: CustomEvent<Outcome>) => this.#dismiss(event.detail)}
        @toggle-card=${(event: CustomEvent<Outcome>) => this.#toggle(event.detail)}
      >
        ${repeat(
          visible.slice(0, most),
          (prompt) => prompt.outcomeId,
          (prompt, index) =>
            html`<earshot-prompt-card
              .outcome=${prompt}
              .given=${this.verdicts.get(prompt.outcomeId) ?? null}
              ?primary=${index === 0}
              ?folded=${index > 0 && prompt.outcomeId !== this.opened}
            ></earshot-prompt-card>`,
        )}
        ${
          left <= 0
            ? nothing
            : html`<button class="back more" type="button" @click=${() => (this.all = true)}>
                Show ${left} more
              </button>`
        }
      </div>
      ${visible.length === 0 ? quiet() : ''}
    `
  }

  get #visible(): readonly Outcome[] {
    const atMs = this.call?.atMs ?? 0
    return this.#prompts.filter(
      (prompt) =>
        this.recalled.has(prompt.outcomeId) ||
        !(this.dismissed.has(prompt.outcomeId) || isExpired(prompt, atMs)),
    )
  }

  /** The most important first. */
  get #prompts(): readonly Outcome[] {
    return promptOrder(this.call?.outcomes ?? [], this.verdicts)
  }

  get #cards(): readonly PromptCard[] {
    return [...this.renderRoot.querySelectorAll('earshot-prompt-card')].filter(
      (card) => card instanceof PromptCard,
    )
  }

  #toggle({ outcomeId }: Outcome): void {
    this.opened = this.opened === outcomeId ? null : outcomeId
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
