import { css, html, nothing, type TemplateResult } from 'lit'
import type { LatencyMs, LatencyStage, Outcome } from '../../../server/contracts/outcome.ts'
import { formatCallTime, percent } from '../data/format.ts'
import { LATENCY_STAGE_ORDER, sumMs } from '../data/latency-parts.ts'
import { reasonWords } from '../data/reason-words.ts'
import { SEVERITY_NAMES, STAGE_NAMES, STATE_NAMES } from '../design/wording.ts'
import { evidenceOthers, evidenceQuote } from './evidence-quote.ts'

export const outcomeWhyStyles = css`
  .why {
    display: grid;
    gap: 3px;
    max-height: 40%;
    overflow: auto;
    padding: var(--es-2) var(--es-4);
    border-bottom: 1px solid var(--es-border);
    background: var(--es-surface);
    font-size: var(--es-text-s);
  }

  .why h3 {
    font-size: var(--es-text-m);
    font-weight: 650;
  }

  .why .about,
  .why .rule {
    color: var(--es-ink-2);
  }

  .why button {
    min-height: 24px;
    padding: 0 var(--es-1);
    border: 0;
    background: none;
    color: var(--es-accent);
    font-weight: 600;
    text-decoration: underline;
    cursor: pointer;
  }

  .why q {
    font-weight: 600;
  }

  .why .others {
    padding-left: 18px;
    color: var(--es-ink-2);
    list-style: disc;
  }
`

/**
 * Why an outcome came, or was held back: what decided it, the reason, the rule, and how long each step took.
 * `pointer` leads to the outcome that holds it back; null: there is none to be shown.
 */
export function outcomeWhy(outcome: Outcome, pointer: (() => void) | null): TemplateResult {
  const { evidence, latencyMs, rule, severity, state, kind, atMs } = outcome
  const [ruleId = '', version = ''] = rule.split('@')
  const isRule = ruleId !== 'whisper' && !ruleId.startsWith('issue.')
  const sure = evidence.confidence === null ? '' : `, confidence ${percent(evidence.confidence)}`
  return html`<div class="why" role="region" aria-label="Why: ${outcome.title}">
    <h3>${outcome.title}</h3>
    <p class="about">
      ${SEVERITY_NAMES[severity]} ${kind} at <span class="tabular">${formatCallTime(atMs)}</span>,
      ${STATE_NAMES[state].toLowerCase()}. ${reasonWords(outcome)}
      ${pointer === null ? nothing : html`<button type="button" @click=${pointer}>Show it</button>`}
    </p>
    <p>${evidenceQuote(outcome)}<span class="muted">${sure}</span></p>
    ${evidenceOthers(outcome)}
    <p class="rule">
      ${
        isRule
          ? html`Rule <a href="/rules#${encodeURIComponent(ruleId)}">${ruleId}</a> version ${version}`
          : rule
      }
      ${latencyText(latencyMs)}
    </p>
  </div>`
}

function latencyText(latencyMs: LatencyMs): TemplateResult | typeof nothing {
  const known = LATENCY_STAGE_ORDER.flatMap((stage): readonly (readonly [LatencyStage, number])[] => {
    const ms = latencyMs[stage]
    return ms === undefined ? [] : [[stage, ms]]
  })
  if (known.length === 0) return nothing
  const parts = known.map(([stage, ms]) => `${STAGE_NAMES[stage]} ${Math.round(ms)}`).join(' · ')
  return html`<span class="muted">· ${Math.round(sumMs(latencyMs))} ms on its way: ${parts}</span>`
}
