import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../../server/feedback/form/fault.ts'
import { csvEntries } from '../../../../server/feedback/read/csv-entries.ts'
import { CsvReader, type CsvRecord } from '../../../../server/feedback/read/csv-records.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'
import { collect } from '../../../helpers/collect.ts'

function recordsOf(text: string, delimiter = ','): readonly CsvRecord[] {
  const reader = new CsvReader(delimiter)
  const lines = text.split('\n').map((line, at) => ({ number: at + 1, text: line, fault: null }))
  return [...lines.flatMap((line) => [...reader.take(line)]), ...reader.end()]
}

/** Cells by their line; a fault is what was expected. */
function read(text: string, delimiter = ','): readonly unknown[] {
  return recordsOf(text, delimiter).map((record) =>
    'cells' in record ? [record.line, ...record.cells] : [record.line, record.fault.expected.slice(0, 26)],
  )
}

const NOT_CLOSED = 'expected a closing quotati'
const AFTER_QUOTE = 'expected a delimiter after'

describe('CsvReader reads', () => {
  it.each([
    [
      'plain cells',
      'a,b\nc,d',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'empty cells',
      ',a,\n,,b',
      [
        [1, '', 'a', ''],
        [2, '', '', 'b'],
      ],
    ],
    ['no empty lines', '\na\n\n,\n', [[2, 'a']]],
    ['quoted cells', '"a","b,c"', [[1, 'a', 'b,c']]],
    ['quotation marks in quotes', '"a ""b"" c",""""', [[1, 'a "b" c', '"']]],
    [
      'line ends in quotes',
      '"a\n\nb",c\nd,e',
      [
        [1, 'a\n\nb', 'c'],
        [4, 'd', 'e'],
      ],
    ],
    ['an empty quoted cell', '"",a', [[1, '', 'a']]],
    ['a quotation mark within a cell', '5" screen,it said "no"', [[1, '5" screen', 'it said "no"']]],
    ['spaces as they are', ' a , b', [[1, ' a ', ' b']]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('CsvReader goes on after', () => {
  it.each([
    [
      'a quotation mark that is missing',
      'a,"b\nc,d\ne,f',
      [
        [1, NOT_CLOSED],
        [2, 'c', 'd'],
        [3, 'e', 'f'],
      ],
    ],
    [
      'one that a later line closes',
      'a,"b\nc,"d"\ne,f',
      [
        [1, AFTER_QUOTE],
        [2, 'c', 'd'],
        [3, 'e', 'f'],
      ],
    ],
    [
      'text behind a quoted cell',
      '"a" b,c\nd,e',
      [
        [1, AFTER_QUOTE],
        [2, 'd', 'e'],
      ],
    ],
    [
      'two faults in a row',
      '"a\n"b\nc,d',
      [
        [1, AFTER_QUOTE],
        [2, NOT_CLOSED],
        [3, 'c', 'd'],
      ],
    ],
    [
      'a fault in the last line',
      'a,b\n"c',
      [
        [1, 'a', 'b'],
        [2, NOT_CLOSED],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('a quotation mark that is missing in a long file, of which it holds little', () => {
    const text = ['a,"b', ...Array.from({ length: 5000 }, (_, at) => `${at},x`)].join('\n')
    const records = recordsOf(text)
    expect(records).toHaveLength(5001)
    expect(records.filter((record) => 'fault' in record).map(({ line }) => line)).toEqual([1])
  })
})

describe('whatever is written as RFC 4180 says', () => {
  it.each([',', ';', '\t'])('is read back as it was: %j', (delimiter) => {
    const random = seededRandom(delimiter.charCodeAt(0))
    const pieces = ['a', 'ä😡', ' ', '"', '""', delimiter, '\n', '\n\n', ',', ';', "'", '0']
    const cell = (): string =>
      Array.from(
        { length: Math.floor(random() * 6) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join('')
    for (let round = 0; round < 300; round += 1) {
      const width = 1 + Math.floor(random() * 5)
      const rows = Array.from({ length: 1 + Math.floor(random() * 8) }, () => [
        // Records of blanks alone are left out.
        `x${cell()}`,
        ...Array.from({ length: width - 1 }, cell),
      ])
      const text = rows
        .map((row) => row.map((each) => quoted(each, delimiter, random)).join(delimiter))
        .join('\n')
      const back = recordsOf(text, delimiter).map((record) =>
        'cells' in record ? record.cells : record.fault,
      )
      expect(back, text).toEqual(rows)
    }
  })
})

/** Quoted where it must be, and sometimes where it need not. */
function quoted(cell: string, delimiter: string, random: () => number): string {
  const must = cell.includes('"') || cell.includes('\n') || cell.includes(delimiter)
  return must || random() < 0.3 ? `"${cell.replaceAll('"', '""')}"` : cell
}

async function entriesOf(text: string, renamed: Record<string, string> = {}) {
  const ignored: string[] = []
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text)
  }
  const options = {
    renamed: new Map(Object.entries(renamed)),
    onIgnored: (column: string) => ignored.push(column),
  }
  const entries: Entry[] = await collect(csvEntries(body(), options))
  return { entries, ignored }
}

describe('csvEntries', () => {
  it('makes items of named columns, whatever parts them and in whatever order', async () => {
    const comma = await entriesOf('Text,RATING,id\n"a, b",4,1\nc,,2\n')
    expect(comma.entries).toEqual([
      { line: 2, value: { text: 'a, b', rating: 4, id: '1' } },
      { line: 3, value: { text: 'c', id: '2' } },
    ])
    const semicolon = await entriesOf('id;rating;rating_min;rating_max\n1;4,5;0;10')
    expect(semicolon.entries).toEqual([
      { line: 2, value: { id: '1', rating: 4.5, scale: { min: 0, max: 10 } } },
    ])
    const tab = await entriesOf('id\ttext\n1\ta;b,c')
    expect(tab.entries).toEqual([{ line: 2, value: { id: '1', text: 'a;b,c' } }])
  })

  it('takes other names for columns, and tells of those it knows nothing of', async () => {
    const { entries, ignored } = await entriesOf('Comment,Region,text,Text\na,b,c,d', { Comment: 'text' })
    expect(entries).toEqual([{ line: 2, value: { text: 'a' } }])
    expect(ignored).toEqual(['Region', 'text', 'Text'])
  })

  it('tells of lines with too many or too few cells, and of ratings that are none', async () => {
    const { entries } = await entriesOf('text,rating\na\na,1,2\na,good\na,1,\nb,-2')
    expect(entries).toEqual([
      { line: 2, faults: [{ field: '', expected: 'expected 2 cells, as the first line has' }] },
      { line: 3, faults: [{ field: '', expected: 'expected 2 cells, as the first line has' }] },
      { line: 4, faults: [{ field: 'rating', expected: 'expected a number' }] },
      { line: 5, value: { text: 'a', rating: 1 } },
      { line: 6, value: { text: 'b', rating: -2 } },
    ])
  })

  it.each(['', 'Comment,Region\na,b', '"text\na', '\u0000'])('needs names of columns: %j', async (text) => {
    await expect(entriesOf(text)).rejects.toMatchObject({ code: 'FEEDBACK_INVALID' })
  })
})
