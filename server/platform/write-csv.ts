export type CsvCell = string | number | null

/** What a spreadsheet takes for a formula, also in its full-width form and behind spaces. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/

/**
 * A table as CSV (RFC 4180), the names of the columns first. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front, which spreadsheets hide: people open these files, and the texts come from strangers.
 */
export function writeCsv(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

function writeCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
