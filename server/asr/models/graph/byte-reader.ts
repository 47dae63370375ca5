import { GraphFormatError } from './graph-format-error.ts'

/**
 * Reads the values of an OpenFst file one after the other and refuses to read past its end. OpenFst writes
 * them as they lie in memory; every machine that runs the recognition library is little-endian.
 */
export class ByteReader {
  readonly bytes: Buffer
  #offset = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get offset(): number {
    return this.#offset
  }

  int32(what: string): number {
    return this.bytes.readInt32LE(this.skip(4, what))
  }

  /** A 64-bit number that must be small enough to be exact; sizes and counts are. */
  count(what: string): number {
    const offset = this.skip(8, what)
    const value = this.bytes.readBigInt64LE(offset)
    if (value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value)
    throw new GraphFormatError({ offset, expected: `${what}, not negative`, found: String(value) })
  }

  int64(what: string): bigint {
    return this.bytes.readBigInt64LE(this.skip(8, what))
  }

  text(what: string): string {
    const offset = this.#offset
    const length = this.int32(`the length of ${what}`)
    if (length < 0) {
      throw new GraphFormatError({ offset, expected: `the length of ${what}`, found: String(length) })
    }
    const start = this.skip(length, what)
    return this.bytes.toString('utf8', start, start + length)
  }

  int32Array(length: number, what: string): Int32Array {
    return new Int32Array(this.#copy(length * 4, what))
  }

  uint32Array(length: number, what: string): Uint32Array {
    return new Uint32Array(this.#copy(length * 4, what))
  }

  float32Array(length: number, what: string): Float32Array {
    return new Float32Array(this.#copy(length * 4, what))
  }

  /** Moves to the next multiple of so many bytes. */
  align(bytes: number, what: string): void {
    const rest = this.#offset % bytes
    if (rest > 0) this.skip(bytes - rest, what)
  }

  /** Moves on and returns where it was. */
  skip(length: number, what: string): number {
    const offset = this.#offset
    const left = this.bytes.length - offset
    if (length > left) {
      throw new GraphFormatError({
        offset,
        expected: `${what} (${length} bytes)`,
        found: left === 0 ? 'the end of the file' : `${left} bytes before its end`,
      })
    }
    this.#offset += length
    return offset
  }

  /** @throws GraphFormatError when something follows. */
  expectEnd(): void {
    const left = this.bytes.length - this.#offset
    if (left === 0) return
    throw new GraphFormatError({
      offset: this.#offset,
      expected: 'the end of the file',
      found: `${left} more bytes`,
    })
  }

  /** A copy, because a typed array must begin at a multiple of its element, which the file does not promise. */
  #copy(length: number, what: string): ArrayBuffer {
    const start = this.skip(length, what)
    const copy = new ArrayBuffer(length)
    this.bytes.copy(new Uint8Array(copy), 0, start, start + length)
    return copy
  }
}
