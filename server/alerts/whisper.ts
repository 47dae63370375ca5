import { randomUUID } from 'node:crypto'
import type { CallId } from '../contracts/call.ts'
import type { Match } from '../contracts/match.ts'
import type { CallMs } from '../contracts/time.ts'

/** A person asks for attention now: it waits for no pause and no budget. */
const PRIORITY = 100

interface Whisper {
  readonly callId: CallId
  readonly text: string
  readonly atMs: CallMs
}

/** A supervisor's line on its way to the agent, as a rule that fired: so it is shown and kept like any other prompt. */
export function whisperMatch({ callId, text, atMs }: Whisper): Match {
  return {
    type: 'match',
    matchId: `${callId}:whisper:${randomUUID()}`,
    callId,
    state: 'confirmed',
    rule: {
      id: 'whisper',
      version: 1,
      title: 'From your supervisor',
      severity: 'high',
      status: 'live',
      priority: PRIORITY,
    },
    ruleSetHash: '',
    action: { kind: 'prompt', text, cooldownMs: 0, oncePerCall: false },
    evidence: {
      condition: 'call-time',
      party: null,
      phrase: '',
      words: [],
      utteranceId: null,
      startMs: atMs,
      endMs: atMs,
      confidence: null,
      score: 1,
      others: [],
    },
    atMs,
    stamps: null,
  }
}
