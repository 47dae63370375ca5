import { AppError } from '../../contracts/errors.ts'
import type { Fault } from '../form/fault.ts'

const MEGABYTE = 1024 * 1024

/** A longer line is not read: no text that anybody wrote is so long. */
export const MAX_LINE_BYTES = MEGABYTE

/** What one request may bring; more goes into a second one. */
export const MAX_BODY_BYTES = 256 * MEGABYTE

const LINE_FEED = 0x0a

export const TOO_LONG: Fault = { field: '', expected: 'expected at most 1 MB' }
export const NOT_UTF8: Fault = { field: '', expected: 'expected UTF-8' }

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its end; null where it cannot be read, for the reason that `fault` gives. */
  readonly text: string | null
  readonly fault: Fault | null
}

/**
 * The lines of a text that comes in pieces. A line that is too long is skipped while it comes, never held whole; one
 * that is not UTF-8 is a fault of its own.
 * @throws AppError `FRAME_TOO_LARGE` when there is more than one request may bring, `FEEDBACK_INVALID` for UTF-16.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const reader = new LineReader()
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.byteLength
    if (bytes > MAX_BODY_BYTES) {
      throw new AppError('FRAME_TOO_LARGE', 'body: expected at most 256 MB in one request.')
    }
    yield* reader.take(piece)
  }
  yield* reader.end()
}

class LineReader {
  #number = 0
  #pieces: Uint8Array[] = []
  #bytes = 0

  #add(piece: Uint8Array): void {
    this.#bytes += piece.byteLength
    if (this.#bytes <= MAX_LINE_BYTES) this.#pieces.push(piece)
    else this.#pieces = []
  }

  *take(piece: Uint8Array): Generator<Line> {
    let from = 0
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      this.#add(piece.subarray(from, end))
      yield this.#finish()
      from = end + 1
    }
    if (from < piece.byteLength) this.#add(piece.subarray(from))
  }

  *end(): Generator<Line> {
    if (this.#bytes > 0) yield this.#finish()
  }

  #finish(): Line {
    this.#number += 1
    const pieces = this.#pieces
    const tooLong = this.#bytes > MAX_LINE_BYTES
    this.#pieces = []
    this.#bytes = 0
    if (tooLong) return { number: this.#number, text: null, fault: TOO_LONG }
    const bytes = Buffer.concat(pieces)
    if (this.#number === 1) refuseUtf16(bytes)
    const text = decodeUtf8(bytes)
    if (text === null) return { number: this.#number, text, fault: NOT_UTF8 }
    return { number: this.#number, text: text.endsWith('\r') ? text.slice(0, -1) : text, fault: null }
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text, without a byte order mark; null when it is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    // It is told where it stands; what it is instead nobody knows.
    return null
  }
}

/** Spreadsheets save it as "Unicode text": every line would be refused, none saying why. */
function refuseUtf16(bytes: Buffer): void {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new AppError('FEEDBACK_INVALID', 'body: expected UTF-8, found UTF-16.')
  }
}
