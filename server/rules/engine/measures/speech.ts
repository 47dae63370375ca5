import { PARTIES, type Party } from '../../../contracts/call.ts'
import type { Fact } from './fact.ts'

/** Whether a party speaks, and when it last did. */
export interface PartySpeech {
  /** The utterance under way; null: it does not speak. */
  readonly utteranceId: string | null
  /** When the utterance under way began. */
  readonly sinceMs: number
  /** End of its last utterance; 0 before the first. */
  readonly endedMs: number
}

/** Who speaks. */
export type Speech = Readonly<Record<Party, PartySpeech>>

const SILENT: PartySpeech = { utteranceId: null, sinceMs: 0, endedMs: 0 }

export const NO_SPEECH: Speech = { agent: SILENT, customer: SILENT }

/**
 * A party says one utterance at a time: one that begins takes the place of one that was never spoken to its
 * end. What was under way when a process died is over.
 */
export function takeSpeech(speech: Speech, fact: Fact): Speech {
  switch (fact.kind) {
    case 'start':
    case 'end':
      return withAll(speech, (party) => ({ ...party, utteranceId: null }))
    case 'begins': {
      const { party, utteranceId, atMs } = fact
      return { ...speech, [party]: { ...speech[party], utteranceId, sinceMs: atMs } }
    }
    case 'spoken': {
      const before = speech[fact.party]
      const utteranceId = before.utteranceId === fact.utteranceId ? null : before.utteranceId
      const endedMs = Math.max(before.endedMs, fact.atMs)
      return { ...speech, [fact.party]: { ...before, utteranceId, endedMs } }
    }
    case 'change':
      return speech
  }
}

/** When the last of these parties (null: both) fell silent; null: one of them speaks. */
export function quietSinceMs(speech: Speech, party: Party | null): number | null {
  const asked = party === null ? PARTIES : [party]
  if (asked.some((each) => speech[each].utteranceId !== null)) return null
  return Math.max(...asked.map((each) => speech[each].endedMs))
}

/** When the second of the two began to speak while the first did, and who it was (null: both at once); null: not both speak. */
export function overlapOf({
  agent,
  customer,
}: Speech): { readonly sinceMs: number; readonly by: Party | null } | null {
  if (agent.utteranceId === null || customer.utteranceId === null) return null
  const sinceMs = Math.max(agent.sinceMs, customer.sinceMs)
  if (agent.sinceMs === customer.sinceMs) return { sinceMs, by: null }
  return { sinceMs, by: agent.sinceMs > customer.sinceMs ? 'agent' : 'customer' }
}

function withAll(speech: Speech, change: (party: PartySpeech) => PartySpeech): Speech {
  return { agent: change(speech.agent), customer: change(speech.customer) }
}
