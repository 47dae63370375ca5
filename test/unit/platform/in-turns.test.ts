import { expect, test } from 'vitest'
import { inTurns } from '../../../server/platform/in-turns.ts'

/** A clock on which each step of the work takes so long. */
function stepping(ms: number): {
  readonly now: () => number
  readonly steps: (count: number) => Generator<void, string>
} {
  let at = 0
  return {
    now: () => at,
    *steps(count) {
      for (let step = 0; step < count; step += 1) {
        at += ms
        yield
      }
      return 'done'
    },
  }
}

test('work pauses after each slice, so that others run in between', async () => {
  const { now, steps } = stepping(3)
  const order: string[] = []
  const others = (): void => {
    order.push('other')
    if (order.length < 50) setImmediate(others)
  }
  setImmediate(others)
  const ran: number[] = []
  const done = await inTurns(steps(9), { clock: { now }, sliceMs: 8, onSlice: (ms) => ran.push(ms) })
  expect(done).toBe('done')
  expect(ran).toEqual([9, 18, 27])
  expect(order.length).toBeGreaterThanOrEqual(3)
})

test('quick work does not pause, and what a slice throws ends it', async () => {
  const quick = stepping(0)
  const ran: number[] = []
  await inTurns(quick.steps(1000), { clock: quick, onSlice: (ms) => ran.push(ms) })
  expect(ran).toEqual([])
  const long = stepping(10)
  let ended = false
  const work = (function* (): Generator<void, string> {
    try {
      return yield* long.steps(1000)
    } finally {
      ended = true
    }
  })()
  const tooLong = (ms: number): void => {
    if (ms > 100) throw new Error('too long')
  }
  await expect(inTurns(work, { clock: long, onSlice: tooLong })).rejects.toThrow('too long')
  work.return('')
  expect(ended).toBe(true)
})
