import { describe, expect, it } from 'vitest'
import { UnacknowledgedAudio } from '../../../../server/cli/stream/unacknowledged-audio.ts'

/** Stereo samples whose left channel counts up from `from`. */
function frames(from: number, count: number): Int16Array {
  return Int16Array.from({ length: count * 2 }, (_, at) => (at % 2 === 0 ? from + at / 2 : -1))
}

function counted(pieces: readonly Buffer[] | null): readonly number[] | null {
  if (pieces === null) return null
  const bytes = Buffer.concat(pieces)
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readInt16LE(at * 4))
}

describe('UnacknowledgedAudio', () => {
  it('writes signed 16 bit little endian', () => {
    const audio = new UnacknowledgedAudio({ rate: 8000, channels: 1 })
    expect(audio.add(Int16Array.of(1, -2, 0x1234))).toEqual(Buffer.from([1, 0, 0xfe, 0xff, 0x34, 0x12]))
  })

  it('gives back what follows any place that is not acknowledged', () => {
    const audio = new UnacknowledgedAudio({ rate: 8000, channels: 2 })
    audio.add(frames(0, 3))
    audio.add(frames(3, 3))
    expect(counted(audio.after(0))).toEqual([0, 1, 2, 3, 4, 5])
    expect(counted(audio.after(2))).toEqual([2, 3, 4, 5])
    expect(counted(audio.after(3))).toEqual([3, 4, 5])
    expect(counted(audio.after(6))).toEqual([])
  })

  it('forgets whole pieces that are acknowledged', () => {
    const audio = new UnacknowledgedAudio({ rate: 8000, channels: 2 })
    audio.add(frames(0, 3))
    audio.add(frames(3, 3))
    audio.acknowledge(4)
    expect(counted(audio.after(4))).toEqual([4, 5])
    expect(audio.after(2)).toBeNull()
    audio.acknowledge(6)
    audio.acknowledge(1)
    expect(counted(audio.after(6))).toEqual([])
    expect(audio.after(5)).toBeNull()
  })

  it('knows nothing of what was never sent', () => {
    const audio = new UnacknowledgedAudio({ rate: 8000, channels: 2 })
    audio.add(frames(0, 3))
    expect(audio.after(4)).toBeNull()
  })

  it('is full when a minute waits, and has room again once some of it is acknowledged', () => {
    const audio = new UnacknowledgedAudio({ rate: 8000, channels: 1 })
    const second = new Int16Array(8000)
    for (let count = 0; count < 60; count += 1) audio.add(second)
    expect(audio.isFull).toBe(false)
    audio.add(second)
    expect(audio.isFull).toBe(true)
    audio.acknowledge(8000)
    expect(audio.isFull).toBe(false)
  })
})
