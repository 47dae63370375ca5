import { describe, expect, it } from 'vitest'
import { BoundedQueue } from '../../../server/platform/bounded-queue.ts'

describe('BoundedQueue', () => {
  it('gives items in the order they came', () => {
    const queue = new BoundedQueue<number>(3)
    for (const item of [1, 2, 3]) queue.push(item)
    expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual([1, 2, 3, undefined])
  })

  it('drops the oldest when it is full, hands it back and counts it', () => {
    const queue = new BoundedQueue<string>(2)
    expect([queue.push('a'), queue.push('b'), queue.push('c'), queue.push('d')]).toEqual([
      undefined,
      undefined,
      'a',
      'b',
    ])
    expect([queue.size, queue.dropped, [...queue]]).toEqual([2, 2, ['c', 'd']])
  })

  it('drops everything when it may hold nothing', () => {
    const queue = new BoundedQueue<string>(0)
    expect(queue.push('a')).toBe('a')
    expect([queue.size, queue.shift()]).toEqual([0, undefined])
  })

  it('keeps its order over many thousand items', () => {
    const queue = new BoundedQueue<number>(20_000)
    const taken: (number | undefined)[] = []
    for (let n = 0; n < 50_000; n += 1) {
      queue.push(n)
      if (n % 3 !== 0) taken.push(queue.shift())
    }
    expect(taken).toEqual(taken.map((_, n) => n))
    expect([[...queue][0], queue.size, queue.dropped]).toEqual([taken.length, 50_000 - taken.length, 0])
  })
})
