import type { CallMs } from '../contracts/time.ts'
import type { Utterance, Word } from '../contracts/transcript.ts'
import { findDigitRuns, isBridge, type DigitRun } from './digit-runs.ts'
import { followsTime, isCurrency, leadsToTime } from './number-words.ts'

/** What stands for a masked word, however long it was. */
export const MASK = '•'

/** So many digits in a row are a number that names somebody or something of theirs. */
const PRIVATE_DIGITS = 4

/**
 * Where a number is expected, two said one by one are a part of one: words that were misheard cut numbers
 * into pieces, and a card's security code has three digits anyway.
 */
const EXPECTED_SINGLE_DIGITS = 2

/** Digits that may grow into such a number are hidden from the second on, or at once where one is expected. */
const GROWING_DIGITS = 2
const EXPECTED_GROWING_DIGITS = 1

/** An amount longer than this is masked although a currency follows. */
const AMOUNT_DIGITS = 6

/** A party may pause so long within a number, in milliseconds of call time. */
const PAUSE_MS = 3000

/** A number at the end of an utterance, which the party's next utterance may continue. */
export interface OpenNumber {
  readonly digits: number
  readonly single: number
  readonly masked: boolean
  readonly endMs: CallMs
}

export interface RedactionContext {
  readonly state: Utterance['state']
  /** Left open by the same party's last final, or null. */
  readonly open: OpenNumber | null
  /** Somebody has just spoken of a number, see `cue.ts`. */
  readonly expected: boolean
}

export interface RedactedWords {
  readonly words: readonly Word[]
  /** How many words were masked. */
  readonly masked: number
  /** To be given with the party's next utterance when these words are final. */
  readonly open: OpenNumber | null
}

/** Masks the numbers in words that stand alone, such as those that made a rule fire. */
export function redactExcerpt(words: readonly Word[]): readonly Word[] {
  return redactWords(words, { state: 'final', open: null, expected: false }).words
}

/** Masks whatever may be a part of a number in words that are written down before all of it was said. */
export function redactKept(words: readonly Word[]): readonly Word[] {
  return redactWords(words, { state: 'partial', open: null, expected: true }).words
}

/**
 * Masks the numbers in one party's words; words keep their times. Pure.
 *
 * A run of four or more digits is masked, and counts together with what the last final left open. A run at
 * the end may go on, so it is masked early: from two digits on in a partial; in a final from two digits said
 * one by one ("four five" is the start of a number, "forty five" or "three thirty" most likely all of it).
 */
export function redactWords(words: readonly Word[], context: RedactionContext): RedactedWords {
  const texts = words.map((word) => word.text)
  const places = new Set<number>()
  let open = isBridge(texts) ? context.open : null
  for (const run of findDigitRuns(texts)) {
    const before = continued(run, { words, texts, open: context.open })
    const number = {
      digits: run.digits + (before?.digits ?? 0),
      single: run.single + (before?.single ?? 0),
      last: isBridge(texts.slice(run.to)),
    }
    const masked =
      before === null
        ? !run.onlyOh &&
          (isGrowing(number, context) || (isPrivate(number, context) && !isHarmless(run, texts)))
        : before.masked || isGrowing(number, context) || isPrivate(number, context)
    if (masked) for (const place of run.places) places.add(place)
    const endMs = words[run.to - 1]?.endMs
    const { digits, single } = number
    if (number.last && endMs !== undefined) open = { digits, single, masked, endMs }
  }
  return {
    words: words.map((word, place) => (places.has(place) ? { ...word, text: MASK } : word)),
    masked: places.size,
    open,
  }
}

/** The places of words that are masked in a text that stands alone: in words that nothing goes before or follows. */
export function numberPlaces(texts: readonly string[]): ReadonlySet<number> {
  const numbers = findDigitRuns(texts).filter(
    (run) => run.digits >= PRIVATE_DIGITS && !run.onlyOh && !isHarmless(run, texts),
  )
  return new Set(numbers.flatMap(({ places }) => places))
}

/** Whether words hold a number that would be masked in a final. For checks of what leaves by another way. */
export function holdsNumber(texts: readonly string[]): boolean {
  return numberPlaces(texts).size > 0
}

/** A run together with the open number that it continues. */
interface SpokenNumber {
  readonly digits: number
  readonly single: number
  /** Nothing but bridges follows it in the utterance. */
  readonly last: boolean
}

function isGrowing({ digits, single, last }: SpokenNumber, { state, expected }: RedactionContext): boolean {
  if (!last) return false
  if (expected) return digits >= EXPECTED_GROWING_DIGITS
  return (state === 'partial' ? digits : single) >= GROWING_DIGITS
}

function isPrivate({ digits, single }: SpokenNumber, { expected }: RedactionContext): boolean {
  return digits >= PRIVATE_DIGITS || (expected && single >= EXPECTED_SINGLE_DIGITS)
}

interface Surroundings {
  readonly words: readonly Word[]
  readonly texts: readonly string[]
  readonly open: OpenNumber | null
}

/** The open number that this run goes on with, or null when it stands for itself. */
function continued(run: DigitRun, { words, texts, open }: Surroundings): OpenNumber | null {
  const startMs = words[run.from]?.startMs
  if (open === null || startMs === undefined || !isBridge(texts.slice(0, run.from))) return null
  return startMs - open.endMs <= PAUSE_MS ? open : null
}

/** A short amount of money, or a time of day of four digits. */
function isHarmless(run: DigitRun, texts: readonly string[]): boolean {
  if (run.single > 2) return false
  const after = texts[run.to]
  if (isCurrency(after)) return run.digits <= AMOUNT_DIGITS
  const time = run.firstRole === 'teen' && run.digits === PRIVATE_DIGITS
  return time && (leadsToTime(texts[run.from - 1]) || followsTime(after))
}
