import { describe, expect, it } from 'vitest'
import { parseDuration } from '../../../server/platform/duration.ts'

describe('parseDuration', () => {
  it.each([
    ['300ms', 300],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '30', 's', '-5s', '5 s', '5S', '1m30s', '.5s', '5w', ' 5s', '1e3ms', 'Infinitys'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )
})
