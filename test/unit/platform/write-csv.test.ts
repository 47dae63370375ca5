import { describe, expect, it } from 'vitest'
import { writeCsv } from '../../../server/platform/write-csv.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const HEAD = 'a\r\n'

describe('a table as CSV', () => {
  it('has the names of its columns first, and a line for each row', () => {
    expect(writeCsv(['name', 'n'], [])).toBe('name,n\r\n')
    expect(
      writeCsv(
        ['name', 'n'],
        [
          ['x', 1],
          [null, -2.5],
        ],
      ),
    ).toBe('name,n\r\nx,1\r\n,-2.5\r\n')
  })

  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['two\nlines', '"two\nlines"'],
    ['café', 'café'],
  ])('writes %j as %j', (text, written) => {
    expect(writeCsv(['a'], [[text]])).toBe(`${HEAD}${written}\r\n`)
  })

  it.each([
    '=1+1',
    '+49 30 1234',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '  =1',
    '\r=1',
    '\n=1',
    '\t1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
  ])('gives a spreadsheet no formula to run: %j', (text) => {
    const cell = writeCsv(['a'], [[text]]).slice(HEAD.length)
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
  })

  it('is read back cell by cell, whatever it holds', () => {
    const random = seededRandom(20261128)
    const signs = ['a', 'é', '"', ',', '\r', '\n', '=', '-', ' ', "'", '😀']
    const pick = (): string => signs[Math.floor(random() * signs.length)] ?? ''
    for (let round = 0; round < 2000; round += 1) {
      const row = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
        Array.from({ length: Math.floor(random() * 6) }, pick).join(''),
      )
      const cells = readLine(writeCsv(['a'], [row]).slice(HEAD.length))
      expect(cells.map((cell, place) => (cell === `'${row[place]}` ? row[place] : cell))).toEqual(row)
    }
  })
})

/** A reader after RFC 4180, for one record. */
function readLine(text: string): string[] {
  const record = text.slice(0, -2)
  const cells: string[] = []
  let place = 0
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(record.slice(place))
    cells.push(match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? '')
    place += match?.[0].length ?? 0
    if (record[place] !== ',') return cells
    place += 1
  }
}
