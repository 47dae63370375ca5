import type { ByteReader } from './byte-reader.ts'
import { GraphFormatError } from './graph-format-error.ts'

const WORD_BITS = 64

export interface Bitmap {
  /** In bits. */
  readonly length: number
  get(index: number): boolean
  /** The error that says that the bit at `index` is not what it should be. */
  fault(index: number, expected: string): GraphFormatError
}

/** Bits in words of 64, the lowest bit of a word first. */
export function readBitmap(reader: ByteReader, length: number, what: string): Bitmap {
  const offset = reader.offset
  const halves = reader.uint32Array(2 * Math.ceil(length / WORD_BITS), `the bitmap of ${what}`)
  return {
    length,
    get: (index) => (((halves[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1,
    fault: (index, expected) =>
      new GraphFormatError({
        offset: offset + (index >>> 3),
        expected: `${expected} in the bitmap of ${what}`,
        found: `another bit ${index}`,
      }),
  }
}
