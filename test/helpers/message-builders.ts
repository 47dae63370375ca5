import type { CallInfo, Party } from '../../server/contracts/call.ts'
import type { Evidence, Match } from '../../server/contracts/match.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type {
  CallEnd,
  CallMessage,
  CallStart,
  CallUpdate,
  Utterance,
  Word,
} from '../../server/contracts/transcript.ts'

/** Wall time at which the calls of these builders start. */
export const STARTED_AT = Date.UTC(2026, 10, 22, 9, 0, 0)

/** Each word takes 300 ms, with 20 ms between them. */
export const WORD_MS = 320

export function buildCall(change: Partial<CallInfo> = {}): CallInfo {
  return {
    callId: 'call-1',
    startedAt: wallMs(STARTED_AT),
    agentId: 'agent-7',
    language: 'en-US',
    source: 'native',
    attributes: { queue: 'billing' },
    ...change,
  }
}

/** Words of a text, spoken one after another from `startMs` on. */
export function buildWords(text: string, startMs = 0): readonly Word[] {
  const texts = text === '' ? [] : text.split(' ')
  return texts.map((word, place) => ({
    text: word,
    startMs: callMs(startMs + place * WORD_MS),
    endMs: callMs(startMs + place * WORD_MS + 300),
    confidence: 0.9,
    stayedMs: 400,
  }))
}

interface Said {
  readonly text: string
  readonly startMs?: number
  readonly party?: Party
  readonly state?: Utterance['state']
  readonly callId?: string
  readonly utteranceId?: string
  readonly seq?: number
}

export function buildUtterance(said: Said): Utterance {
  const startMs = said.startMs ?? 0
  const words = buildWords(said.text, startMs)
  const endMs = words.at(-1)?.endMs ?? callMs(startMs)
  const heardAt = STARTED_AT + endMs + 40
  return {
    type: 'utterance',
    callId: said.callId ?? 'call-1',
    seq: said.seq ?? 2,
    utteranceId: said.utteranceId ?? `utterance-${String(startMs)}`,
    party: said.party ?? 'customer',
    state: said.state ?? 'final',
    startMs: callMs(startMs),
    endMs,
    text: said.text,
    words,
    atMs: callMs(endMs + 200),
    capturedAt: wallMs(heardAt - 15),
    heardAt: wallMs(heardAt),
    decodedAt: wallMs(heardAt + 25),
    lagMs: 0,
  }
}

export function buildStart(call: CallInfo = buildCall()): CallStart {
  return { type: 'start', callId: call.callId, seq: 1, atMs: callMs(0), call }
}

export function buildUpdate(change: CallUpdate['change'], callId = 'call-1'): CallUpdate {
  return { type: 'update', callId, seq: 3, atMs: callMs(1000), change }
}

export function buildEnd(callId = 'call-1', durationMs = 60_000): CallEnd {
  return { type: 'end', callId, seq: 99, atMs: callMs(durationMs), durationMs, reason: 'completed' }
}

/** One of every message that carries no words. */
export function wordlessMessages(): readonly CallMessage[] {
  const place = { callId: 'call-1', seq: 4, atMs: callMs(2000) }
  return [
    buildStart(),
    buildUpdate({ onHold: true, attributes: { pin: '4539' } }),
    { type: 'tick', ...place, lagMs: 12 },
    { type: 'gap', ...place, party: 'agent', durationMs: 400, reason: 'lost' },
    buildEnd(),
  ]
}

export function buildEvidence(change: Partial<Evidence> = {}): Evidence {
  const words = buildWords('cancel my contract', 4000)
  return {
    condition: 'said',
    party: 'customer',
    phrase: 'cancel my contract',
    words,
    utteranceId: 'utterance-4000',
    startMs: callMs(4000),
    endMs: words.at(-1)?.endMs ?? callMs(4000),
    confidence: 0.9,
    score: 1,
    others: [],
    ...change,
  }
}

export interface MatchChange extends Partial<Omit<Match, 'rule' | 'action' | 'atMs'>> {
  readonly atMs?: number
  readonly rule?: Partial<Match['rule']>
  readonly action?: Partial<Match['action']>
}

/** A prompt of a live rule that fired 360 ms after the last word of its evidence. */
export function buildMatch({ rule, action, atMs, ...change }: MatchChange = {}): Match {
  return {
    type: 'match',
    matchId: 'match-1',
    callId: 'call-1',
    state: 'fired',
    rule: {
      id: 'cancel-risk',
      version: 2,
      title: 'Customer wants to cancel',
      severity: 'high',
      status: 'live',
      priority: 70,
      ...rule,
    },
    ruleSetHash: 'abc',
    action: {
      kind: 'prompt',
      text: 'Offer the loyalty discount.',
      cooldownMs: 0,
      oncePerCall: false,
      ...action,
    },
    evidence: buildEvidence(),
    atMs: callMs(atMs ?? 5300),
    stamps: {
      capturedAt: wallMs(STARTED_AT + 5300),
      heardAt: wallMs(STARTED_AT + 5312),
      decodedAt: wallMs(STARTED_AT + 5350),
      matchedAt: wallMs(STARTED_AT + 5351),
    },
    ...change,
  }
}

export function buildOutcome(change: Partial<Outcome> = {}): Outcome {
  return {
    type: 'outcome',
    outcomeId: 'outcome-1',
    kind: 'prompt',
    callId: 'call-1',
    agentId: 'agent-7',
    rule: 'cancel-risk@2',
    title: 'Customer wants to cancel',
    text: 'Offer the loyalty discount.',
    severity: 'high',
    priority: 70,
    atMs: callMs(5300),
    state: 'shown',
    reason: 'matched',
    evidence: buildEvidence(),
    latencyMs: { network: 12, settle: 360.5, recognise: 38 },
    createdAt: wallMs(STARTED_AT + 5352),
    ...change,
  }
}
