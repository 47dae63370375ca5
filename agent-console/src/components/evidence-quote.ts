import { html, type TemplateResult } from 'lit'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { formatCallTime } from '../data/format.ts'
import { readablePhrase } from '../data/readable-phrase.ts'
import { PARTY_NAMES } from '../design/wording.ts'

/** The words that caused an outcome, who said them and when; for an absence, what was not said by then. */
export function evidenceQuote({ evidence }: Outcome): TemplateResult {
  const time = html`<span class="tabular">${formatCallTime(evidence.startMs)}</span>`
  if (evidence.condition === 'absence') {
    const who = evidence.party === null ? 'Nobody' : PARTY_NAMES[evidence.party]
    const by = html`<span class="tabular">${formatCallTime(evidence.endMs)}</span>`
    return html`${who} has not said <q>${readablePhrase(evidence.phrase)}</q> by ${by}`
  }
  const words = evidence.words.map((word) => word.text).join(' ')
  const who = evidence.party === null ? 'Said' : PARTY_NAMES[evidence.party]
  return html`<q>${words || readablePhrase(evidence.phrase)}</q> <span class="by">${who}, ${time}</span>`
}
