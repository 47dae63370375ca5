/** Samples from -1 to 1 as signed 16 bit; louder ones are clipped. */
export function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767))
}

/** Little-endian bytes of interleaved channels, all of one length. */
export function interleave(channels: readonly Int16Array[]): Uint8Array<ArrayBuffer> {
  const length = channels[0]?.length ?? 0
  const bytes = new Uint8Array(length * channels.length * 2)
  const view = new DataView(bytes.buffer)
  channels.forEach((samples, channel) =>
    samples.forEach((sample, index) => view.setInt16((index * channels.length + channel) * 2, sample, true)),
  )
  return bytes
}

/** Loudness of a frame on a scale a person reads: 0 is -60 dB of full scale or less, 1 is full scale. */
export function meterLevel(samples: Float32Array): number {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return peak === 0 ? 0 : Math.max(0, Math.min(1, 1 + (20 * Math.log10(peak)) / 60))
}
