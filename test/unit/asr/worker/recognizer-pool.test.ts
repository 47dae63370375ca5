import { describe, expect, it } from 'vitest'
import { RecognizerPool } from '../../../../server/asr/worker/recognizer-pool.ts'
import { FakeRecognizer } from '../../../helpers/fake-recognizer.ts'

const makePool = (): RecognizerPool =>
  new RecognizerPool((rate) => new FakeRecognizer({ rate, vocabulary: [] }))

describe('RecognizerPool', () => {
  it('holds as many as were needed at once', () => {
    const pool = makePool()
    const first = pool.borrow(1, 8000)
    const second = pool.borrow(2, 8000)
    expect(second).not.toBe(first)
    pool.giveBack(1, first)
    pool.giveBack(2, second)
    pool.borrow(3, 8000)
    expect([pool.size, pool.busy]).toEqual([2, 1])
  })

  it('gives a channel the recogniser that knows its speaker, else the one used last', () => {
    const pool = makePool()
    const first = pool.borrow(1, 8000)
    const second = pool.borrow(2, 8000)
    pool.giveBack(1, first)
    pool.giveBack(2, second)
    expect(pool.borrow(1, 8000)).toBe(first)
    pool.giveBack(1, first)
    expect(pool.borrow(7, 8000)).toBe(first)
  })

  it('keeps rates apart', () => {
    const pool = makePool()
    const narrow = pool.borrow(1, 8000)
    pool.giveBack(1, narrow)
    expect(pool.borrow(1, 16_000)).not.toBe(narrow)
  })

  it('closes what is discarded', () => {
    const recognizer = new FakeRecognizer({ rate: 8000, vocabulary: [] })
    const pool = new RecognizerPool(() => recognizer)
    pool.discard(pool.borrow(1, 8000))
    expect([recognizer.closed, pool.size]).toEqual([true, 0])
  })
})
