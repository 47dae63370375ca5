import { html, type TemplateResult } from 'lit'
import type { FeedbackVerdict } from '../../../server/contracts/feedback.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { Verdict } from '../data/verdicts.ts'
import { icon, type IconName } from '../design/icons.ts'

/** What can be said of an outcome, as a button. */
export interface VerdictChoice {
  readonly verdict: FeedbackVerdict
  readonly name: string
  readonly icon: IconName
  /** The single key that does the same; null: none. */
  readonly key: string | null
}

interface VerdictButtons {
  readonly outcome: Outcome
  readonly given: Verdict | null
  readonly choices: readonly VerdictChoice[]
}

/** A verdict as the detail of the event `verdict`. */
export interface VerdictGiven {
  readonly outcomeId: string
  readonly verdict: FeedbackVerdict
}

/**
 * Buttons that say whether an outcome helped. They have their room from the start, so that nothing moves when one
 * is chosen; another choice takes the place of the first. They fire `verdict`.
 */
export function verdictButtons({ outcome, given, choices }: VerdictButtons): TemplateResult {
  return html`<div class="verdicts" role="group" aria-label="Was this useful?">
    ${choices.map(
      (choice) =>
        html`<button
          class="verdict ${choice.verdict}"
          type="button"
          aria-pressed=${given?.verdict === choice.verdict && given.state !== 'failed'}
          title=${choice.key === null ? choice.name : `${choice.name} (${choice.key.toUpperCase()})`}
          @click=${(event: Event) => tell(event, { outcomeId: outcome.outcomeId, verdict: choice.verdict })}
        >
          ${icon(choice.icon, 14)} ${choice.name}
        </button>`,
    )}
    <span class="verdict-state" role="status"
      >${given?.state === 'failed' ? 'Not saved, try again' : ''}</span
    >
  </div>`
}

function tell(event: Event, detail: VerdictGiven): void {
  event.stopPropagation()
  event.target?.dispatchEvent(new CustomEvent('verdict', { detail, bubbles: true, composed: true }))
}
