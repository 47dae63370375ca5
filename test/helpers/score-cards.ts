import type { ScoreCard, ScoreItem, ScoreResult } from '../../server/contracts/quality.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT } from './message-builders.ts'

export function buildScoreItem(
  itemId: string,
  result: ScoreResult,
  change: Partial<ScoreItem> = {},
): ScoreItem {
  const words = {
    callId: 'call-1',
    words: 'calm down',
    utteranceId: 'utterance-4000',
    outcomeId: 'outcome-1',
  }
  return {
    itemId,
    title: `Title of ${itemId}`,
    section: 'Tone',
    weight: 5,
    critical: false,
    result,
    moments: result === 'missed' ? [{ ...words, atMs: callMs(4000) }] : [],
    ...change,
  }
}

/** The card of a call of agent 7 about a bill. */
export function buildScoreCard(change: Partial<ScoreCard> = {}): ScoreCard {
  return {
    callId: 'call-1',
    cardHash: 'f00d',
    scoredAt: wallMs(STARTED_AT + 400_000),
    startedAt: wallMs(STARTED_AT),
    durationMs: 240_000,
    agentId: 'agent-7',
    site: 'north',
    team: 'billing',
    queue: 'bills',
    score: 80,
    failed: false,
    items: [buildScoreItem('greeting', 'met'), buildScoreItem('tone', 'missed')],
    reason: 'bill',
    resolution: 'open',
    repeatedBy: null,
    ...change,
  }
}
