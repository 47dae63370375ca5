import { WaveFile } from 'wavefile'
import { describe, expect, it } from 'vitest'
import { scanRiffHeader } from '../../../../server/ingest/audio/riff-header.ts'

function wav(encoding: '16' | '8m' | '8a', channels = 1): Buffer {
  const file = new WaveFile()
  file.fromScratch(
    channels,
    8000,
    encoding,
    channels === 1
      ? [1, 2, 3, 4]
      : [
          [1, 2],
          [3, 4],
        ],
  )
  return Buffer.from(file.toBuffer())
}

describe('a WAV header', () => {
  it.each([
    ['16', 'pcm_s16le'],
    ['8m', 'mulaw'],
    ['8a', 'alaw'],
  ] as const)('as wavefile writes it for %s', (written, encoding) => {
    const bytes = wav(written)
    const scan = scanRiffHeader(bytes)
    expect(scan).toMatchObject({ kind: 'header', format: { encoding, sampleRate: 8000, channels: 1 } })
    expect(scan.kind === 'header' && bytes.toString('latin1', scan.bytes - 8, scan.bytes - 4)).toBe('data')
  })

  it('is undecided until its last byte, wherever the bytes are cut', () => {
    const bytes = wav('16', 2)
    for (let length = 0; length < 44; length += 1) {
      expect(scanRiffHeader(bytes.subarray(0, length))).toEqual({ kind: 'undecided' })
    }
    expect(scanRiffHeader(bytes.subarray(0, 44))).toMatchObject({
      kind: 'header',
      bytes: 44,
      format: { channels: 2 },
    })
  })

  it('may have other chunks before its data, of odd length too', () => {
    const plain = wav('16')
    const list = Buffer.from('LIST\u0003\u0000\u0000\u0000abc\u0000', 'latin1')
    const bytes = Buffer.concat([plain.subarray(0, 36), list, plain.subarray(36)])
    expect(scanRiffHeader(bytes)).toMatchObject({ kind: 'header', bytes: 56 })
  })

  it('is not seen in audio that begins like one', () => {
    expect(scanRiffHeader(Buffer.from('RIFF1234AVI LIST'))).toEqual({ kind: 'raw' })
    expect(scanRiffHeader(Buffer.from('RIX'))).toEqual({ kind: 'raw' })
    expect(scanRiffHeader(Buffer.from([0xff]))).toEqual({ kind: 'raw' })
  })

  it('without end is given up, not gathered', () => {
    const bytes = Buffer.from('RIFF....WAVEjunk\u0000\u0000\u0000\u0001', 'latin1')
    expect(scanRiffHeader(bytes)).toEqual({ kind: 'endless' })
  })
})
