import type { ChannelMessage } from '../ipc-message.ts'
import { joinSamples } from '../join-samples.ts'
import type { Recognizer } from '../recognizer.ts'
import { CallTimeMap } from './call-time-map.ts'
import type { CutFrame } from './frame-cutter.ts'

/**
 * Silence that pushes the last samples through the recogniser's pipeline when speech is cut off. Without
 * it the tail would be decoded at the start of whatever this recogniser hears next: another call.
 */
const FLUSH_MS = 600

/** An utterance that has ended. */
export type FinalReading = Pick<Extract<ChannelMessage, { type: 'final' }>, 'words' | 'alternatives'>

/** A channel's use of a borrowed recogniser, from the opening of the speech gate to its closing. */
export class RecognitionSession {
  readonly recognizer: Recognizer
  readonly #map: CallTimeMap
  /** Words that were spoken before this session, so by somebody else. */
  strayWords = 0

  constructor(recognizer: Recognizer) {
    this.recognizer = recognizer
    this.#map = new CallTimeMap(recognizer.rate)
  }

  /** Feeds frames that follow each other; true when the recogniser hears the end of an utterance. */
  feed(frames: readonly CutFrame[]): boolean {
    const first = frames[0]
    if (first === undefined) return false
    const samples = joinSamples(frames.map((frame) => frame.samples))
    this.#map.add({ fromSample: this.recognizer.fedSamples, atMs: first.atMs, samples: samples.length })
    return this.recognizer.accept(samples)
  }

  /** Makes everything that was fed count for the next `take`. */
  pushThrough(): void {
    this.recognizer.accept(new Int16Array((this.recognizer.rate * FLUSH_MS) / 1000))
  }

  /** Ends the utterance and returns its words in call time, and how else it may be read. */
  take(): FinalReading {
    const words = this.recognizer.result().flatMap((word) => {
      const times = this.#map.word(word)
      if (times !== null) return [{ text: word.text, confidence: word.confidence, ...times }]
      this.strayWords += 1
      return []
    })
    const alternatives = words.length === 0 ? [] : this.recognizer.alternatives()
    return alternatives.length === 0 ? { words } : { words, alternatives }
  }
}
