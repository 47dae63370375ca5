import { describe, expect, it } from 'vitest'
import { readTime } from '../../../../server/feedback/form/read-time.ts'

describe('readTime takes', () => {
  it.each([
    ['2026-03-01T14:30:00Z', '2026-03-01T14:30:00.000Z'],
    ['2026-03-01T14:30:00+01:00', '2026-03-01T13:30:00.000Z'],
    ['2026-03-01 14:30:59.123-0530', '2026-03-01T20:00:59.000Z'],
    ['2026-03-01 14:30:00 +01:00', '2026-03-01T13:30:00.000Z'],
    ['2026-03-01 14:30', '2026-03-01T14:30:00.000Z'],
    [' 2024-02-29 ', '2024-02-29T00:00:00.000Z'],
    ['1772371800000', '2026-03-01T13:30:00.000Z'],
    [1_772_371_800_000, '2026-03-01T13:30:00.000Z'],
  ])('%s', (given, expected) => {
    const read = readTime(given)
    expect(typeof read === 'number' ? new Date(read).toISOString() : read).toBe(expected)
  })
})

describe('readTime refuses', () => {
  it.each([
    '',
    'yesterday',
    '01.03.2026',
    '03/01/2026',
    '2026-02-31',
    '2026-13-01',
    '2026-03-01T25:00',
    '1999-12-31T23:59:59Z',
    '2100-01-01',
    '1772371800',
    1_772_371_800,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
  ])('%s', (given) => {
    expect(readTime(given)).toHaveProperty('expected')
  })
})
