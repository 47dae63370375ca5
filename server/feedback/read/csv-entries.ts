import { AppError } from '../../contracts/errors.ts'
import type { Entry, Fault } from '../form/fault.ts'
import { CsvReader } from './csv-records.ts'
import { readLines } from './lines.ts'

const DELIMITERS = [',', ';', '\t'] as const

/** Columns that are a field of an item as they are. */
const TEXT_COLUMNS = [
  'id',
  'source',
  'channel',
  'step',
  'at',
  'author',
  'language',
  'subject',
  'question',
  'text',
  'page',
  'queue',
] as const
const RATING_COLUMNS = ['rating', 'rating_min', 'rating_max'] as const

const COLUMNS: readonly string[] = [...TEXT_COLUMNS, ...RATING_COLUMNS]

interface Header {
  /** The name of each column; null: left out. */
  readonly columns: readonly (string | null)[]
  readonly delimiter: string
}

export interface CsvOptions {
  /** What the file calls a column, to what it is called here. */
  readonly renamed: ReadonlyMap<string, string>
  /** Told of each column that nothing is known of. */
  readonly onIgnored: (column: string) => void
}

/**
 * The items of a CSV file: its first line names the columns, commas, semicolons or tabs part them, empty cells say
 * nothing.
 * @throws AppError `FEEDBACK_INVALID` when the first line names none of the columns.
 */
export async function* csvEntries(
  body: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<Entry> {
  let reader: CsvReader | null = null
  let header: Header | null = null
  for await (const line of readLines(body)) {
    if (header === null || reader === null) {
      header = readHeader(line.text ?? '', options)
      reader = new CsvReader(header.delimiter)
      continue
    }
    for (const record of reader.take(line)) yield toEntry(record, header)
  }
  if (header === null || reader === null) throw new AppError('FEEDBACK_INVALID', NO_HEADER)
  for (const record of reader.end()) yield toEntry(record, header)
}

const NO_HEADER = `line 1: expected names of columns, at least one of ${COLUMNS.join(', ')}.`

function readHeader(line: string, { renamed, onIgnored }: CsvOptions): Header {
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  const { delimiter } = counts.reduce((best, each) => (each.count > best.count ? each : best))
  const reader = new CsvReader(delimiter)
  const [record] = [...reader.take({ number: 1, text: line, fault: null }), ...reader.end()]
  if (record === undefined || !('cells' in record)) throw new AppError('FEEDBACK_INVALID', NO_HEADER)
  const seen = new Set<string>()
  const columns = record.cells.map((cell) => {
    const name = cell.trim()
    const column = renamed.get(name) ?? name.toLowerCase()
    if (COLUMNS.includes(column) && !seen.has(column)) {
      seen.add(column)
      return column
    }
    onIgnored(name)
    return null
  })
  if (seen.size === 0) throw new AppError('FEEDBACK_INVALID', NO_HEADER)
  return { columns, delimiter }
}

type CsvRecord = ReturnType<CsvReader['take']> extends Generator<infer R> ? R : never

function toEntry(record: CsvRecord, { columns }: Header): Entry {
  const { line } = record
  if ('fault' in record) return { line, faults: [record.fault] }
  const { cells } = record
  const more = cells.slice(columns.length).some((cell) => cell !== '')
  if (more || cells.length < columns.length) {
    const expected = `expected ${columns.length} cells, as the first line has`
    return { line, faults: [{ field: '', expected }] }
  }
  const given = new Map<string, string>()
  columns.forEach((column, at) => {
    const cell = cells[at] ?? ''
    if (column !== null && cell.trim() !== '') given.set(column, cell)
  })
  return withRating(line, given)
}

function withRating(line: number, given: Map<string, string>): Entry {
  const faults: Fault[] = []
  const numbers = RATING_COLUMNS.map((column) => {
    const cell = given.get(column)
    given.delete(column)
    if (cell === undefined) return undefined
    const number = readNumber(cell)
    if (number === null) faults.push({ field: column, expected: 'expected a number' })
    return number ?? undefined
  })
  if (faults.length > 0) return { line, faults }
  const [rating, min, max] = numbers
  const scale = min === undefined && max === undefined ? {} : { scale: { min, max } }
  return {
    line,
    value: { ...Object.fromEntries(given), ...(rating === undefined ? {} : { rating, ...scale }) },
  }
}

/** A number with a point, or with a decimal comma where no comma parts thousands. */
function readNumber(cell: string): number | null {
  const text = cell.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2')
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}
