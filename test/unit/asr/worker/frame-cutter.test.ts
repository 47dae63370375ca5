import { describe, expect, it } from 'vitest'
import { joinSamples } from '../../../../server/asr/join-samples.ts'
import { FrameCutter } from '../../../../server/asr/worker/frame-cutter.ts'

const counting = (from: number, length: number): Int16Array =>
  Int16Array.from({ length }, (_, index) => from + index)

describe('FrameCutter', () => {
  it('cuts whatever comes into frames of one length and loses nothing', () => {
    const cutter = new FrameCutter({ rate: 8000, frameMs: 20 })
    const frames = [
      ...cutter.cut({ atMs: 1000, samples: counting(0, 100) }),
      ...cutter.cut({ atMs: 1012.5, samples: counting(100, 400) }),
      ...cutter.cut({ atMs: 1062.5, samples: counting(500, 140) }),
    ]
    expect(frames.map((frame) => frame.atMs)).toEqual([1000, 1020, 1040, 1060])
    expect(frames.every((frame) => frame.samples.length === 160)).toBe(true)
    expect(joinSamples(frames.map((frame) => frame.samples))).toEqual(counting(0, 640))
    expect(cutter.takeRest()).toBeNull()
  })

  it('follows stamps that drift, although a rest is always left over', () => {
    const cutter = new FrameCutter({ rate: 16_000, frameMs: 20 })
    cutter.cut({ atMs: 0, samples: new Int16Array(1550) })
    // An hour of chunks of 100 ms from a clock that is 200 ppm fast.
    const ends = Array.from({ length: 36_000 }, (_, index) => {
      const atMs = (index + 1) * 99.98
      const last = cutter.cut({ atMs, samples: new Int16Array(1600) }).at(-1)
      return { offMs: (last?.atMs ?? 0) - atMs }
    })
    expect(Math.max(...ends.map(({ offMs }) => Math.abs(offMs)))).toBeLessThan(100)
  })

  it('keeps the rest, with its time', () => {
    const cutter = new FrameCutter({ rate: 16_000, frameMs: 20 })
    cutter.cut({ atMs: 500, samples: counting(0, 400) })
    expect(cutter.takeRest()).toEqual({ atMs: 520, samples: counting(320, 80) })
    expect(cutter.takeRest()).toBeNull()
    expect(cutter.cut({ atMs: 900, samples: counting(0, 320) })[0]?.atMs).toBe(900)
  })
})
