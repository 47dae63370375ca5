import type { Utterance } from '../../contracts/transcript.ts'

/** What the customer said longer ago is about something else, in milliseconds of call time. */
const RECENT_MS = 60_000
/** A word that has stayed so long will most likely be in the final, in milliseconds of audio. */
const SETTLED_MS = 300
const MOST_UTTERANCES = 12
const MOST_WORDS = 60

interface Said {
  readonly utteranceId: string
  readonly text: string
  readonly endMs: number
}

/** What the customer said lately: finals, and the settled words of what is being said. Pure. */
export class RecentWords {
  #finals: readonly Said[] = []
  #open: Said | null = null

  /** Whether it changed anything. */
  take(utterance: Utterance): boolean {
    if (utterance.party !== 'customer') return false
    const { utteranceId, endMs } = utterance
    if (utterance.state === 'final') {
      if (this.#open?.utteranceId === utteranceId) this.#open = null
      this.#finals = [...this.#finals, { utteranceId, endMs, text: tail(utterance.text) }].slice(
        -MOST_UTTERANCES,
      )
      return true
    }
    const unsettled = utterance.words.findIndex(({ stayedMs }) => stayedMs < SETTLED_MS)
    const settled = unsettled === -1 ? utterance.words : utterance.words.slice(0, unsettled)
    const text = tail(settled.map((word) => word.text).join(' '))
    if (this.#open?.utteranceId === utteranceId && this.#open.text === text) return false
    this.#open = { utteranceId, endMs, text }
    return true
  }

  /** Utterances, oldest first. */
  textsAt(atMs: number): readonly string[] {
    const all = [...this.#finals, ...(this.#open === null ? [] : [this.#open])]
    return all.filter(({ text, endMs }) => text !== '' && endMs >= atMs - RECENT_MS).map(({ text }) => text)
  }
}

function tail(text: string): string {
  const words = text.split(' ')
  return words.length <= MOST_WORDS ? text : words.slice(-MOST_WORDS).join(' ')
}
