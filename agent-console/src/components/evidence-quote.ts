import { html, nothing, type TemplateResult } from 'lit'
import type { EvidencePart } from '../../../server/contracts/match.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { otherParts } from '../data/evidence-parts.ts'
import { formatCallTime } from '../data/format.ts'
import { readablePhrase } from '../data/readable-phrase.ts'
import { PARTY_NAMES } from '../design/wording.ts'

/** What decided that an outcome came: words, who said them and when; what was not said by then; what was so. */
export function evidenceQuote({ evidence }: Outcome): TemplateResult {
  return partQuote(evidence, stateSince(evidence))
}

/** What else held then, as a short list; nothing where one part was all. */
export function evidenceOthers({ evidence }: Outcome): TemplateResult | typeof nothing {
  const { parts, left } = otherParts(evidence)
  if (parts.length === 0) return nothing
  return html`<ul class="others" aria-label="What else held">
    ${parts.map((part) => html`<li>${partQuote(part, nothing)}</li>`)}
    ${left === 0 ? nothing : html`<li>and ${left} more</li>`}
  </ul>`
}

/** From when something was so; among several things it would only be in the way. */
function stateSince({ startMs }: EvidencePart): TemplateResult {
  return html`<span class="by">at <span class="tabular">${formatCallTime(startMs)}</span></span>`
}

function partQuote(part: EvidencePart, since: TemplateResult | typeof nothing): TemplateResult {
  const { condition, party, phrase, words, startMs, endMs } = part
  if (condition === 'absence') {
    const who = party === null ? 'Nobody' : PARTY_NAMES[party]
    const by = html`<span class="tabular">${formatCallTime(endMs)}</span>`
    return html`${who} has not said <q>${readablePhrase(phrase)}</q> by ${by}`
  }
  const time = html`<span class="tabular">${formatCallTime(startMs)}</span>`
  if (words.length === 0 && !SPOKEN.has(condition)) {
    return html`${phrase} ${since}`
  }
  const said = words.map((word) => word.text).join(' ')
  const who = party === null ? 'Said' : PARTY_NAMES[party]
  return html`<q>${said || readablePhrase(phrase)}</q> <span class="by">${who}, ${time}</span>`
}

/** Conditions whose phrase is something that people say, not something that is so. */
const SPOKEN: ReadonlySet<EvidencePart['condition']> = new Set(['said', 'near'])
