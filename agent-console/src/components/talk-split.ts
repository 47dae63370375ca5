import { html, type TemplateResult } from 'lit'
import type { CallSummary } from '../../../server/contracts/events.ts'

const WHOLE = 100

/** How the talking is split between the two sides, as a bar; the words for it are its label. */
export function talkSplit(talk: CallSummary['talkMs']): TemplateResult {
  const total = talk.agent + talk.customer
  const agent = total === 0 ? 0 : Math.round((talk.agent / total) * WHOLE)
  const label = total === 0 ? 'Nobody has spoken yet' : `Agent ${agent} %, customer ${WHOLE - agent} %`
  return html`<svg class="talk" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>
    <rect width=${WHOLE} height="8" fill="var(--es-border)"></rect>
    <rect width=${agent} height="8" fill="var(--es-agent)"></rect>
    <rect x=${agent} width=${total === 0 ? 0 : WHOLE - agent} height="8" fill="var(--es-customer)"></rect>
    <rect x=${agent - 1} width=${total === 0 ? 0 : 2} height="8" fill="var(--es-surface)"></rect>
  </svg>`
}
