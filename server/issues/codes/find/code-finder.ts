import type { Channel, CodeId, JourneyStep } from '../../../contracts/contact.ts'
import { createPhraseFinder, type PhraseFinder, type SlotHit } from '../../../language/phrases/finder.ts'
import type { Phrase } from '../../../language/phrases/phrase.ts'
import { writtenWords, type WordRow } from '../../../language/written-words.ts'
import { codesAbove, type AboutChannel, type FrameCode } from '../frame-code.ts'
import { isTakenBack } from './negation.ts'
import { withoutTold, type FoundPlace } from './told-by-longer.ts'

/** What a customer said or wrote in one go: an utterance, a message, a review. */
export interface ContactPart {
  /** Where it was said. */
  readonly channel: Channel
  /** As the source knows it. */
  readonly step: JourneyStep | null
  /** The channel that the customer named last in an earlier part of the same contact. */
  readonly about?: AboutChannel | null
  readonly text: string
}

export interface FoundCodes {
  /** The most specific ones: a code above another that was found is left out. By id. */
  readonly codes: readonly CodeId[]
  /** Of the most specific code that has one; as the source knows it where none does. */
  readonly step: JourneyStep | null
  /** The channel that the customer named last in this contact, for its next part. */
  readonly about: AboutChannel | null
}

/** Words that a code was found by. */
export interface CodeHit {
  readonly code: CodeId
  readonly phrase: string
  readonly words: string
}

export interface CodeFinder {
  find(part: ContactPart): FoundCodes
  /** Every place at which a phrase counts, codes above others among them. */
  hits(part: ContactPart): readonly CodeHit[]
}

/** What a phrase of the automaton stands for. */
interface Meaning {
  readonly code: FrameCode
  readonly counts: 'anywhere' | 'in-channel' | 'names-channel'
  readonly phrase: Phrase
}

/** The most words that are looked at in one go: rows are cut there, with room for the longest phrase across the cut. */
const ROW_WORDS = 1000

const NO_LISTS: readonly SlotHit[] = []

/** One automaton for the phrases of all codes; a text without any of their words costs one look-up a word. */
export function createCodeFinder(codes: readonly FrameCode[]): CodeFinder {
  const meanings = codes.flatMap(meaningsOf)
  const phrases = createPhraseFinder(
    meanings.map(({ phrase }) => ({ phrase, soundsAlike: false, minScore: 0 })),
    { bundles: false },
  )
  return new Finder(phrases, meanings)
}

function meaningsOf(code: FrameCode): readonly Meaning[] {
  const all = (list: readonly Phrase[], counts: Meaning['counts']): readonly Meaning[] =>
    list.map((phrase) => ({ code, counts, phrase }))
  return [
    ...all(code.phrases, 'anywhere'),
    ...all(code.inChannel, 'in-channel'),
    ...all(code.names, 'names-channel'),
  ]
}

interface Hit extends FoundPlace {
  readonly meaning: Meaning
}

interface Searched {
  readonly counted: readonly Hit[]
  readonly about: AboutChannel | null
}

class Finder implements CodeFinder {
  readonly #phrases: PhraseFinder
  readonly #meanings: readonly Meaning[]

  constructor(phrases: PhraseFinder, meanings: readonly Meaning[]) {
    this.#phrases = phrases
    this.#meanings = meanings
  }

  find(part: ContactPart): FoundCodes {
    const { counted, about } = this.#search(part)
    if (counted.length === 0) return { codes: [], step: part.step, about }
    const found = mostSpecific(counted.map(({ meaning }) => meaning.code))
    return { codes: found.map(({ id }) => id).toSorted(), step: stepOf(found) ?? part.step, about }
  }

  hits(part: ContactPart): readonly CodeHit[] {
    return this.#search(part).counted.map(({ meaning, row, from, to }) => ({
      code: meaning.code.id,
      phrase: meaning.phrase.text,
      words: row.slice(from, to).join(' '),
    }))
  }

  #search(part: ContactPart): Searched {
    const hits = writtenWords(part.text).flatMap((row) => this.#hitsIn(row))
    const named = hits.flatMap(({ meaning: { code, counts } }) =>
      counts === 'names-channel' && code.channel !== null ? [code.channel] : [],
    )
    const before = part.about ?? null
    // Whoever names a channel means it from there on; else it is the one named before, or where it is written.
    const meant = new Set<Channel | null>([part.channel, ...(named.length === 0 ? [before] : named)])
    // A caller has come by the phone menu.
    if (part.channel === 'call' && named.length === 0 && before === null) meant.add('ivr')
    const counted = hits.filter(
      ({ meaning: { code, counts } }) =>
        counts === 'anywhere' || (counts === 'in-channel' && meant.has(code.channel)),
    )
    return { counted: withoutTold(counted, ({ meaning }) => meaning.code), about: named.at(-1) ?? before }
  }

  #hitsIn(whole: WordRow): readonly Hit[] {
    const { longest } = this.#phrases
    const step = Math.max(ROW_WORDS, 2 * longest) - longest
    if (whole.words.length <= step + longest) return this.#hitsInRow(whole)
    const hits: Hit[] = []
    for (let start = 0; start + longest < whole.words.length; start += step) {
      const words = whole.words.slice(start, start + step + longest)
      const pauses = whole.pauses.map((at) => at - start)
      hits.push(...this.#hitsInRow({ words, pauses }))
    }
    return hits
  }

  #hitsInRow({ words, pauses }: WordRow): readonly Hit[] {
    const hits: Hit[] = []
    const takenBack: Hit[] = []
    for (const { phrase: index, from, to, slots = NO_LISTS } of this.#phrases.find(words)) {
      const meaning = this.#meanings[index]
      if (meaning === undefined) continue
      const hit: Hit = { meaning, phrase: meaning.phrase, row: words, from, to, lists: slots }
      const isNamed = meaning.counts === 'names-channel'
      if (!isNamed && isTakenBack({ ...hit, words, pauses })) takenBack.push(hit)
      else hits.push(hit)
    }
    if (takenBack.length === 0) return hits
    // Of "the app never crashes" the one word "crashes" is taken back as well.
    const ends = new Map(takenBack.map(({ from, to }) => [to, from]))
    return hits.filter(
      ({ meaning, from, to }) => meaning.counts === 'names-channel' || from < (ends.get(to) ?? Infinity),
    )
  }
}

/** In the order in which they were found, each once. */
function mostSpecific(found: readonly FrameCode[]): readonly FrameCode[] {
  const above = new Set(found.flatMap(({ id }) => codesAbove(id)))
  return [...new Set(found)].filter(({ id }) => !above.has(id))
}

function stepOf(codes: readonly FrameCode[]): JourneyStep | null {
  const depth = ({ id }: FrameCode): number => id.split('.').length
  const [first] = codes.filter(({ step }) => step !== null).toSorted((a, b) => depth(b) - depth(a))
  return first?.step ?? null
}
