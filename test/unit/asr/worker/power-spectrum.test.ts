import { describe, expect, it } from 'vitest'
import { powerSpectrum, SPECTRUM_SAMPLES } from '../../../../server/asr/worker/power-spectrum.ts'
import { gaussian, seededRandom } from '../../../../agent-console/sample-calls/chance.ts'

/** The definition, term by term. */
function slowly(samples: Float64Array): Float64Array {
  return Float64Array.from({ length: SPECTRUM_SAMPLES / 2 }, (_, bin) => {
    let real = 0
    let imaginary = 0
    samples.forEach((sample, at) => {
      const turn = (2 * Math.PI * at) / SPECTRUM_SAMPLES
      const windowed = sample * (0.5 - 0.5 * Math.cos(turn))
      real += windowed * Math.cos(bin * turn)
      imaginary -= windowed * Math.sin(bin * turn)
    })
    return real ** 2 + imaginary ** 2
  })
}

describe('powerSpectrum', () => {
  it('is the discrete Fourier transform under a Hann window', () => {
    const random = gaussian(seededRandom('spectrum'))
    const samples = Float64Array.from({ length: SPECTRUM_SAMPLES }, random)
    const power = new Float64Array(SPECTRUM_SAMPLES / 2)
    powerSpectrum(samples, power)
    slowly(samples).forEach((expected, bin) => {
      expect(power[bin]).toBeCloseTo(expected, 6)
    })
  })

  it('has the power of a sine where its frequency is', () => {
    const samples = Float64Array.from({ length: SPECTRUM_SAMPLES }, (_, at) =>
      Math.sin((2 * Math.PI * 40 * at) / SPECTRUM_SAMPLES),
    )
    const power = new Float64Array(SPECTRUM_SAMPLES / 2)
    powerSpectrum(samples, power)
    expect(power.indexOf(Math.max(...power))).toBe(40)
    expect(power[40]).toBeCloseTo((SPECTRUM_SAMPLES / 4) ** 2)
    expect(power[80]).toBeCloseTo(0)
  })
})
