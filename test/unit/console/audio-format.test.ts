import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import wavefile from 'wavefile'
import { describe, expect, test } from 'vitest'
import { decodeMulaw } from '../../../agent-console/src/audio/g711.ts'
import { interleave, meterLevel, toInt16 } from '../../../agent-console/src/audio/pcm.ts'
import { Resampler } from '../../../agent-console/src/audio/resampler.ts'
import { channelSamples, parseWav, WavError } from '../../../agent-console/src/audio/wav.ts'

const SAMPLES = resolve(import.meta.dirname, '../../../agent-console/sample-calls')

function tone(hertz: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, index) =>
    Math.sin((2 * Math.PI * hertz * index) / rate),
  )
}

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}

/** Largest difference between samples from -1 to 1 and samples of 16 bit; infinite if one has more. */
function furthest(samples: Float32Array, reference: Int16Array): number {
  if (samples.length !== reference.length) return Infinity
  return samples.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample * 32768 - (reference[at] ?? NaN))),
    0,
  )
}

describe('WAVE files', () => {
  test('a sample call is read as its bytes stand, two channels of mu-law', async () => {
    const file = new Uint8Array(await readFile(join(SAMPLES, 'cancellation.wav')))
    const wav = parseWav(file)
    expect(wav).toMatchObject({ encoding: 'mulaw', sampleRate: 8000, channels: 2, frameBytes: 2 })
    const reference = new wavefile.WaveFile(file)
    expect(wav.data.byteLength).toBe(
      reference.chunkSize > 0 ? (reference.data as { chunkSize: number }).chunkSize : 0,
    )
    reference.fromMuLaw()
    const [left, right] = reference.getSamples(false, Int16Array) as unknown as [Int16Array, Int16Array]
    expect(furthest(channelSamples(wav, 0), left)).toBe(0)
    expect(furthest(channelSamples(wav, 1), right)).toBe(0)
  })

  test('16-bit PCM is read too, past chunks of other kinds', () => {
    const made = new wavefile.WaveFile()
    made.fromScratch(1, 16_000, '16', [0, 1000, -1000])
    made.setTag('INAM', 'odd')
    const wav = parseWav(new Uint8Array(made.toBuffer()))
    expect(wav).toMatchObject({ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 1 })
    expect([...channelSamples(wav, 0)].map((sample) => Math.round(sample * 32768))).toEqual([0, 1000, -1000])
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['another kind of file', new TextEncoder().encode('<!doctype html><title>404</title>')],
    ['a header without audio', new TextEncoder().encode('RIFF\0\0\0\0WAVE')],
  ])('%s is refused', (_name, bytes) => {
    expect(() => parseWav(bytes)).toThrow(WavError)
  })

  test('an encoding that the server would not take is refused', () => {
    const made = new wavefile.WaveFile()
    made.fromScratch(1, 8000, '24', [0, 1, 2])
    expect(() => parseWav(new Uint8Array(made.toBuffer()))).toThrow(/mu-law or 16-bit PCM/)
  })
})

test('mu-law follows the table of G.711 at its corners', () => {
  expect([...decodeMulaw(Uint8Array.of(0xff, 0x7f, 0x00, 0x80, 0xfe))]).toEqual([0, 0, -32124, 32124, 8])
})

describe('microphone audio', () => {
  test('is clipped, not wrapped, at full scale', () => {
    expect([...toInt16(Float32Array.of(0, 1, -1, 3, -3))]).toEqual([0, 32767, -32767, 32767, -32767])
  })

  test('is interleaved little-endian', () => {
    const bytes = interleave([Int16Array.of(1, 2), Int16Array.of(-1, 0x0203)])
    expect([...bytes]).toEqual([1, 0, 0xff, 0xff, 2, 0, 3, 2])
  })

  test('shows its level in decibels over a range of 60', () => {
    expect(meterLevel(Float32Array.of(0))).toBe(0)
    expect(meterLevel(Float32Array.of(0.0001))).toBe(0)
    expect(meterLevel(Float32Array.of(-0.1))).toBeCloseTo(2 / 3)
    expect(meterLevel(Float32Array.of(1))).toBe(1)
  })
})

describe('resampling from 44.1 to 16 kHz', () => {
  const resample = (input: Float32Array, chunk: number): Float32Array => {
    const resampler = new Resampler(44_100, 16_000)
    const out: number[] = []
    for (let at = 0; at < input.length; at += chunk)
      out.push(...resampler.push(input.subarray(at, at + chunk)))
    return Float32Array.from(out)
  }

  test('keeps the speech band and its length', () => {
    const out = resample(tone(1000, 44_100, 1), 882)
    expect(Math.abs(out.length - 16_000)).toBeLessThan(40)
    expect(loudness(out.subarray(200, 15_800))).toBeCloseTo(Math.SQRT1_2, 2)
  })

  test('lets nothing above the new band fold back into it', () => {
    const out = resample(tone(12_000, 44_100, 1), 882)
    expect(loudness(out.subarray(200, 15_800))).toBeLessThan(0.01)
  })

  test('gives the same whatever the pieces are', () => {
    const input = tone(440, 44_100, 0.2)
    expect(toInt16(resample(input, 7))).toEqual(toInt16(resample(input, input.length)))
  })
})
