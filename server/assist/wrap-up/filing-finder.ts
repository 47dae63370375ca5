import type { SaidLine } from '../../contracts/assist.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import { createPhraseFinder, type PhraseFinder } from '../../language/phrases/finder.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'
import type { Filing, FilingChoice } from './filing.ts'

/** Words after a promise's own that still belong to it. */
const MOST_AFTER = 14
/** Words of one utterance that are looked at. */
const MOST_WORDS = 400

export interface FoundInCall {
  /** What the agent promised, in the order of the call. */
  readonly promised: readonly SaidLine[]
  /** Words of either party, by the disposition that they speak for. */
  readonly words: ReadonlyMap<FilingChoice, readonly string[]>
}

interface Meaning {
  /** Null: it is a promise. */
  readonly choice: FilingChoice | null
  readonly phrase: Phrase
}

/** Finds in a call what it may be filed by. Made once for a set of dispositions. */
export class FilingFinder {
  readonly filing: Filing
  readonly #meanings: readonly Meaning[]
  readonly #finder: PhraseFinder

  constructor(filing: Filing) {
    this.filing = filing
    this.#meanings = [
      ...filing.promises.map((phrase) => ({ choice: null, phrase })),
      ...filing.choices.flatMap((choice) => choice.phrases.map((phrase) => ({ choice, phrase }))),
    ]
    this.#finder = createPhraseFinder(
      this.#meanings.map(({ phrase }) => ({ phrase, soundsAlike: false, minScore: 0 })),
    )
  }

  find(finals: readonly Utterance[]): FoundInCall {
    const promised: SaidLine[] = []
    const words = new Map<FilingChoice, readonly string[]>()
    for (const utterance of finals) {
      const spoken = utterance.words.slice(0, MOST_WORDS)
      const row = spoken.map(({ text }) => text.toLowerCase())
      let promisedTo = -1
      for (const { phrase, from, to } of this.#finder.find(row)) {
        const choice = this.#meanings[phrase]?.choice ?? null
        const said = row.slice(from, to).join(' ')
        if (choice !== null) {
          const known = words.get(choice) ?? []
          if (!known.includes(said)) words.set(choice, [...known, said])
        } else if (utterance.party === 'agent' && from >= promisedTo) {
          promisedTo = Math.min(row.length, to + MOST_AFTER)
          promised.push(lineOf(utterance, { row, from, to: promisedTo, said }))
        }
      }
    }
    return { promised, words }
  }
}

interface Place {
  readonly row: readonly string[]
  readonly from: number
  readonly to: number
  readonly said: string
}

function lineOf({ party, utteranceId, words, startMs }: Utterance, { row, from, to, said }: Place): SaidLine {
  const text = row.slice(from, to).join(' ')
  return { text, words: said, party, utteranceId, atMs: words[from]?.startMs ?? startMs }
}
