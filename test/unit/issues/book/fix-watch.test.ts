import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import {
  GRACE_MS,
  stepFix,
  verificationOf,
  watchFix,
  type FixWatch,
} from '../../../../server/issues/book/fix-watch.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

const FIXED_AT = wallMs(1_000_000_000)
const MINUTE = 60_000
const BEFORE = { lastHour: 13, expected: 1, volumePerHour: 240 }

/** A fix watched minute by minute, at a rate of contacts an hour; until it is decided, or for so many hours. */
function watched(perHour: number, seed: number, hours = 12): FixWatch {
  const random = seededRandom(seed)
  let watch = watchFix(FIXED_AT, BEFORE)
  for (let minute = 1; minute <= hours * 60; minute += 1) {
    const now = wallMs(FIXED_AT + minute * MINUTE)
    const count = now <= watch.sinceAt ? 0 : Number(random() < perHour / 60)
    watch = stepFix(watch, { now, count, usualPerHour: 1, volumePerHour: 240 })
    if (verificationOf(watch).result !== 'waiting') return watch
  }
  return watch
}

function shareOf(result: string, perHour: number): number {
  const results = Array.from({ length: 400 }, (_, seed) => verificationOf(watched(perHour, seed + 1)).result)
  return results.filter((one) => one === result).length / results.length
}

describe('a fix', () => {
  it('waits for a quarter of an hour, in which contacts are about what was before', () => {
    const watch = watchFix(FIXED_AT, BEFORE)
    const now = wallMs(FIXED_AT + GRACE_MS)
    expect(stepFix(watch, { now, count: 9, usualPerHour: 1, volumePerHour: 240 })).toBe(watch)
    expect(verificationOf(watch)).toEqual({ sinceAt: now, contacts: 0, expected: 0, result: 'waiting' })
  })

  it('holds when contacts stay away, and not before half an hour', () => {
    const watch = watched(0, 1)
    expect(verificationOf(watch).result).toBe('holds')
    expect(watch.upTo - watch.sinceAt).toBeGreaterThanOrEqual(30 * MINUTE)
    expect(watch.upTo - watch.sinceAt).toBeLessThan(60 * MINUTE)
  })

  it('is judged wrongly in no more than one of twenty cases, whichever it is', () => {
    expect(shareOf('does-not-hold', 1)).toBeLessThan(0.05)
    expect(shareOf('holds', 1)).toBeGreaterThan(0.95)
    expect(shareOf('holds', 7)).toBeLessThan(0.05)
    expect(shareOf('does-not-hold', 7)).toBeGreaterThan(0.95)
  })

  it('is measured in proportion to how many contacts there are: a quiet night decides nothing', () => {
    let watch = watchFix(FIXED_AT, BEFORE)
    for (let hour = 1; hour <= 6; hour += 1) {
      const now = wallMs(FIXED_AT + GRACE_MS + hour * 60 * MINUTE)
      watch = stepFix(watch, { now, count: 0, usualPerHour: 0.01, volumePerHour: 2 })
    }
    expect(verificationOf(watch).result).toBe('waiting')
  })

  it('does not fail by one caller alone', () => {
    const watch = watchFix(FIXED_AT, { lastHour: 3, expected: 0, volumePerHour: 240 })
    const now = wallMs(watch.sinceAt + MINUTE)
    const after = stepFix(watch, { now, count: 1, usualPerHour: 0, volumePerHour: 240 })
    expect(verificationOf(after).result).toBe('waiting')
  })
})
