import type { UtteranceEvent } from './event.ts'

/**
 * How long after it was said each word was first seen. Where a word was said is only known from the final;
 * when it was first seen, only from the partials before it.
 */
export class WordDelays {
  /** When each word of the running utterances came: "the second `page` of utterance 7". */
  readonly #firstSeen = new Map<string, Map<string, number>>()

  /** The delays of a final's words that partials showed before, in milliseconds; none for a partial. */
  take(options: {
    readonly utterance: UtteranceEvent
    readonly receivedAt: number
    readonly saidAt: (positionMs: number) => number
  }): readonly number[] {
    const { utterance, receivedAt, saidAt } = options
    const seen = this.#firstSeen.get(utterance.utteranceId) ?? new Map<string, number>()
    const words = numbered(utterance.words)
    if (utterance.state === 'final') {
      this.#firstSeen.delete(utterance.utteranceId)
      return words.flatMap(({ key, endMs }) => {
        const seenAt = seen.get(key)
        return seenAt === undefined ? [] : [seenAt - saidAt(endMs)]
      })
    }
    this.#firstSeen.set(utterance.utteranceId, seen)
    for (const { key } of words) if (!seen.has(key)) seen.set(key, receivedAt)
    return []
  }
}

function numbered(words: UtteranceEvent['words']): readonly { key: string; endMs: number }[] {
  const counts = new Map<string, number>()
  return words.map(({ text, endMs }) => {
    const count = (counts.get(text) ?? 0) + 1
    counts.set(text, count)
    return { key: `${text} ${count}`, endMs }
  })
}
