import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { senderOf } from '../data/floor-text.ts'
import type { Verdict } from '../data/verdicts.ts'
import { controls, severities } from '../design/controls.ts'
import { icon, type IconName } from '../design/icons.ts'
import { SEVERITY_NAMES, STATE_NAMES, VERDICT_NAMES } from '../design/wording.ts'
import { cardParts } from './card-parts.ts'
import { cardPartsStyles } from './card-parts.styles.ts'
import { evidenceOthers, evidenceQuote } from './evidence-quote.ts'
import { promptCardStyles } from './prompt-card.styles.ts'
import { verdictButtons, type VerdictChoice } from './verdict-buttons.ts'
import { verdictButtonsStyles } from './verdict-buttons.styles.ts'

const STATE_ICONS: Readonly<Record<Outcome['state'], IconName>> = {
  shown: 'info',
  confirmed: 'check',
  retracted: 'undo',
  held: 'info',
}

/** What an agent can say of a prompt, with the keys for it. */
export const PROMPT_CHOICES: readonly (VerdictChoice & { readonly key: string })[] = [
  { verdict: 'used', name: VERDICT_NAMES.used, icon: 'thumb', key: 'u' },
  { verdict: 'not-now', name: VERDICT_NAMES['not-now'], icon: 'later', key: 'n' },
  { verdict: 'wrong', name: VERDICT_NAMES.wrong, icon: 'close', key: 'w' },
]

/**
 * What to do or say now, and why; `folded`, its line alone. Fires `dismiss`, `show-evidence` and `toggle-card`, all
 * with the outcome as detail, and `verdict`.
 */
export class PromptCard extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static override properties = {
    outcome: { attribute: false },
    primary: { type: Boolean, reflect: true },
    folded: { type: Boolean, reflect: true },
    given: { attribute: false },
  }
  static override styles = [controls, severities, verdictButtonsStyles, cardPartsStyles, promptCardStyles]
  declare outcome: Outcome | null
  declare primary: boolean
  declare folded: boolean
  declare given: Verdict | null

  constructor() {
    super()
    this.outcome = null
    this.primary = false
    this.folded = false
    this.given = null
  }

  override render(): TemplateResult {
    const { outcome } = this
    if (outcome === null) return html``
    const { state } = outcome
    const person = senderOf(outcome)
    const sender = person ?? SEVERITY_NAMES[outcome.severity]
    return html`
      <article
        class="card severity-${outcome.severity} ${person === null ? '' : 'person'}"
        data-state=${state}
        tabindex="-1"
        aria-label="${sender}: ${outcome.title}"
      >
        <header>
          <span class="severity">${person === null ? '' : icon('user', 14)} ${sender}</span>
          <h3>${this.#title(outcome, person)}</h3>
          <span class="state">${icon(STATE_ICONS[state], 16)}${STATE_NAMES[state]}</span>
          <button
            class="icon-button"
            type="button"
            title="Put away (Esc)"
            aria-label="Put away: ${outcome.title}"
            @click=${() => this.#tell('dismiss')}
          >
            ${icon('close', 18)}
          </button>
        </header>
        <p class="say">${outcome.text}</p>
        ${this.folded ? nothing : this.#details(outcome)}
      </article>
    `
  }

  /** The first card is always open. What a supervisor wrote has no title but who it is from. */
  #title(outcome: Outcome, person: string | null): TemplateResult | string {
    const message = this.folded ? outcome.text : 'Message'
    const title = outcome.title === person ? message : outcome.title
    if (this.primary) return title
    return html`<button
      class="fold"
      type="button"
      aria-expanded=${!this.folded}
      @click=${() => this.#tell('toggle-card')}
    >
      ${title}
    </button>`
  }

  #details(outcome: Outcome): TemplateResult {
    return html`
      ${cardParts(outcome.card)}
      <p class="withdrawn" ?hidden=${outcome.state !== 'retracted'}>
        ${outcome.reason === 'issue-over' ? 'No longer to be said: the digital team has repaired it or taken its line back.' : 'Not said after all: once the sentence was complete, these words were not in it.'}
      </p>
      ${outcome.rule.startsWith('whisper@') ? nothing : html`${this.#evidence(outcome)} ${evidenceOthers(outcome)}`}
      ${verdictButtons({ outcome, given: this.given, choices: PROMPT_CHOICES })}
    `
  }

  #evidence(outcome: Outcome): TemplateResult {
    if (outcome.evidence.utteranceId === null) return html`<p class="evidence">${evidenceQuote(outcome)}</p>`
    return html`<button
      class="evidence"
      type="button"
      title="Show in the transcript"
      @click=${() => this.#tell('show-evidence')}
    >
      ${icon('quote', 16)}<span>${evidenceQuote(outcome)}</span>
    </button>`
  }

  #tell(type: 'dismiss' | 'show-evidence' | 'toggle-card'): void {
    this.dispatchEvent(new CustomEvent(type, { detail: this.outcome, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-prompt-card', PromptCard)
