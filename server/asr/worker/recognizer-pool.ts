import type { RecognitionRate } from '../../contracts/audio.ts'
import type { CreateRecognizer, Recognizer } from '../recognizer.ts'

interface IdleRecognizer {
  readonly recognizer: Recognizer
  readonly lastChannel: number
}

/** After this much speech a recogniser is replaced: the library counts samples in 32 bits and times in floats. */
const RETIRE_AFTER_SECONDS = 6 * 3600

/**
 * The worker's warm recognisers, shared by all channels. A new one costs twice the CPU of a warm one and
 * each grows to some 200 MB, so there are only as many as people have talked at once.
 */
export class RecognizerPool {
  readonly #create: CreateRecognizer
  #idle: IdleRecognizer[] = []
  #busy = 0

  constructor(create: CreateRecognizer) {
    this.#create = create
  }

  get size(): number {
    return this.#idle.length + this.#busy
  }

  get busy(): number {
    return this.#busy
  }

  /** Prefers the recogniser that knows the channel's speaker, then the one used last. */
  borrow(channelId: number, rate: RecognitionRate): Recognizer {
    const suited = this.#idle.filter((idle) => idle.recognizer.rate === rate)
    const chosen = suited.findLast((idle) => idle.lastChannel === channelId) ?? suited.at(-1)
    this.#idle = this.#idle.filter((idle) => idle !== chosen)
    const recognizer = chosen?.recognizer ?? this.#create(rate)
    this.#busy += 1
    return recognizer
  }

  giveBack(channelId: number, recognizer: Recognizer): void {
    if (recognizer.fedSamples > RETIRE_AFTER_SECONDS * recognizer.rate) {
      this.discard(recognizer)
      return
    }
    this.#busy -= 1
    this.#idle.push({ recognizer, lastChannel: channelId })
  }

  /** Takes a borrowed recogniser that failed, or is too old, out of use. */
  discard(recognizer: Recognizer): void {
    this.#busy -= 1
    recognizer.close()
  }
}
