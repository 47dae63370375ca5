import { expect, test } from 'vitest'
import { searchLargest } from '../../bench/measure/capacity-search.ts'

async function search(limit: number, from: number): Promise<{ found: number; tried: readonly number[] }> {
  const tried: number[] = []
  const found = await searchLargest({
    from,
    mostTries: 10,
    tryOut: (count) => {
      tried.push(count)
      return Promise.resolve(count <= limit)
    },
  })
  return { found, tried }
}

test.each([1, 2, 7, 12, 16, 31])(
  'finds a limit of %i from below and from above, in few tries',
  async (limit) => {
    for (const from of [Math.ceil(limit * 0.6), Math.ceil(limit * 1.5)]) {
      const { found, tried } = await search(limit, from)
      expect(found).toBe(limit)
      expect(new Set(tried).size, 'no count is tried twice').toBe(tried.length)
      expect(tried.length).toBeLessThanOrEqual(7)
    }
  },
)

test('nothing held is 0, and ends', async () => {
  const { found, tried } = await search(0, 5)
  expect(found).toBe(0)
  expect(tried.at(-1)).toBe(1)
})

test('stops after so many tries with the largest that was held', async () => {
  const found = await searchLargest({ from: 10, mostTries: 2, tryOut: () => Promise.resolve(true) })
  expect(found).toBe(12)
})
