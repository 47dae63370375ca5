const EMPTY = Buffer.alloc(0)

/**
 * Cuts a byte stream at whole sample frames, whatever the network made of it: bytes of a sample, or of an
 * interleaved pair, that are still incomplete are set aside until the rest comes.
 */
export class FrameSplitter {
  readonly #frameBytes: number
  #carried: Buffer = EMPTY

  constructor(frameBytes: number) {
    this.#frameBytes = frameBytes
  }

  /** Bytes of an incomplete sample frame; at most one byte less than a frame. */
  get carriedBytes(): number {
    return this.#carried.length
  }

  /** The longest run of whole frames that the bytes so far complete; possibly empty. */
  push(bytes: Buffer): Buffer {
    const joined = this.#carried.length === 0 ? bytes : Buffer.concat([this.#carried, bytes])
    const whole = joined.length - (joined.length % this.#frameBytes)
    // A copy: a view would keep a message of up to a mebibyte alive for the sake of three bytes.
    this.#carried = whole === joined.length ? EMPTY : Buffer.from(joined.subarray(whole))
    return joined.subarray(0, whole)
  }

  /** Forgets an incomplete frame: after a dropped connection the source sends it again from its start. */
  reset(): void {
    this.#carried = EMPTY
  }
}
