import type { Party } from '../contracts/call.ts'
import { callMs, type CallMs } from '../contracts/time.ts'
import type { CallMessage, Utterance } from '../contracts/transcript.ts'
import { CUE_MS, hasCue } from './cue.ts'
import { redactWords, type OpenNumber } from './redact-words.ts'

/** What must be remembered of a call. */
export interface CallNumbers {
  /** The number that each party may be in the middle of. */
  readonly open: Readonly<Record<Party, OpenNumber | null>>
  /** Until then a number is expected from either party. */
  readonly expectedUntilMs: CallMs
}

export const NO_NUMBERS: CallNumbers = { open: { agent: null, customer: null }, expectedUntilMs: callMs(-1) }

export interface RedactedMessage {
  readonly message: CallMessage
  readonly numbers: CallNumbers
  /** How many words were masked. */
  readonly masked: number
}

/** The message as it may leave the process, and what to remember for the call's next one. Pure. */
export function redactMessage(message: CallMessage, numbers: CallNumbers): RedactedMessage {
  return message.type === 'utterance' ? redactUtterance(message, numbers) : { message, numbers, masked: 0 }
}

/** Alternatives are left out: they are for rules, and a number in them would be masked in one and shown in the next. */
function redactUtterance(
  { alternatives: _, ...utterance }: Utterance,
  numbers: CallNumbers,
): RedactedMessage {
  const { party, state } = utterance
  // Partials count too: an answer begins long before the question is final.
  const cued = hasCue(utterance.words.map((word) => word.text))
  const expectedUntilMs = cued
    ? callMs(Math.max(numbers.expectedUntilMs, utterance.endMs + CUE_MS))
    : numbers.expectedUntilMs
  const expected = utterance.startMs <= expectedUntilMs
  const { words, masked, open } = redactWords(utterance.words, { state, expected, open: numbers.open[party] })
  const text = words.map((word) => word.text).join(' ')
  return {
    message: { ...utterance, words, text },
    // Only a final says how an utterance ended.
    numbers: { open: state === 'final' ? { ...numbers.open, [party]: open } : numbers.open, expectedUntilMs },
    masked,
  }
}
