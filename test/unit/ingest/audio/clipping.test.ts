import { describe, expect, it } from 'vitest'
import { countClipped } from '../../../../server/ingest/audio/clipping.ts'
import { ALAW_TABLE, MULAW_TABLE } from '../../../../server/platform/g711.ts'

describe('clipping', () => {
  it('is counted at the ends of the scale of each encoding, and nowhere else', () => {
    expect(countClipped(Int16Array.of(32767, -32768, 32000, -32000, 0))).toBe(2)
    expect(countClipped(MULAW_TABLE)).toBe(2)
    expect(countClipped(ALAW_TABLE)).toBe(2)
  })
})

describe('silence of G.711', () => {
  it('is silence', () => {
    expect([0xff, 0x7f].map((code) => MULAW_TABLE[code])).toEqual([0, 0])
    expect([0xd5, 0x55].map((code) => ALAW_TABLE[code])).toEqual([8, -8])
  })
})
