import type { Fault } from '../form/fault.ts'
import { MAX_LINE_BYTES, TOO_LONG, type Line } from './lines.ts'

/** A field that goes on over more lines was not meant to: a quotation mark is missing. */
const MAX_RECORD_LINES = 200

const QUOTE = '"'

const NOT_CLOSED: Fault = { field: '', expected: 'expected a closing quotation mark' }
const AFTER_QUOTE: Fault = {
  field: '',
  expected: 'expected a delimiter after a closing quotation mark; within quotes it is written twice',
}

export type CsvRecord = { readonly line: number } & (
  { readonly cells: readonly string[] } | { readonly fault: Fault }
)

/**
 * Records of a CSV file (RFC 4180), line by line. A record that cannot be read is a fault of the line it begins on,
 * and reading goes on with the next line: a missing quotation mark costs one record, not the rest of the file.
 */
export class CsvReader {
  readonly #delimiter: string
  #open: { readonly number: number; readonly text: string }[] = []

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  *take({ number, text, fault }: Line): Generator<CsvRecord> {
    if (text === null) {
      yield* this.end()
      if (fault !== null) yield { line: number, fault }
      return
    }
    if (this.#open.length === 0 && text === '') return
    this.#open.push({ number, text })
    yield* this.#settle(false)
  }

  *end(): Generator<CsvRecord> {
    yield* this.#settle(true)
  }

  /** Gives what can be said of the lines that wait; nothing is left of them when no more will come. */
  *#settle(isEnd: boolean): Generator<CsvRecord> {
    for (let first = this.#open[0]; first !== undefined; first = this.#open[0]) {
      const read = readRecord(
        this.#open.map(({ text }) => text),
        this.#delimiter,
      )
      if ('cells' in read) {
        this.#open = this.#open.slice(read.lines)
        if (!isEmpty(read.cells)) yield { line: first.number, cells: read.cells }
        continue
      }
      if (read.fault === NOT_CLOSED && !isEnd && !this.#isTooLong()) return
      this.#open = this.#open.slice(1)
      yield { line: first.number, fault: this.#isTooLong() ? TOO_LONG : read.fault }
    }
  }

  #isTooLong(): boolean {
    if (this.#open.length >= MAX_RECORD_LINES) return true
    return this.#open.reduce((sum, { text }) => sum + text.length, 0) > MAX_LINE_BYTES
  }
}

type ReadRecord = { readonly cells: readonly string[]; readonly lines: number } | { readonly fault: Fault }

/** The record at the beginning of these lines; a quotation mark that does not begin a field is one like any character. */
function readRecord(lines: readonly string[], delimiter: string): ReadRecord {
  const cells: string[] = []
  let row = 0
  let line = lines[0] ?? ''
  let at = 0
  for (;;) {
    let cell = ''
    if (line[at] === QUOTE) {
      at += 1
      for (;;) {
        const close = line.indexOf(QUOTE, at)
        if (close >= 0) {
          cell += line.slice(at, close)
          at = close + 1
          if (line[at] !== QUOTE) break
          cell += QUOTE
          at += 1
          continue
        }
        const next = lines[row + 1]
        if (next === undefined) return { fault: NOT_CLOSED }
        cell += `${line.slice(at)}\n`
        row += 1
        line = next
        at = 0
      }
      if (at < line.length && !line.startsWith(delimiter, at)) return { fault: AFTER_QUOTE }
    } else {
      const end = line.indexOf(delimiter, at)
      cell = end < 0 ? line.slice(at) : line.slice(at, end)
      at = end < 0 ? line.length : end
    }
    cells.push(cell)
    if (at >= line.length) return { cells, lines: row + 1 }
    at += delimiter.length
  }
}

function isEmpty(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}
