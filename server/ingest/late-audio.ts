import type { WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'

/** Decoded audio of one message, one array a party. */
export interface DecodedAudio {
  readonly channels: readonly Int16Array[]
  readonly durationMs: number
  readonly heardAt: WallMs
}

interface LateAudioOptions {
  readonly clock: Clock
  /** How much later than its place the newest audio came. */
  readonly excessMs: () => number
  /** Told once it is clear how much audio is `missingMs` before what was held; 0 when it was only late. */
  readonly onJudged: (held: readonly DecodedAudio[], missingMs: number) => void
}

/** Excess below this is jitter: the audio has caught up. */
const CAUGHT_UP_MS = 60
const LOOK_EVERY_MS = 100
/** While the excess shrinks by this much between two looks, a backlog is still coming. */
const SHRINKS_MS = 12
/** Less than this between two looks tells nothing: the line may have stalled again. */
const TELLING_MS = 50
/** Less than this and then nothing is rather the end of what was said before a stall than speech of its own. */
const LEAST_SPEECH_MS = 100
/** It is not waited for longer: audio that comes slowly now is late enough already. */
const MOST_LOOKS = 10

/**
 * Holds what comes after a pause until it is clear why nothing came before it. Audio that was only late comes in
 * a burst, and is given on the moment it has caught up. A source that sends nothing in silence goes on in real
 * time: 200 ms show that.
 */
export class LateAudio {
  readonly #options: LateAudioOptions
  #held: DecodedAudio[] = []
  #leastMs = Infinity
  #lastLookMs = Infinity
  #sinceLookMs = 0
  #heldMs = 0
  #looks = 0
  #cancel: () => void = () => undefined

  constructor(options: LateAudioOptions) {
    this.#options = options
  }

  get holding(): boolean {
    return this.#held.length > 0
  }

  hold(audio: DecodedAudio): void {
    if (!this.holding) this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => this.#look())
    this.#held.push(audio)
    this.#sinceLookMs += audio.durationMs
    this.#heldMs += audio.durationMs
    const excessMs = this.#options.excessMs()
    this.#leastMs = Math.min(this.#leastMs, excessMs)
    if (excessMs <= CAUGHT_UP_MS) this.#judge(0)
  }

  /** Nothing more will tell: takes it as it looks now. */
  release(): void {
    if (this.holding) this.#judge(this.#leastMs)
  }

  #look(): void {
    const shrinks = this.#lastLookMs - this.#leastMs >= SHRINKS_MS
    const tells = this.#sinceLookMs >= TELLING_MS
    this.#lastLookMs = this.#leastMs
    this.#sinceLookMs = 0
    this.#looks += 1
    if (tells && !shrinks) this.#judge(this.#leastMs)
    else if (this.#looks === MOST_LOOKS)
      this.#judge(shrinks || this.#heldMs < LEAST_SPEECH_MS ? 0 : this.#leastMs)
    else this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => this.#look())
  }

  #judge(missingMs: number): void {
    const held = this.#held
    this.#cancel()
    this.#held = []
    this.#leastMs = Infinity
    this.#lastLookMs = Infinity
    this.#sinceLookMs = 0
    this.#heldMs = 0
    this.#looks = 0
    this.#options.onJudged(held, missingMs)
  }
}
