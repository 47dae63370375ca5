import { describe, expect, it } from 'vitest'
import { FrameSplitter } from '../../../../server/ingest/audio/frame-splitter.ts'
import { decodeInterleaved } from '../../../../server/ingest/audio/sample-codec.ts'

describe('interleaved samples', () => {
  it.each([
    [
      'pcm_s16le',
      [0x34, 0x12, 0xff, 0xff, 0x00, 0x80, 0xff, 0x7f],
      [
        [0x1234, -32768],
        [-1, 32767],
      ],
    ],
    [
      'pcm_s16be',
      [0x12, 0x34, 0xff, 0xff, 0x80, 0x00, 0x7f, 0xff],
      [
        [0x1234, -32768],
        [-1, 32767],
      ],
    ],
    [
      'mulaw',
      [0x00, 0x80, 0xff, 0x7f],
      [
        [-32124, 0],
        [32124, 0],
      ],
    ],
    [
      'alaw',
      [0xd5, 0x55, 0xaa, 0x2a],
      [
        [8, 32256],
        [-8, -32256],
      ],
    ],
  ] as const)('%s', (encoding, bytes, expected) => {
    const channels = decodeInterleaved({ bytes: Buffer.from(bytes), encoding, channels: 2 })
    expect(channels.map((channel) => Array.from(channel))).toEqual(expected)
  })
})

describe('frame splitter', () => {
  it.each([1, 2, 4])('gives whole frames of %i bytes, however the bytes are cut', (frameBytes) => {
    const bytes = Buffer.from(Array.from({ length: 64 }, (_, index) => index))
    for (let cut = 1; cut <= 9; cut += 1) {
      const splitter = new FrameSplitter(frameBytes)
      const runs: Buffer[] = []
      for (let at = 0; at < bytes.length; at += cut) runs.push(splitter.push(bytes.subarray(at, at + cut)))
      expect(runs.every((run) => run.length % frameBytes === 0)).toBe(true)
      expect(Buffer.concat(runs)).toEqual(bytes)
      expect(splitter.carriedBytes).toBe(0)
    }
  })

  it('keeps a copy, not a view, of what it carries', () => {
    const splitter = new FrameSplitter(4)
    const message = Buffer.from([1, 2, 3])
    splitter.push(message)
    message.fill(9)
    expect(splitter.push(Buffer.from([4]))).toEqual(Buffer.from([1, 2, 3, 4]))
  })

  it('forgets an incomplete frame on reset', () => {
    const splitter = new FrameSplitter(2)
    splitter.push(Buffer.from([1]))
    splitter.reset()
    expect(splitter.push(Buffer.from([2, 3]))).toEqual(Buffer.from([2, 3]))
  })
})
