import { html, LitElement, type TemplateResult } from 'lit'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { isFromDigitalTeam } from '../data/floor-text.ts'
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
 * What to do or say now, and why. Fires `dismiss` and `show-evidence`, both with the outcome as detail, and
 * `verdict`.
 */
export class PromptCard extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static override properties = {
    outcome: { attribute: false },
    primary: { type: Boolean, reflect: true },
    given: { attribute: false },
  }
  static override styles = [controls, severities, verdictButtonsStyles, cardPartsStyles, promptCardStyles]
  declare outcome: Outcome | null
  declare primary: boolean
  declare given: Verdict | null

  constructor() {
    super()
    this.outcome = null
    this.primary = false
    this.given = null
  }

  override render(): TemplateResult {
    const { outcome } = this
    if (outcome === null) return html``
    const { state } = outcome
    const digital = isFromDigitalTeam(outcome)
    const sender = digital ? 'From the digital team' : SEVERITY_NAMES[outcome.severity]
    return html`
      <article
        class="card severity-${outcome.severity} ${digital ? 'digital' : ''}"
        data-state=${state}
        tabindex="-1"
        aria-label="${sender}: ${outcome.title}"
      >
        <header>
          <span class="severity">${digital ? icon('pulse', 14) : ''} ${sender}</span>
          <h3>${outcome.title}</h3>
          <span class="state">${icon(STATE_ICONS[state], 16)}${STATE_NAMES[state]}</span>
          <button
            class="icon-button"
            type="button"
            title="Dismiss (Esc)"
            aria-label="Dismiss: ${outcome.title}"
            @click=${() => this.#tell('dismiss')}
          >
            ${icon('close', 18)}
          </button>
        </header>
        <p class="say">${outcome.text}</p>
        ${cardParts(outcome.card)}
        <p class="withdrawn" ?hidden=${state !== 'retracted'}>
          ${outcome.reason === 'issue-over' ? 'No longer to be said: the digital team has repaired it or taken its line back.' : 'Not said after all: once the sentence was complete, these words were not in it.'}
        </p>
        ${this.#evidence(outcome)} ${evidenceOthers(outcome)}
        ${verdictButtons({ outcome, given: this.given, choices: PROMPT_CHOICES })}
      </article>
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

  #tell(type: 'dismiss' | 'show-evidence'): void {
    this.dispatchEvent(new CustomEvent(type, { detail: this.outcome, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-prompt-card', PromptCard)
