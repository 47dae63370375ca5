import type { RecognitionRate } from '../contracts/audio.ts'

/** A word as a recogniser reports it: seconds count the samples fed to this recogniser since it was made. */
export interface RecognizedWord {
  readonly text: string
  readonly startSeconds: number
  readonly endSeconds: number
  /** 0 to 1. */
  readonly confidence: number
}

/**
 * Turns one stream of samples into words. `test/contract/recognizer.contract.ts` says what every
 * implementation must do. It keeps what it has learnt of the speaker from one utterance to the next.
 */
export interface Recognizer {
  readonly rate: RecognitionRate
  /** Samples accepted since it was made; word times count from there. */
  readonly fedSamples: number
  /**
   * Takes samples; true when the speaker has paused so long that `result` should be asked for.
   * @throws RecognizerError when the samples were refused; the recogniser must then be closed.
   */
  accept(samples: Int16Array): boolean
  /** The words of the unfinished utterance as they look now; they may still change. */
  partial(): string
  /** Ends the utterance and says what it was. Words whose audio was not decoded yet come with the next one. */
  result(): readonly RecognizedWord[]
  /**
   * Other readings of the utterance that `result` has just ended, likeliest first, without the one it gave;
   * none unless the model was loaded with alternatives.
   */
  alternatives(): readonly string[]
  /** Ends what it was in the middle of and forgets the speaker, not the language: it stays warm. */
  forgetSpeaker(): void
  close(): void
}

/** The recogniser refused samples. It is a fault, never the end of an utterance. */
export class RecognizerError extends Error {
  override readonly name = 'RecognizerError'
}

/** Makes recognisers; one model serves all of them. */
export type CreateRecognizer = (rate: RecognitionRate) => Recognizer

/** A loaded model. */
export interface SpeechModel {
  readonly create: CreateRecognizer
  /**
   * All recognisers search one graph: a new one is warm and small, so every channel can have its own. Otherwise
   * each builds its own graph, grows to 235 MB, and is slow until then.
   */
  readonly sharesGraph: boolean
  /** Whether the model can hear the word at all: it writes no word that is not in its vocabulary. */
  knowsWord(word: string): boolean
}
