import type { Party } from '../contracts/call.ts'
import { callMs } from '../contracts/time.ts'
import type { Utterance, Word } from '../contracts/transcript.ts'
import type { ChannelMessage } from './ipc-message.ts'
import { WordStability } from './word-stability.ts'

/** What the assembler knows of an utterance; the call adds its sequence number, times of arrival and lag. */
export type UtteranceDraft = Pick<
  Utterance,
  'utteranceId' | 'party' | 'state' | 'startMs' | 'endMs' | 'text' | 'words' | 'alternatives' | 'atMs'
>

/** No rule asks for a word to stay longer in the hypothesis, so a partial that only ages is not told again. */
const LONGEST_STAY_MS = 700

type FinalReport = Pick<Extract<ChannelMessage, { type: 'final' }>, 'words' | 'alternatives' | 'atMs'>

interface OpenUtterance {
  readonly id: string
  readonly fromMs: number
  /** Stay of the youngest word when it was told last. */
  toldStayMs: number
}

/**
 * Makes one party's utterances of what workers report. It outlives workers: an utterance that one worker
 * began and another finishes keeps its id, and partials go on only where the first had come to.
 */
export class TranscriptAssembler {
  readonly #party: Party
  readonly #idPrefix: string
  readonly #stability = new WordStability()
  #open: OpenUtterance | null = null
  #count = 0
  #reachedMs = 0

  /** `idPrefix` makes utterance ids unique among all calls. */
  constructor(options: { readonly party: Party; readonly idPrefix: string }) {
    this.#party = options.party
    this.#idPrefix = options.idPrefix
  }

  /** Takes the moving hypothesis of an utterance that starts no earlier than `fromMs`; null: nothing to tell. */
  hypothesis(report: { text: string; fromMs: number; atMs: number }): UtteranceDraft | null {
    // A worker that replays audio comes through positions that have been told already.
    if (report.atMs <= this.#reachedMs) return null
    this.#reachedMs = report.atMs
    const texts = report.text.split(' ').filter((text) => text !== '')
    if (this.#open === null && texts.length === 0) return null
    const open = this.#open ?? this.#begin(report.fromMs)
    const changed = this.#stability.update(texts, report.atMs)
    if (!changed && open.toldStayMs >= LONGEST_STAY_MS) return null
    const stays = this.#stability.stays(report.atMs)
    const words = this.#stability.words.map((word, index) => ({
      ...toWord(word, null),
      stayedMs: stays[index] ?? 0,
    }))
    open.toldStayMs = Math.min(...words.map((word) => word.stayedMs))
    return this.#draft({ open, state: 'partial', words })
  }

  /** Takes the words that have become final; null when there are none and no partial promised any. */
  final(report: FinalReport): UtteranceDraft | null {
    this.#reachedMs = Math.max(this.#reachedMs, report.atMs)
    const first = report.words[0]
    if (this.#open === null && first === undefined) return null
    const open = this.#open ?? this.#begin(first?.startMs ?? report.atMs)
    const stays = this.#stability.staysOf(
      report.words.map((word) => word.text),
      this.#reachedMs,
    )
    const words = report.words.map((word, index) => ({
      ...toWord(word, word.confidence),
      stayedMs: stays[index] ?? 0,
    }))
    this.#open = null
    const draft = this.#draft({ open, state: 'final', words })
    return report.alternatives === undefined ? draft : { ...draft, alternatives: report.alternatives }
  }

  /** Ends an utterance whose audio is gone: an empty final, or null when none is open. */
  abandon(): UtteranceDraft | null {
    return this.final({ words: [], atMs: this.#reachedMs })
  }

  #begin(fromMs: number): OpenUtterance {
    this.#count += 1
    this.#stability.reset(fromMs)
    this.#open = { id: `${this.#idPrefix}/${this.#party}/${this.#count}`, fromMs, toldStayMs: 0 }
    return this.#open
  }

  #draft(parts: { open: OpenUtterance; state: Utterance['state']; words: readonly Word[] }): UtteranceDraft {
    const { open, state, words } = parts
    const startMs = words[0]?.startMs ?? callMs(Math.round(open.fromMs))
    return {
      utteranceId: open.id,
      party: this.#party,
      state,
      startMs,
      endMs: words.at(-1)?.endMs ?? startMs,
      text: words.map((word) => word.text).join(' '),
      words,
      atMs: callMs(Math.floor(this.#reachedMs)),
    }
  }
}

function toWord(
  word: { readonly text: string; readonly startMs: number; readonly endMs: number },
  confidence: number | null,
): Omit<Word, 'stayedMs'> {
  return {
    text: word.text,
    startMs: callMs(Math.round(word.startMs)),
    endMs: callMs(Math.round(word.endMs)),
    confidence,
  }
}
