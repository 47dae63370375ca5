import { PARTIES, type Party } from '../../server/contracts/call.ts'
import { NOWHERE } from '../../server/contracts/floor.ts'
import type { CallRecord, StoredEvent } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { Utterance } from '../../server/contracts/transcript.ts'
import { STARTED_AT, buildCall, buildUtterance } from './message-builders.ts'

export interface KeptCallParts {
  readonly callId?: string
  /** When, by whom, and what. */
  readonly said?: readonly (readonly [atMs: number, party: Party, text: string])[]
  readonly events?: readonly StoredEvent[]
  readonly durationMs?: number
  readonly attributes?: Readonly<Record<string, string>>
}

/** A call as the store keeps it: words become final 800 ms after the last of them, and are seen 200 ms after each. */
export function keptCall(parts: KeptCallParts = {}): CallRecord {
  const { callId = 'call-1', said = [], events = [], durationMs = 120_000, attributes = {} } = parts
  return {
    call: buildCall({ callId, attributes }),
    place: NOWHERE,
    endedAt: wallMs(STARTED_AT + durationMs),
    durationMs,
    endReason: 'completed',
    utterances: said.map(([atMs, party, text], index) => finalOf({ callId, atMs, party, text, index })),
    events,
    outcomes: [],
  }
}

interface Said {
  readonly callId: string
  readonly atMs: number
  readonly party: Party
  readonly text: string
  readonly index: number
}

function finalOf({ callId, atMs: startMs, party, text, index }: Said): Utterance {
  const place = { callId, seq: 2 + index, utteranceId: `u-${PARTIES.indexOf(party)}-${index}` }
  const final = buildUtterance({ text, party, startMs, ...place })
  const atMs = callMs(final.endMs + 800)
  const words = final.words.map((word) => ({ ...word, stayedMs: atMs - word.endMs - 200 + 60 }))
  return { ...final, atMs, words }
}
