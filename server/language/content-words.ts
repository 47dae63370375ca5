import { stem } from './stem.ts'

/**
 * Words that carry no subject. Kept short on purpose: a word that is merely frequent is damped by its own
 * background, while "not", "no", "can't" and "won't" tell a broken page from a working one and stay.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those there here it its it's i i'm i've i'd i'll im ive me my mine myself we we're us our
  you your yours you're he she him her his they them their who whom whose which what when where why how and or but
  if so than then because as of at by for with about to from in on into onto over under up down out off is am are was
  were be been being do does did doing have has had having will would shall should could can may might must just
  also very really please thank thanks hi hello hey yeah yes okay ok oh uh um er like get got getting some any all
  such too only own same more most other let s t d m re ve ll`.split(/\s+/),
)

/** Chinese words of two characters that carry no subject; those of one are left out altogether. */
const HAN_STOP_WORDS: ReadonlySet<string> = new Set(
  '我的 你的 他的 我们 你们 他们 什么 怎么 可以 一个 这个 那个 就是 还是 已经 然后 因为 所以 但是 如果 请问 谢谢 你好'.split(
    ' ',
  ),
)

const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’]*/gu
const HAN = /\p{Script=Han}/u
const DIGIT = /\p{N}/u
const MASK = '#num'
/** Distinct spellings remembered; beyond it the memory starts afresh, so that garbage cannot fill it. */
const REMEMBERED = 20_000

const remembered = new Map<string, string>()
let segmenter: Intl.Segmenter | null = null

/**
 * The words of a text that say what it is about, in order, stemmed: what is counted when nobody has named a
 * subject yet. Numbers become one mark. Chinese is cut into words, and words of one character are left out.
 */
export function contentWords(text: string): readonly string[] {
  const words: string[] = []
  for (const [found] of text.toLowerCase().matchAll(WORD)) {
    if (HAN.test(found)) pushHan(found, words)
    else {
      const key = keyOf(found)
      if (key !== '') words.push(key)
    }
  }
  return words
}

function keyOf(spelling: string): string {
  const known = remembered.get(spelling)
  if (known !== undefined) return known
  const word = spelling.replaceAll('’', "'")
  const key = DIGIT.test(word) ? MASK : STOP_WORDS.has(word) ? '' : stem(word)
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(spelling, key)
  return key
}

function pushHan(run: string, words: string[]): void {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  for (const { segment } of segmenter.segment(run)) {
    if (segment.length > 1 && !HAN_STOP_WORDS.has(segment)) words.push(segment)
  }
}

/** Each content word as it was written beside its key, for people to read. */
export function wordsWithKeys(text: string): readonly { readonly word: string; readonly key: string }[] {
  return [...text.matchAll(WORD)].flatMap(([word]) => {
    const spoken = HAN.test(word) ? hanWords(word) : [word]
    return spoken.flatMap((one) => contentWords(one).map((key) => ({ word: one.toLowerCase(), key })))
  })
}

function hanWords(run: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  return [...segmenter.segment(run)].map(({ segment }) => segment)
}
