import { callMs, type CallMs } from '../../../contracts/time.ts'
import type { CallPhase } from '../../compile/rule.ts'
import type { ClosingCue } from './closing-cue.ts'
import type { SpokenFact } from './fact.ts'
import type { Hold } from './hold.ts'

/** Where the call is, hold apart. */
export interface Phase {
  readonly name: Exclude<CallPhase, 'hold'>
  /** Words of the customer since the closing cue; 0 in other phases. */
  readonly wordsSince: number
}

export const FIRST_PHASE: Phase = { name: 'greeting', wordsSince: 0 }

/** The greeting is over at the latest after this much of the call. */
const LONGEST_GREETING_MS = 30_000

/** An utterance of the customer of so many words ends the greeting. */
const WORDS_OF_CONCERN = 3

/** Before that, "thank you for calling" is said in welcome. */
const NO_CLOSING_BEFORE_MS = 60_000

/** So many words of the customer after the closing cue: there was something else. */
const WORDS_OF_RETURN = 12

const CONVERSATION: Phase = { name: 'conversation', wordsSince: 0 }

const CLOSING: Phase = { name: 'closing', wordsSince: 0 }

/** What is said while the caller is on hold, the other does not hear: it changes nothing. */
export function takePhase(
  phase: Phase,
  {
    fact,
    hold,
    closing,
  }: { readonly fact: SpokenFact; readonly hold: Hold; readonly closing: ClosingCue | null },
): Phase {
  if (hold.sinceMs !== null) return phase
  if (closing !== null && isCue(closing, fact)) return CLOSING
  const { party, words } = fact
  if (party !== 'customer') return phase
  if (phase.name === 'greeting') return words.length >= WORDS_OF_CONCERN ? CONVERSATION : phase
  if (phase.name === 'conversation') return phase
  const wordsSince = phase.wordsSince + words.length
  return wordsSince >= WORDS_OF_RETURN ? CONVERSATION : { ...phase, wordsSince }
}

export function phaseAt(phase: Phase, hold: Hold, atMs: CallMs): CallPhase {
  if (hold.sinceMs !== null) return 'hold'
  return phase.name === 'greeting' && atMs >= LONGEST_GREETING_MS ? 'conversation' : phase.name
}

/** When another phase begins without anything being said; null: never. */
export function phaseChangesMs(phase: Phase, hold: Hold, atMs: CallMs): CallMs | null {
  if (hold.sinceMs !== null || phase.name !== 'greeting' || atMs >= LONGEST_GREETING_MS) return null
  return callMs(LONGEST_GREETING_MS)
}

function isCue({ party, finder }: ClosingCue, fact: SpokenFact): boolean {
  if (fact.atMs < NO_CLOSING_BEFORE_MS || (party !== null && party !== fact.party)) return false
  const hits = finder.find(fact.words.map(({ text }) => text))
  return hits.some(({ from }) => (fact.words[from]?.startMs ?? 0) >= NO_CLOSING_BEFORE_MS)
}
