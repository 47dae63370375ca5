import { describe, expect, it } from 'vitest'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import { AudioClock } from '../../../../server/ingest/audio/audio-clock.ts'

/** Delay that the clock ascribes to each frame of 20 ms, given when each arrived. */
function delays(arrivals: readonly number[], frameMs = 20): number[] {
  const clock = new AudioClock()
  return arrivals.map((arrivedAt, index) => {
    const position = callMs((index + 1) * frameMs)
    clock.observe({ arrivedAt: wallMs(arrivedAt), position })
    return arrivedAt - clock.capturedAt(position)
  })
}

describe('capture time', () => {
  it('is the arrival for a source that never falters', () => {
    const arrivals = Array.from({ length: 100 }, (_, index) => 5000 + (index + 1) * 20)
    expect(new Set(delays(arrivals))).toEqual(new Set([0]))
  })

  it('shows jitter as delay', () => {
    expect(delays([1020, 1040, 1110, 1115, 1120, 1120])).toEqual([0, 0, 50, 35, 20, 0])
  })

  it('is the arrival for a source faster than real time', () => {
    const arrivals = Array.from({ length: 200 }, (_, index) => 1000 + index)
    expect(Math.max(...delays(arrivals))).toBe(0)
  })

  it('lets a backlog after a dropped connection count as late', () => {
    const before = Array.from({ length: 50 }, (_, index) => 1000 + (index + 1) * 20)
    const after = delays([...before, 5000, 5000, 5000])
    expect(after.slice(-3)).toEqual([2980, 2960, 2940])
  })

  it('forgets the anchor after ten seconds, for a source whose clock stood still', () => {
    const before = Array.from({ length: 50 }, (_, index) => 1000 + (index + 1) * 20)
    const after = Array.from({ length: 600 }, (_, index) => 5000 + index * 20)
    const result = delays([...before, ...after])
    expect(result[100]).toBe(2980)
    expect(result.at(-1)).toBe(0)
  })
})
