import type { CallLabel } from '../../contracts/assist.ts'
import type { CallChange } from '../../contracts/audio.ts'
import type { CallId, CallInfo } from '../../contracts/call.ts'
import type { CodeId, HeardContact, JourneyStep } from '../../contracts/contact.ts'
import type { CallMs, WallMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import type { AboutChannel, CodeSearch } from './code-search.ts'
import { moodOfWords } from './mood.ts'

/** A word that has stayed in the moving hypothesis for so long will most likely be in the final, in ms of audio. */
const SETTLED_MS = 300
/** Texts without a code wait for each other, so that a long call is a handful of parts and not hundreds. */
const TEXTS_A_PART = 6
const PART_WITHIN_MS = 30_000
/** Words of one utterance that are searched; a longer one is searched by its end. */
const MOST_WORDS = 200
/** The feed that all calls are. */
export const CALL_SOURCE = 'calls'

export interface CallContactOptions {
  readonly search: () => CodeSearch
  /** A keyed hash of what names the customer. */
  readonly hashAuthor: (value: string) => string
  /** Attributes of a call that name the customer, and the queue. */
  readonly customerAttribute: string
  readonly queueAttribute: string
}

/** A code in the words of a live call, in the states of a match. */
export interface CodeHeard {
  readonly state: 'fired' | 'confirmed' | 'retracted'
  readonly code: CodeId
  /** The words it was found by, and all that the customer had said in that utterance by then. */
  readonly words: readonly Word[]
  readonly utterance: Utterance
}

/** What one message of a call brings. */
export interface Heard {
  readonly parts: readonly HeardContact[]
  readonly codes: readonly CodeHeard[]
}

const NOTHING: Heard = { parts: [], codes: [] }

interface OpenUtterance {
  readonly id: string
  /** Settled words that were searched. */
  searched: number
  readonly codes: Map<CodeId, readonly Word[]>
  /** Those of them that were told of first in this utterance. */
  readonly news: Set<CodeId>
}

interface WaitingText {
  readonly text: string
  readonly mood: number | null
  readonly words: number
}

/**
 * One call as a contact: the customer's side, part by part. A code counts as early as its words have settled; texts
 * come with the finals. What a final takes back has been counted, and is taken back where an agent was told of it.
 */
export class CallContact {
  readonly #options: CallContactOptions
  readonly #call: CallInfo
  readonly #codes = new Set<CodeId>()
  #authorKey: string | null = null
  #queue: string | null = null
  #step: JourneyStep | null = null
  #about: AboutChannel | null = null
  #open: OpenUtterance | null = null
  #waiting: WaitingText[] = []
  #waitingSince: { readonly at: WallMs; readonly atMs: CallMs } | null = null

  constructor(call: CallInfo, options: CallContactOptions) {
    this.#options = options
    this.#call = call
    this.#learn(call.attributes)
  }

  update(change: CallChange): void {
    this.#learn(change.attributes ?? {})
  }

  /** The agent says what it is about; the customer's words are counted apart, in the same contact. */
  label({ at, atMs, step }: CallLabel, code: CodeId | null): HeardContact {
    if (code !== null) this.#codes.add(code)
    this.#step = step ?? this.#step
    return this.#part({ at, atMs, codes: code === null ? [] : [code], texts: [], mood: null })
  }

  take(utterance: Utterance): Heard {
    if (utterance.party !== 'customer') return NOTHING
    return utterance.state === 'partial' ? this.#takePartial(utterance) : this.#takeFinal(utterance)
  }

  /** What still waits, when time has passed or the call is over. */
  flush(atMs: CallMs, isEnd: boolean): readonly HeardContact[] {
    const since = this.#waitingSince
    if (since === null || (!isEnd && atMs - since.atMs < PART_WITHIN_MS)) return []
    const texts = this.#waiting
    this.#waiting = []
    this.#waitingSince = null
    return [this.#part({ ...since, codes: [], texts: texts.map(({ text }) => text), mood: meanMood(texts) })]
  }

  #takePartial(utterance: Utterance): Heard {
    const open = this.#opened(utterance.utteranceId)
    const unsettled = utterance.words.findIndex(({ stayedMs }) => stayedMs < SETTLED_MS)
    const settled = unsettled === -1 ? utterance.words : utterance.words.slice(0, unsettled)
    if (settled.length <= open.searched) return NOTHING
    open.searched = settled.length
    const found = this.#search(settled, false)
    const fresh = found.filter(({ code }) => !open.codes.has(code))
    for (const { code, words } of fresh) open.codes.set(code, words)
    const news = fresh.filter(({ code }) => !this.#codes.has(code))
    if (news.length === 0) return NOTHING
    for (const { code } of news) {
      this.#codes.add(code)
      open.news.add(code)
    }
    const codes = news.map(({ code }) => code)
    const place = { at: utterance.decodedAt, atMs: news[0]?.words[0]?.startMs ?? utterance.startMs }
    return {
      parts: [this.#part({ ...place, codes, texts: [], mood: null })],
      codes: news.map(({ code, words }) => ({ state: 'fired', code, words, utterance })),
    }
  }

  #takeFinal(utterance: Utterance): Heard {
    const open = this.#opened(utterance.utteranceId)
    this.#open = null
    const found = this.#search(utterance.words, true)
    const names = new Set(found.map(({ code }) => code))
    const codes: CodeHeard[] = found.map(({ code, words }) => ({
      state: open.codes.has(code) ? 'confirmed' : 'fired',
      code,
      words,
      utterance,
    }))
    for (const [code, words] of open.codes) {
      if (names.has(code) || !open.news.has(code)) continue
      this.#codes.delete(code)
      codes.push({ state: 'retracted', code, words, utterance })
    }
    if (utterance.text === '') return { parts: [], codes }
    const mood = moodOfWords(
      utterance.words.map(({ text }) => text.toLowerCase()),
      this.#call.language,
    )
    if (found.length === 0) return { parts: this.#wait(utterance, mood), codes }
    for (const code of names) this.#codes.add(code)
    const place = { at: utterance.decodedAt, atMs: found[0]?.words[0]?.startMs ?? utterance.startMs }
    return { parts: [this.#part({ ...place, codes: [...names], texts: [utterance.text], mood })], codes }
  }

  #wait(utterance: Utterance, mood: number | null): readonly HeardContact[] {
    this.#waitingSince ??= { at: utterance.decodedAt, atMs: utterance.startMs }
    this.#waiting.push({ text: utterance.text, mood, words: utterance.words.length })
    return this.flush(utterance.endMs, this.#waiting.length >= TEXTS_A_PART)
  }

  #opened(id: string): OpenUtterance {
    if (this.#open?.id !== id) this.#open = { id, searched: 0, codes: new Map(), news: new Set() }
    return this.#open
  }

  /** Codes of the words, each with the words it was found by. */
  #search(
    all: readonly Word[],
    isFinal: boolean,
  ): readonly { readonly code: CodeId; readonly words: readonly Word[] }[] {
    const words = all.slice(-MOST_WORDS)
    const text = words.map((word) => word.text).join(' ')
    const part = { channel: 'call', step: null, about: this.#about, text } as const
    const search = this.#options.search()
    const { codes, step, about } = search.find(part)
    if (isFinal) this.#about = about
    if (codes.length === 0) return []
    this.#step = step ?? this.#step
    const hits = search.hits(part)
    return codes.map((code) => {
      const hit = hits.find((one) => one.code === code)
      return { code, words: wordsOf(words, hit?.words ?? '') }
    })
  }

  #learn(attributes: Readonly<Record<string, string>>): void {
    const { customerAttribute, queueAttribute, hashAuthor } = this.#options
    const customer = attributes[customerAttribute]
    if (customer !== undefined) this.#authorKey = customer === '' ? null : hashAuthor(customer)
    const queue = attributes[queueAttribute]
    if (queue !== undefined) this.#queue = queue === '' ? null : queue
  }

  #part(said: {
    readonly at: WallMs
    readonly atMs: CallMs
    readonly codes: readonly CodeId[]
    readonly texts: readonly string[]
    readonly mood: number | null
  }): HeardContact {
    return {
      ...said,
      id: contactIdOf(this.#call),
      channel: 'call',
      step: said.codes.length === 0 ? null : this.#step,
      authorKey: this.#authorKey,
      language: this.#call.language,
      rating: null,
      sourceId: CALL_SOURCE,
      callId: this.#call.callId,
      queue: this.#queue,
    }
  }
}

/** A call that goes on after a restart is the same contact. */
function contactIdOf({ callId, continues }: CallInfo): string {
  const first: CallId = continues?.callId ?? callId
  return `${CALL_SOURCE}:${first}`
}

/** Where a row of words lies among the words of an utterance; all of them where it cannot be told. */
function wordsOf(words: readonly Word[], row: string): readonly Word[] {
  const sought = row.split(' ')
  const spelled = words.map(({ text }) => text.toLowerCase())
  for (let from = spelled.length - sought.length; from >= 0 && row !== ''; from -= 1) {
    if (sought.every((word, at) => spelled[from + at] === word))
      return words.slice(from, from + sought.length)
  }
  return words
}

function meanMood(texts: readonly WaitingText[]): number | null {
  let sum = 0
  let weight = 0
  for (const { mood, words } of texts) {
    if (mood === null) continue
    sum += mood * words
    weight += words
  }
  return weight === 0 ? null : sum / weight
}
