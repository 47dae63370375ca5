import type { RecognitionRate } from '../../contracts/audio.ts'
import type { Recognizer, SpeechModel } from '../recognizer.ts'

interface IdleRecognizer {
  readonly recognizer: Recognizer
  /** The channel whose speaker it has adapted to; null: that channel is closed. */
  readonly knows: number | null
}

/** After this much speech a recogniser is replaced: the library counts samples in 32 bits and times in floats. */
const RETIRE_AFTER_SECONDS = 6 * 3600

/**
 * Where each recogniser builds a graph of its own, so many each keep one speaker in mind; beyond them, channels
 * share. Sharing costs accuracy, because the speaker has to be learnt anew at every turn; each recogniser costs
 * up to 235 MB.
 */
const OWN_RECOGNISERS = 6

/**
 * The worker's recognisers: lent while somebody speaks, taken back warm. What one has learnt of a speaker must
 * not be carried to another, whose words it would then mishear.
 */
export class RecognizerPool {
  readonly #model: Pick<SpeechModel, 'create' | 'sharesGraph'>
  /** Least recently used first. */
  #idle: IdleRecognizer[] = []
  #busy = 0

  constructor(model: Pick<SpeechModel, 'create' | 'sharesGraph'>) {
    this.#model = model
  }

  get size(): number {
    return this.#idle.length + this.#busy
  }

  get busy(): number {
    return this.#busy
  }

  /** The recogniser that knows the channel's speaker, else another one that knows nobody. */
  borrow(channelId: number, rate: RecognitionRate): Recognizer {
    const suited = this.#idle.filter((idle) => idle.recognizer.rate === rate)
    const own = suited.find(({ knows }) => knows === channelId)
    const chosen = own ?? (this.#model.sharesGraph ? undefined : this.#warmest(suited))
    const recognizer = chosen?.recognizer ?? this.#model.create(rate)
    if (chosen !== undefined && chosen !== own) recognizer.forgetSpeaker()
    this.#idle = this.#idle.filter((idle) => idle !== chosen)
    this.#busy += 1
    return recognizer
  }

  giveBack(channelId: number, recognizer: Recognizer): void {
    if (recognizer.fedSamples > RETIRE_AFTER_SECONDS * recognizer.rate) {
      this.discard(recognizer)
      return
    }
    this.#busy -= 1
    this.#idle.push({ recognizer, knows: channelId })
  }

  /** The channel is closed: what is known of its speaker serves nobody any more. */
  release(channelId: number): void {
    if (!this.#model.sharesGraph) {
      this.#idle = this.#idle.map((idle) => (idle.knows === channelId ? { ...idle, knows: null } : idle))
      return
    }
    for (const { recognizer, knows } of this.#idle) if (knows === channelId) recognizer.close()
    this.#idle = this.#idle.filter(({ knows }) => knows !== channelId)
  }

  /** Takes a borrowed recogniser that failed, or is too old, out of use. */
  discard(recognizer: Recognizer): void {
    this.#busy -= 1
    recognizer.close()
  }

  /** One whose speaker is gone; else, when there are many already, the one that has been idle longest. */
  #warmest(suited: readonly IdleRecognizer[]): IdleRecognizer | undefined {
    const free = suited.find(({ knows }) => knows === null)
    return free ?? (this.size < OWN_RECOGNISERS ? undefined : suited[0])
  }
}
