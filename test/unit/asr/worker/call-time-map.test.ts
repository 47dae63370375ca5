import { beforeEach, describe, expect, it } from 'vitest'
import { CallTimeMap } from '../../../../server/asr/worker/call-time-map.ts'

let map: CallTimeMap

beforeEach(() => {
  map = new CallTimeMap(8000)
})

const at = (startSeconds: number, endSeconds: number): ReturnType<CallTimeMap['word']> =>
  map.word({ startSeconds, endSeconds })

describe('CallTimeMap', () => {
  it('moves a recogniser that has heard other things before to the time of the call', () => {
    // 100 s had been fed before; the call is at 0:20.
    map.add({ fromSample: 800_000, atMs: 20_000, samples: 8000 })
    expect(at(100.25, 100.5)).toEqual({ startMs: 20_250, endMs: 20_500 })
  })

  it('joins what is fed piece by piece', () => {
    for (let piece = 0; piece < 10; piece += 1)
      map.add({ fromSample: piece * 800, atMs: 5000 + piece * 100, samples: 800 })
    expect(at(0.05, 0.95)).toEqual({ startMs: 5050, endMs: 5950 })
  })

  it('does not drift when call times are rounded', () => {
    // Pieces of 37.5 ms whose starts are rounded down.
    for (let piece = 0; piece < 1000; piece += 1) {
      map.add({ fromSample: piece * 300, atMs: Math.floor(piece * 37.5), samples: 300 })
    }
    expect(at(37.4, 37.48)).toEqual({ startMs: 37_400, endMs: 37_480 })
  })

  describe('with a hole in call time', () => {
    beforeEach(() => {
      map.add({ fromSample: 0, atMs: 1000, samples: 8000 })
      map.add({ fromSample: 8000, atMs: 9000, samples: 8000 })
    })

    it('jumps with it', () => {
      expect(at(0.5, 0.75)).toEqual({ startMs: 1500, endMs: 1750 })
      expect(at(1.5, 1.75)).toEqual({ startMs: 9500, endMs: 9750 })
    })

    it('puts an end on the seam before it and a start on the seam after it', () => {
      expect(at(0.5, 1)).toEqual({ startMs: 1500, endMs: 2000 })
      expect(at(1, 1.5)).toEqual({ startMs: 9000, endMs: 9500 })
    })

    it('stretches a word that lies across', () => {
      expect(at(0.9, 1.1)).toEqual({ startMs: 1900, endMs: 9100 })
    })
  })

  it('holds words inside what was fed when silence that is not of the call follows', () => {
    map.add({ fromSample: 0, atMs: 1000, samples: 8000 })
    expect(at(0.9, 1.3)).toEqual({ startMs: 1900, endMs: 2000 })
  })

  it('gives a word that begins a little early the start of the audio', () => {
    map.add({ fromSample: 8000, atMs: 500, samples: 8000 })
    expect(at(0.95, 1.3)).toEqual({ startMs: 500, endMs: 800 })
  })

  it('refuses a word of what was fed before', () => {
    map.add({ fromSample: 8000, atMs: 500, samples: 8000 })
    expect(at(0.5, 0.98)).toBeNull()
  })

  it('refuses everything when nothing was fed', () => {
    expect(at(0, 1)).toBeNull()
  })
})
