import { createHash } from 'node:crypto'
import { WaveFile } from 'wavefile'
import { describe, expect, it } from 'vitest'
import { ALAW_TABLE, MULAW_TABLE } from '../../../server/platform/g711.ts'

const CODES = Uint8Array.from({ length: 256 }, (_, code) => code)

/** The codes 0 to 255 as another implementation decodes them. */
function byWaveFile(law: '8m' | '8a'): number[] {
  const file = new WaveFile()
  file.fromScratch(1, 8000, law, CODES)
  if (law === '8m') file.fromMuLaw()
  else file.fromALaw()
  return Array.from(file.getSamples(false, Int16Array) as unknown as Int16Array)
}

function sha256(table: Int16Array): string {
  return createHash('sha256').update(Buffer.from(table.buffer)).digest('hex')
}

describe('G.711', () => {
  it('decodes all mu-law codes as others do', () => {
    expect(Array.from(MULAW_TABLE)).toEqual(byWaveFile('8m'))
    // What sox 14.4.2 writes for `-t ul` of the bytes 0 to 255, as signed 16 bit little-endian.
    expect(sha256(MULAW_TABLE)).toBe('3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827')
  })

  it('decodes all A-law codes as others do', () => {
    expect(Array.from(ALAW_TABLE)).toEqual(byWaveFile('8a'))
    expect(sha256(ALAW_TABLE)).toBe('e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174')
  })

  it('knows silence: not the byte zero', () => {
    expect([MULAW_TABLE[0xff], MULAW_TABLE[0x7f]]).toEqual([0, 0])
    expect([ALAW_TABLE[0xd5], ALAW_TABLE[0x55]]).toEqual([8, -8])
    expect(MULAW_TABLE[0]).toBe(-32124)
  })
})
