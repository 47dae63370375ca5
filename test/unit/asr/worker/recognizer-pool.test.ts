import { describe, expect, it } from 'vitest'
import type { Recognizer } from '../../../../server/asr/recognizer.ts'
import type { RecognitionRate } from '../../../../server/contracts/audio.ts'
import { RecognizerPool } from '../../../../server/asr/worker/recognizer-pool.ts'
import { FakeRecognizer } from '../../../helpers/fake-recognizer.ts'

const create = (rate: RecognitionRate): FakeRecognizer => new FakeRecognizer({ rate, vocabulary: [] })
const makePool = ({ sharesGraph = false } = {}): RecognizerPool => new RecognizerPool({ create, sharesGraph })

const forgotten = (...recognizers: readonly Recognizer[]): readonly number[] =>
  recognizers.map((each) => (each instanceof FakeRecognizer ? each.speakersForgotten : NaN))

describe('RecognizerPool', () => {
  it('gives every channel the recogniser that knows its speaker', () => {
    const pool = makePool()
    const first = pool.borrow(1, 8000)
    pool.giveBack(1, first)
    const second = pool.borrow(2, 8000)
    pool.giveBack(2, second)
    expect(second).not.toBe(first)
    expect(pool.borrow(1, 8000)).toBe(first)
    expect(pool.borrow(2, 8000)).toBe(second)
    expect(forgotten(first, second)).toEqual([0, 0])
  })

  it('hands on a warm one when its speaker is gone, and lets it forget him first', () => {
    const pool = makePool()
    const first = pool.borrow(1, 8000)
    pool.giveBack(1, first)
    pool.release(1)
    expect(pool.borrow(2, 8000)).toBe(first)
    expect(forgotten(first)).toEqual([1])
    pool.giveBack(2, first)
    expect(pool.borrow(2, 8000)).toBe(first)
    expect(forgotten(first)).toEqual([1])
  })

  it('lets channels share when there are six, the one that has been idle longest first', () => {
    const pool = makePool()
    const own = [1, 2, 3, 4, 5, 6].map((channelId) => pool.borrow(channelId, 8000))
    own.forEach((recognizer, index) => pool.giveBack(index + 1, recognizer))
    expect(pool.borrow(7, 8000)).toBe(own[0])
    expect(forgotten(...own)).toEqual([1, 0, 0, 0, 0, 0])
    expect([pool.size, pool.busy]).toEqual([6, 1])
  })

  it('makes more than six when more than six talk at once', () => {
    const pool = makePool()
    const all = Array.from({ length: 8 }, (_, channelId) => pool.borrow(channelId, 8000))
    expect(new Set(all).size).toBe(8)
  })

  it('keeps rates apart', () => {
    const pool = makePool()
    const narrow = pool.borrow(1, 8000)
    pool.giveBack(1, narrow)
    expect(pool.borrow(1, 16_000)).not.toBe(narrow)
  })

  it('closes what is discarded', () => {
    const recognizer = new FakeRecognizer({ rate: 8000, vocabulary: [] })
    const pool = new RecognizerPool({ create: () => recognizer, sharesGraph: false })
    pool.discard(pool.borrow(1, 8000))
    expect([recognizer.closed, pool.size]).toEqual([true, 0])
  })
})

describe('RecognizerPool of a model whose recognisers share their graph', () => {
  it('gives every channel its own, however many there are, and lets nobody forget', () => {
    const pool = makePool({ sharesGraph: true })
    const own = Array.from({ length: 20 }, (_, channelId) => pool.borrow(channelId, 8000))
    own.forEach((recognizer, channelId) => pool.giveBack(channelId, recognizer))
    expect(new Set(own).size).toBe(20)
    expect(own.map((_, channelId) => pool.borrow(channelId, 8000))).toEqual(own)
    expect(forgotten(...own)).toEqual(own.map(() => 0))
  })

  it('closes the recogniser of a closed channel and leaves the others', () => {
    const pool = makePool({ sharesGraph: true })
    const first = pool.borrow(1, 8000)
    const second = pool.borrow(2, 8000)
    pool.giveBack(1, first)
    pool.giveBack(2, second)
    pool.release(1)
    expect(first).toMatchObject({ closed: true })
    expect(pool.size).toBe(1)
    expect(pool.borrow(2, 8000)).toBe(second)
  })
})
