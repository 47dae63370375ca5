/** Samples that one spectrum looks at: 64 ms at 8 kHz, enough to tell the harmonics of a deep voice apart. */
export const SPECTRUM_SAMPLES = 512

const HALF = SPECTRUM_SAMPLES / 2

const WINDOW = Float64Array.from(
  { length: SPECTRUM_SAMPLES },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SPECTRUM_SAMPLES),
)
const COSINES = Float64Array.from({ length: HALF }, (_, at) =>
  Math.cos((2 * Math.PI * at) / SPECTRUM_SAMPLES),
)
const SINES = Float64Array.from({ length: HALF }, (_, at) => Math.sin((2 * Math.PI * at) / SPECTRUM_SAMPLES))
const REVERSED = Uint16Array.from({ length: HALF }, (_, at) => reverseBits(at, Math.log2(HALF)))

// All channels of a process take turns in these.
const real = new Float64Array(HALF)
const imaginary = new Float64Array(HALF)

/**
 * Power of each frequency under a Hann window, `SPECTRUM_SAMPLES / 2` of them, written into `power`. The even and
 * odd samples are transformed as one complex signal of half the length (Cooley and Tukey 1965), then parted.
 */
export function powerSpectrum(samples: Float64Array, power: Float64Array): void {
  for (let at = 0; at < HALF; at += 1) {
    const from = 2 * (REVERSED[at] ?? 0)
    real[at] = (samples[from] ?? 0) * (WINDOW[from] ?? 0)
    imaginary[at] = (samples[from + 1] ?? 0) * (WINDOW[from + 1] ?? 0)
  }
  for (let size = 2; size <= HALF; size *= 2) butterflies(size)
  for (let bin = 0; bin < HALF; bin += 1) power[bin] = partedPower(bin)
}

function butterflies(size: number): void {
  const half = size / 2
  const stride = SPECTRUM_SAMPLES / size
  for (let start = 0; start < HALF; start += size) {
    for (let step = 0; step < half; step += 1) {
      const cosine = COSINES[step * stride] ?? 0
      const sine = SINES[step * stride] ?? 0
      const upper = start + step
      const lower = upper + half
      const lowerReal = real[lower] ?? 0
      const lowerImaginary = imaginary[lower] ?? 0
      const turnedReal = lowerReal * cosine + lowerImaginary * sine
      const turnedImaginary = lowerImaginary * cosine - lowerReal * sine
      const upperReal = real[upper] ?? 0
      const upperImaginary = imaginary[upper] ?? 0
      real[lower] = upperReal - turnedReal
      imaginary[lower] = upperImaginary - turnedImaginary
      real[upper] = upperReal + turnedReal
      imaginary[upper] = upperImaginary + turnedImaginary
    }
  }
}

function partedPower(bin: number): number {
  const mirror = (HALF - bin) % HALF
  const evenReal = ((real[bin] ?? 0) + (real[mirror] ?? 0)) / 2
  const evenImaginary = ((imaginary[bin] ?? 0) - (imaginary[mirror] ?? 0)) / 2
  const oddReal = ((imaginary[bin] ?? 0) + (imaginary[mirror] ?? 0)) / 2
  const oddImaginary = ((real[mirror] ?? 0) - (real[bin] ?? 0)) / 2
  const cosine = COSINES[bin] ?? 0
  const sine = SINES[bin] ?? 0
  return (
    (evenReal + oddReal * cosine + oddImaginary * sine) ** 2 +
    (evenImaginary + oddImaginary * cosine - oddReal * sine) ** 2
  )
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0
  for (let bit = 0; bit < bits; bit += 1) reversed |= ((value >> bit) & 1) << (bits - 1 - bit)
  return reversed
}
