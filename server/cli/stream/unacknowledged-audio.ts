/** Seconds of audio that are kept: a server that is this far behind is waited for. */
const MOST_SECONDS = 60

interface Piece {
  /** Samples per channel before this piece. */
  readonly from: number
  readonly bytes: Buffer
}

/** Audio that has been sent but may have to be sent again. Counts in samples per channel. */
export class UnacknowledgedAudio {
  readonly #bytesPerSample: number
  readonly #limit: number
  #pieces: Piece[] = []
  #sent = 0
  #acknowledged = 0

  constructor(options: { readonly rate: number; readonly channels: number }) {
    this.#bytesPerSample = options.channels * Int16Array.BYTES_PER_ELEMENT
    this.#limit = MOST_SECONDS * options.rate
  }

  /** True when as much is kept as may be; then an acknowledgement has to come before more is sent. */
  get isFull(): boolean {
    return this.#sent - this.#acknowledged > this.#limit
  }

  /** Keeps interleaved samples; returns them as signed 16 bit little endian. */
  add(samples: Int16Array): Buffer {
    const bytes = Buffer.alloc(samples.byteLength)
    samples.forEach((sample, index) => bytes.writeInt16LE(sample, index * Int16Array.BYTES_PER_ELEMENT))
    this.#pieces.push({ from: this.#sent, bytes })
    this.#sent += bytes.length / this.#bytesPerSample
    return bytes
  }

  /** Forgets what the server has; an older count than before changes nothing. */
  acknowledge(samples: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, samples)
    const kept = this.#pieces.findIndex((piece) => this.#endOf(piece) > this.#acknowledged)
    this.#pieces = kept < 0 ? [] : this.#pieces.slice(kept)
  }

  /** What follows this count of samples; null when that is no longer known, or not sent yet. */
  after(samples: number): readonly Buffer[] | null {
    if (samples < (this.#pieces[0]?.from ?? this.#sent) || samples > this.#sent) return null
    return this.#pieces
      .filter((piece) => this.#endOf(piece) > samples)
      .map(({ from, bytes }) => bytes.subarray(Math.max(0, samples - from) * this.#bytesPerSample))
  }

  #endOf(piece: Piece): number {
    return piece.from + piece.bytes.length / this.#bytesPerSample
  }
}
