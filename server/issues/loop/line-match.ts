import type { CallId } from '../../contracts/call.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Match } from '../../contracts/match.ts'
import type { CallMs, WallMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'

/** What agents are told before anything else: it is about all callers of the hour. */
const PRIORITY = 100

/** Words of a call that an issue was known by. */
export interface LineEvidence {
  readonly words: readonly Word[]
  readonly utterance: Utterance
}

/** What the digital team wants said, as the floor gets it. */
export interface Line {
  readonly issue: Issue
  readonly text: string
  /** When it was written: what tells it from an earlier one of the same issue. */
  readonly at: WallMs
  /** Goes up with every new line of the same issue. */
  readonly version: number
}

export interface LineMatch {
  readonly callId: CallId
  readonly matchId: string
  readonly line: Line
  readonly evidence: LineEvidence
  readonly state: Match['state']
  readonly atMs: CallMs
  /** When words decided it; null when a person did. */
  readonly matchedAt: WallMs | null
}

/** A line on its way to an agent, as a rule that fired: so it is shown, kept and judged like any other prompt. */
export function lineMatch(told: LineMatch): Match {
  const { line, evidence, matchedAt } = told
  const { utterance, words } = evidence
  const { issueId, title, severity } = line.issue
  const { capturedAt, heardAt, decodedAt } = utterance
  const confidences = words.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]))
  return {
    type: 'match',
    matchId: told.matchId,
    callId: told.callId,
    state: told.state,
    rule: {
      id: `issue.${issueId}`,
      version: line.version,
      title,
      severity,
      status: 'live',
      priority: PRIORITY,
    },
    ruleSetHash: '',
    action: { kind: 'prompt', text: line.text, cooldownMs: 0, oncePerCall: false },
    evidence: {
      condition: 'said',
      party: 'customer',
      phrase: words.map(({ text }) => text).join(' '),
      words,
      utteranceId: utterance.utteranceId,
      startMs: words[0]?.startMs ?? utterance.startMs,
      endMs: words.at(-1)?.endMs ?? utterance.endMs,
      confidence: confidences.length < words.length || words.length === 0 ? null : Math.min(...confidences),
      score: 1,
      others: [],
    },
    atMs: told.atMs,
    stamps: matchedAt === null ? null : { capturedAt, heardAt, decodedAt, matchedAt },
  }
}
