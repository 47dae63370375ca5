import type { UtteranceDraft } from '../../server/asr/transcript-assembler.ts'
import type { Word } from '../../server/contracts/transcript.ts'

/** What became of phrases that a listener acted on as soon as they had stayed for a given time. */
export interface SettledPhrases {
  /** Phrases that had stayed long enough in some partial, and how many of them the final has too. */
  readonly fired: number
  readonly confirmed: number
  /** Phrases of the finals, and how many of them had fired before their final came. */
  readonly spoken: number
  readonly early: number
  /** How many of them had fired, or became final, within `SOON_MS` of their end: a final that comes soon is as good. */
  readonly inTime: number
  /** Of the confirmed ones: from the phrase's end, as the final times it, to the position at which it fired. */
  readonly delaysMs: readonly number[]
}

/**
 * Words that carry no meaning of their own; all others are content words. Rules are written with content
 * words, and function words flicker most.
 */
const FUNCTION_WORDS = new Set(
  (
    "a an the this that that's these those and or but so if as than then because of to in on at by for from with " +
    "about into over up out off down i i'm i'll i've i'd me my mine you you're you'll you've your yours he he's him " +
    "his she she's her it it's its we we're we'll we've us our they they're them their there there's here what " +
    "what's who which when where how why am is are was were be been being do does did don't doesn't didn't done have " +
    "has had having will would can can't could should shall may might must not no just um uh oh ah hm huh mm like " +
    'well very too also any some all'
  ).split(' '),
)

/** An estimated end in a partial and the end in the final further apart than this are not the same place. */
const SAME_PLACE_MS = 1500

/** A rule that acts within this time of a phrase's end acts in time. */
export const SOON_MS = 900

interface Phrase {
  readonly text: string
  /** How often the same words came before it in the utterance. */
  readonly ordinal: number
  readonly endMs: number
  /** Of its word that has stayed the shortest. */
  readonly stayedMs: number
}

interface FiredPhrase {
  readonly text: string
  readonly atMs: number
  readonly endMs: number
}

/** Follows one party's utterances as a rule would that waits until a phrase has stayed for `stayMs`. */
export function settledPhrases(drafts: readonly UtteranceDraft[], stayMs: number): SettledPhrases {
  const totals = { fired: 0, confirmed: 0, spoken: 0, early: 0, inTime: 0 }
  const delaysMs: number[] = []
  let fired = new Map<string, FiredPhrase>()
  for (const draft of drafts) {
    if (draft.state === 'partial') {
      for (const phrase of phrasesOf(draft.words)) {
        const key = `${phrase.text} ${phrase.ordinal}`
        if (phrase.stayedMs < stayMs || fired.has(key)) continue
        fired.set(key, { text: phrase.text, atMs: draft.atMs, endMs: phrase.endMs })
      }
      continue
    }
    const spoken = phrasesOf(draft.words)
    const pairs = pairUp([...fired.values()], spoken)
    totals.fired += fired.size
    totals.spoken += spoken.length
    totals.confirmed += pairs.length
    totals.early += pairs.length
    const firedAt = new Map(pairs.map(([early, final]) => [final, early.atMs]))
    totals.inTime += spoken.filter(
      (phrase) => (firedAt.get(phrase) ?? draft.atMs) - phrase.endMs <= SOON_MS,
    ).length
    delaysMs.push(...pairs.map(([early, final]) => early.atMs - final.endMs))
    fired = new Map()
  }
  return { ...totals, delaysMs }
}

/** Several parties' phrases as one. */
export function sumSettled(parts: readonly SettledPhrases[]): SettledPhrases {
  const total = (key: 'fired' | 'confirmed' | 'spoken' | 'early' | 'inTime'): number =>
    parts.reduce((sum, part) => sum + part[key], 0)
  return {
    fired: total('fired'),
    confirmed: total('confirmed'),
    spoken: total('spoken'),
    early: total('early'),
    inTime: total('inTime'),
    delaysMs: parts.flatMap((part) => part.delaysMs),
  }
}

/** Every content word, and every two content words that follow each other. */
function phrasesOf(words: readonly Word[]): readonly Phrase[] {
  const seen = new Map<string, number>()
  return words.flatMap((word, index) => {
    if (FUNCTION_WORDS.has(word.text)) return []
    const next = words[index + 1]
    const phrases = [[word]]
    if (next !== undefined && !FUNCTION_WORDS.has(next.text)) phrases.push([word, next])
    return phrases.map((parts) => {
      const text = parts.map((part) => part.text).join(' ')
      const ordinal = seen.get(text) ?? 0
      seen.set(text, ordinal + 1)
      const stayedMs = Math.min(...parts.map((part) => part.stayedMs))
      return { text, ordinal, endMs: parts.at(-1)?.endMs ?? word.endMs, stayedMs }
    })
  })
}

/** Each fired phrase with the nearest phrase of the final that has the same words at about the same place. */
function pairUp(
  fired: readonly FiredPhrase[],
  spoken: readonly Phrase[],
): readonly (readonly [FiredPhrase, Phrase])[] {
  const free = new Set(spoken)
  return fired.flatMap((early) => {
    const distance = (phrase: Phrase): number => Math.abs(phrase.endMs - early.endMs)
    const [nearest] = [...free]
      .filter((phrase) => phrase.text === early.text && distance(phrase) <= SAME_PLACE_MS)
      .toSorted((a, b) => distance(a) - distance(b))
    if (nearest === undefined) return []
    free.delete(nearest)
    return [[early, nearest] as const]
  })
}
