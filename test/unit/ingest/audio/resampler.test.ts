import { describe, expect, it } from 'vitest'
import { Resampler } from '../../../../server/ingest/audio/resampler.ts'

function tone(options: { hz: number; rate: number; seconds: number; amplitude?: number }): Int16Array {
  const { hz, rate, seconds, amplitude = 16_000 } = options
  return Int16Array.from({ length: rate * seconds }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / rate)),
  )
}

function resample(samples: Int16Array, fromRate: number, chunk = samples.length): Int16Array {
  const resampler = new Resampler({ fromRate, toRate: 16_000 })
  const parts: number[] = []
  for (let at = 0; at < samples.length; at += chunk)
    parts.push(...resampler.push(samples.subarray(at, at + chunk)))
  parts.push(...resampler.flush())
  return Int16Array.from(parts)
}

/** Root of the mean square, in decibels against a full tone of amplitude 16,000, edges left out. */
function level(samples: Int16Array | number[]): number {
  const inner = Array.from(samples).slice(800, -800)
  const power = inner.reduce((sum, sample) => sum + sample * sample, 0) / inner.length
  return 10 * Math.log10(power / (16_000 ** 2 / 2) + 1e-12)
}

describe.each([24_000, 48_000])('from %i to 16000 Hz', (fromRate) => {
  it.each([100, 1000, 3400, 5000, 7000])('keeps a tone of %i Hz, in level and in time', (hz) => {
    const output = resample(tone({ hz, rate: fromRate, seconds: 1 }), fromRate)
    const ideal = tone({ hz, rate: 16_000, seconds: 1 })
    expect(Math.abs(level(output))).toBeLessThan(0.02)
    // Everything that is not the tone itself: images, aliases, phase, rounding.
    expect(level(Array.from(output, (sample, index) => sample - (ideal[index] ?? 0)))).toBeLessThan(-60)
  })

  it.each([8200, 9000, 11_000, 11_900])('lets nothing of %i Hz through', (hz) => {
    expect(level(resample(tone({ hz, rate: fromRate, seconds: 1 }), fromRate))).toBeLessThan(-60)
  })

  it('keeps a constant', () => {
    const output = resample(new Int16Array(fromRate).fill(12_345), fromRate)
    expect(new Set(output.slice(400, -400))).toEqual(new Set([12_345]))
  })

  it.each([1, 7, 480, 4801])('gives the same whatever the chunks: %i samples each', (chunk) => {
    const input = tone({ hz: 997, rate: fromRate, seconds: 1 })
    expect(resample(input, fromRate, chunk)).toEqual(resample(input, fromRate))
  })

  it('clips instead of wrapping round', () => {
    const square = Int16Array.from({ length: fromRate }, (_, index) => (index % 60 < 30 ? 32_767 : -32_768))
    const output = resample(square, fromRate)
    for (let index = 1_000; index < 2_000; index += 1) {
      const position = ((index * fromRate) / 16_000) % 60
      if (position > 6 && position < 24) expect(output[index]).toBeGreaterThan(20_000)
    }
  })
})

describe('odd lengths', () => {
  it.each([0, 1, 2, 3, 4, 5, 299, 300, 301])('%i samples at 48 kHz become a third, rounded up', (length) => {
    expect(resample(new Int16Array(length), 48_000)).toHaveLength(Math.ceil(length / 3))
  })
})
