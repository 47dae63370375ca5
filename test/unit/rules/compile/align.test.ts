import { describe, expect, it } from 'vitest'
import { align, type Span } from '../../../../server/rules/compile/align.ts'

function spans(...starts: readonly number[]): readonly Span[] {
  return starts.map((startMs) => ({ startMs, endMs: startMs + 500 }))
}

describe('align', () => {
  it.each([
    {
      name: 'the same places',
      before: [0, 5000],
      now: [0, 5000],
      pairs: [
        [0, 0],
        [1, 1],
      ],
    },
    { name: 'moved a little', before: [1000], now: [1400], pairs: [[0, 0]] },
    { name: 'moved as far as allowed', before: [1000], now: [2500], pairs: [[0, 0]] },
    { name: 'moved too far', before: [1000], now: [2501], pairs: [] },
    { name: 'one more before it', before: [3000], now: [1800, 3100], pairs: [[0, 1]] },
    { name: 'one more after it', before: [3000], now: [3100, 3700], pairs: [[0, 0]] },
    { name: 'equally near: the earlier', before: [3000], now: [2900, 3100], pairs: [[0, 0]] },
    {
      name: 'as many as it can, not the nearest first',
      before: [1000, 1600],
      now: [1500, 2200],
      pairs: [
        [0, 0],
        [1, 1],
      ],
    },
    { name: 'one is gone', before: [1000, 4000], now: [4100], pairs: [[1, 0]] },
    { name: 'nothing before', before: [], now: [1000], pairs: [] },
    { name: 'nothing now', before: [1000], now: [], pairs: [] },
  ])('$name', ({ before, now, pairs }) => {
    expect([...align(spans(...before), spans(...now), 1000)].toSorted()).toEqual(pairs)
  })
})
