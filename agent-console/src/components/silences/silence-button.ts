import { html, nothing, type TemplateResult } from 'lit'
import type { Outcome } from '../../../../server/contracts/outcome.ts'
import { icon } from '../../design/icons.ts'

/** Asks for silence about the rule of an alert, where a rule made it. Fires `silence` with the alert. */
export function silenceButton(alert: Outcome): TemplateResult | typeof nothing {
  // What a digital team or a supervisor said is no rule's.
  if (alert.kind === 'issue' || alert.rule.startsWith('issue.')) return nothing
  return html`<button
    class="verdict"
    type="button"
    title="Silence this rule for a while"
    @click=${(event: Event) => {
      event.stopPropagation()
      event.target?.dispatchEvent(
        new CustomEvent('silence', { detail: alert, bubbles: true, composed: true }),
      )
    }}
  >
    ${icon('silent', 14)} Silence…
  </button>`
}
