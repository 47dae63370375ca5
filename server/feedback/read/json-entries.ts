import { AppError } from '../../contracts/errors.ts'
import type { Entry } from '../form/fault.ts'
import { decodeUtf8, readLines } from './lines.ts'

const MAX_JSON_BYTES = 1024 * 1024

const NOT_JSON = { field: '', expected: 'expected one JSON object' }

/**
 * The items of a JSON body: one object, a list of them, or `{"items": […]}`; they are numbered from 1.
 * @throws AppError `FRAME_TOO_LARGE` beyond 1 MB, before the rest is read; `REQUEST_INVALID`.
 */
export async function* jsonEntries(body: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const text = decodeUtf8(await readWhole(body, MAX_JSON_BYTES, 'send more as lines, application/x-ndjson.'))
  const value = text === null ? undefined : parse(text)
  if (value === undefined) throw new AppError('REQUEST_INVALID', 'body: expected JSON in UTF-8.')
  for (const [at, item] of itemsOf(value).entries()) yield { line: at + 1, value: item }
}

/** The items of a body with one JSON object a line; empty lines are left out, but count. */
export async function* ndjsonEntries(body: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  for await (const { number: line, text, fault } of readLines(body)) {
    if (fault !== null) yield { line, faults: [fault] }
    if (text === null || text.trim() === '') continue
    const value = parse(text)
    yield value === undefined ? { line, faults: [NOT_JSON] } : { line, value }
  }
}

/** The whole body. @throws AppError `FRAME_TOO_LARGE` as soon as it is larger. */
export async function readWhole(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  advice = '',
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.byteLength
    if (bytes > maxBytes) {
      const limit = `body: expected at most ${maxBytes / 1024 / 1024} MB`
      throw new AppError('FRAME_TOO_LARGE', advice === '' ? `${limit}.` : `${limit}; ${advice}`)
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message may quote what was sent.
    return undefined
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)) {
    return value.items
  }
  return [value]
}
