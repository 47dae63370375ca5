import type { SlotHit } from '../../../language/phrases/finder.ts'
import type { Phrase } from '../../../language/phrases/phrase.ts'
import { fitsPattern } from '../../../language/phrases/word-pattern.ts'
import { saysWord, sideBySide, type SideBySide } from './phrase-words.ts'

/** Say that what follows is not so. */
const NEGATIONS: ReadonlySet<string> = new Set(
  "not never without don't doesn't didn't isn't wasn't aren't weren't haven't hasn't hadn't wouldn't".split(
    ' ',
  ),
)

/** Of a verb that comes right after: "stopped crashing", "fixed the crash". */
const ENDED: ReadonlySet<string> = new Set(['stopped', 'fixed', 'solved', 'resolved', 'no'])

/** May lie between a negation and what it is about: "not had any trouble", "never seen the app crash". */
const BETWEEN: ReadonlySet<string> = new Set(
  `a an the any my your his her their our one single had have has having seen see seeing got get getting been be being
  really actually ever even experienced experience experiencing encountered noticed more longer such of with find`.split(
    /\s+/,
  ),
)

/** Of these, the ones that "no" and "stopped" reach over: "no more crashes", but not "no, the app crashed". */
const CLOSE: ReadonlySet<string> = new Set(['more', 'longer', 'such', 'single', 'real', 'major'])

const MOST_BETWEEN = 4

export interface HitPlace {
  readonly words: readonly string[]
  /** Indexes of words before which there is a comma or the like. */
  readonly pauses: readonly number[]
  readonly from: number
  /** After the last word. */
  readonly to: number
  readonly phrase: Phrase
  /** Where its lists were found. */
  readonly lists: readonly SlotHit[]
}

/** Whether the customer says that it is not so: "no error message", "the page never freezes", "what if it crashes". */
export function isTakenBack(place: HitPlace): boolean {
  return isNegatedBefore(place) || isSupposed(place) || isNegatedWithin(place)
}

function isNegatedBefore({ words, pauses, from }: HitPlace): boolean {
  let isClose = true
  for (let at = from - 1; at >= Math.max(0, from - 1 - MOST_BETWEEN); at -= 1) {
    const word = words[at] ?? ''
    if (pauses.includes(at + 1)) return false
    if (NEGATIONS.has(word) || (isClose && ENDED.has(word))) return true
    if (!BETWEEN.has(word) && !CLOSE.has(word)) return false
    isClose &&= CLOSE.has(word)
  }
  return false
}

/** "What if", "in case": nothing has happened yet. */
function isSupposed({ words, from }: HitPlace): boolean {
  for (let at = from - 1; at >= Math.max(1, from - 1 - MOST_BETWEEN); at -= 1) {
    const pair = `${words[at - 1] ?? ''} ${words[at] ?? ''}`
    if (SUPPOSED.has(pair)) return true
    if (!BETWEEN.has(words[at] ?? '')) return false
  }
  return false
}

const SUPPOSED: ReadonlySet<string> = new Set(['what if', 'in case', 'happens if', 'happens when', 'even if'])

/**
 * A gap of the phrase has taken in a negation that belongs to the last thing said: "the page doesn't | freeze". Going
 * back from there, only words of the phrase itself may lie between.
 */
function isNegatedWithin(place: HitPlace): boolean {
  const { words, from, to, lists, phrase } = place
  const end = lists.find((list) => list.to === to)?.from ?? to - 1
  for (let at = end - 1; at >= Math.max(from, end - MOST_BETWEEN); at -= 1) {
    const word = words[at] ?? ''
    if (isInList(lists, at)) return false
    if (NEGATIONS.has(word) || (at === end - 1 && ENDED.has(word))) return !isMeant(place, at)
    if (!BETWEEN.has(word) && !saysWord(phrase, word)) return false
  }
  return false
}

/** Whether the phrase itself says the negation there: as a word of its own, or of an alternative that the customer's words follow. */
function isMeant({ words, phrase, lists, to }: HitPlace, at: number): boolean {
  const [whole, ...branches] = sideBySide(phrase)
  const has = ({ patterns }: SideBySide, word: string | undefined): boolean =>
    word !== undefined && patterns.some((pattern) => fitsPattern(pattern, word))
  if (whole !== undefined && has(whole, words[at])) return true
  const endsInList = lists.some((list) => list.to === to)
  return branches.some(
    (branch) =>
      has(branch, words[at]) &&
      (has(branch, words[at - 1]) || has(branch, words[at + 1]) || (branch.hasList && endsInList)),
  )
}

function isInList(lists: readonly SlotHit[], at: number): boolean {
  return lists.some(({ from, to }) => from <= at && at < to)
}
