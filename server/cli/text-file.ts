import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { CsvReader } from '../feedback/read/csv-records.ts'
import { readLines } from '../feedback/read/lines.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import { CliError, EXIT } from './cli-error.ts'

const DELIMITERS = { '.csv': ',', '.tsv': '\t' } as const

export interface TextFile {
  readonly texts: readonly string[]
  /** Lines that could not be read, or that have no such column. */
  readonly skipped: readonly number[]
}

/**
 * Texts of a file, each a contact of its own: one a line, or the named column of a CSV (`.csv`, `.tsv`) or JSON Lines
 * (`.jsonl`, `.ndjson`) file; `.gz` after the ending is unpacked.
 * @throws CliError when the file cannot be read or has no such column.
 */
export async function readTextFile(path: string, column: string): Promise<TextFile> {
  const name = path.endsWith('.gz') ? path.slice(0, -'.gz'.length) : path
  try {
    if (name.endsWith('.csv') || name.endsWith('.tsv')) {
      const delimiter = DELIMITERS[name.endsWith('.csv') ? '.csv' : '.tsv']
      return await readTable(path, { column, delimiter })
    }
    const isJson = name.endsWith('.jsonl') || name.endsWith('.ndjson')
    return await readEach(path, isJson ? (line) => jsonColumn(line, column) : (line) => line)
  } catch (thrown) {
    if (thrown instanceof CliError) throw thrown
    const error = normaliseError(thrown)
    const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
    throw new CliError(`${path} cannot be read${code}, expected a file of UTF-8 text`, {
      exitCode: EXIT.wrongUse,
      cause: thrown,
    })
  }
}

function bytesOf(path: string): AsyncIterable<Uint8Array> {
  const file = createReadStream(path)
  if (!path.endsWith('.gz')) return file
  const unpacked = createGunzip()
  // A file that cannot be read has no end of its own for the one who waits.
  file.on('error', (error) => unpacked.destroy(error))
  return file.pipe(unpacked)
}

async function readEach(path: string, toText: (line: string) => string | null): Promise<TextFile> {
  const texts: string[] = []
  const skipped: number[] = []
  for await (const { number, text } of readLines(bytesOf(path))) {
    if (text?.trim() === '') continue
    const found = text === null ? null : toText(text)
    if (found === null) skipped.push(number)
    else texts.push(found)
  }
  return { texts, skipped }
}

interface Table {
  readonly column: string
  readonly delimiter: string
}

async function readTable(path: string, { column, delimiter }: Table): Promise<TextFile> {
  const reader = new CsvReader(delimiter)
  const texts: string[] = []
  const skipped: number[] = []
  let at: number | null = null
  const take = (records: ReturnType<CsvReader['take']>): void => {
    for (const record of records) {
      if ('cells' in record && at === null) at = columnOf(path, record.cells, column)
      else {
        const text = 'cells' in record && at !== null ? record.cells[at] : undefined
        if (text === undefined) skipped.push(record.line)
        else texts.push(text)
      }
    }
  }
  for await (const line of readLines(bytesOf(path))) take(reader.take(line))
  take(reader.end())
  return { texts, skipped }
}

/** @throws CliError when there is no such column. */
function columnOf(path: string, names: readonly string[], column: string): number {
  const at = names.indexOf(column)
  if (at >= 0) return at
  const known = names.map((name) => `"${name}"`).join(', ')
  throw new CliError(`${path} has no column "${column}", expected one of ${known}; choose with --column`, {
    exitCode: EXIT.wrongUse,
  })
}

/** The text under a key of an object; null when the line is none, or has no such text. */
function jsonColumn(line: string, key: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    // A line that is not JSON is told by its number, like any other that has no text.
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const entry: unknown = Object.entries(value).find(([name]) => name === key)?.[1]
  return typeof entry === 'string' ? entry : null
}
