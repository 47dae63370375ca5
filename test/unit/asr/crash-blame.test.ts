import { expect, it } from 'vitest'
import { CrashBlame } from '../../../server/asr/crash-blame.ts'

/** Which of the deaths, the first being 1, is the audio blamed for. */
function blamed(deaths: readonly (readonly [atMs: number, furthestMs: number])[]): readonly number[] {
  const blame = new CrashBlame()
  return deaths.flatMap(([atMs, furthestMs], index) =>
    blame.died({ atMs, furthestMs }) === 'to blame' ? [index + 1] : [],
  )
}

it.each([
  {
    why: 'workers died in one place',
    deaths: [
      [500, 500],
      [480, 500],
      [540, 560],
    ],
    expected: [3],
  },
  {
    why: 'they had got further each time',
    deaths: [
      [100, 100],
      [200, 200],
      [300, 300],
      [400, 400],
    ],
    expected: [],
  },
  {
    why: 'they died while they caught up, in different places',
    deaths: [
      [9000, 9000],
      [3000, 9000],
      [6000, 9000],
      [1000, 9000],
    ],
    expected: [],
  },
  {
    why: 'a worker died elsewhere in between',
    deaths: [
      [500, 900],
      [500, 900],
      [900, 900],
      [500, 900],
    ],
    expected: [],
  },
  {
    why: 'ten died without getting further',
    deaths: Array.from({ length: 10 }, (_, index) => [index * 1000, 20_000]),
    expected: [10],
  },
  {
    why: 'what was blamed is gone',
    deaths: [
      [500, 500],
      [500, 500],
      [500, 500],
      [500, 500],
      [500, 500],
    ],
    expected: [3],
  },
] as const)('blames audio when it should: $why', ({ deaths, expected }) => {
  expect(blamed(deaths.map(([atMs = 0, furthestMs = 0]) => [atMs, furthestMs]))).toEqual(expected)
})
