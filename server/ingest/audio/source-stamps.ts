/** Stamps that agree with the samples this often, a second of usual frames, are exact. */
const TRUSTED_AFTER = 50
const EXACT_MS = 2
/** A stamp that is not exact still shows that audio is missing when it is this far beyond the samples. */
const SURE_MS = 500

/**
 * Reads missing audio from the time stamps of a source. Stamps lie: real clients send 40 ms of audio with stamps
 * 20 ms apart, others stamp when they send. So samples drive time, and a stamp only ever shows that some are
 * missing: at once where stamps have been exact so far or the numbers of the messages show a loss too, otherwise
 * only by a lot. A stamp that runs behind changes nothing.
 */
export class SourceStamps {
  #exact = 0

  /** Milliseconds missing before audio stamped `stampMs` when samples and gaps so far make `elapsedMs`. */
  missingMs(audio: {
    readonly stampMs: number
    readonly elapsedMs: number
    readonly lossKnown: boolean
  }): number {
    const aheadMs = Math.floor(audio.stampMs - audio.elapsedMs)
    const exact = Math.abs(aheadMs) <= EXACT_MS
    if (exact || aheadMs < 0) {
      this.#exact = exact ? this.#exact + 1 : 0
      return 0
    }
    if (audio.lossKnown || this.#exact >= TRUSTED_AFTER || aheadMs > SURE_MS) return aheadMs
    this.#exact = 0
    return 0
  }
}
