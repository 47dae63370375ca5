import type { Issue } from '../../../server/contracts/issue.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { isOutcome } from './decode-event.ts'

/** A digital team's line as it will come to agents, so that the same card shows it. */
export function cardPreview({ title, severity, quotes, updatedAt }: Issue, line: string): Outcome | null {
  const words = quotes[0]?.text.split(/\s+/).slice(0, 8) ?? ['…']
  const outcome: unknown = {
    type: 'outcome',
    outcomeId: 'preview',
    kind: 'prompt',
    callId: 'preview',
    agentId: null,
    rule: 'issue.preview@1',
    title,
    text: line === '' ? '…' : line,
    severity,
    priority: 100,
    atMs: 0,
    state: 'confirmed',
    reason: 'matched',
    evidence: {
      condition: 'said',
      party: 'customer',
      phrase: '',
      words: words.map((text) => ({ text, startMs: 0, endMs: 0, confidence: 1, stayedMs: 0 })),
      utteranceId: null,
      startMs: 12_000,
      endMs: 12_000,
      confidence: 1,
      score: 1,
      others: [],
    },
    latencyMs: {},
    createdAt: updatedAt,
  }
  return isOutcome(outcome) ? outcome : null
}
