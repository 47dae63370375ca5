import { ALAW_TABLE, MULAW_TABLE } from './g711.ts'

/** Encodings that every door takes; the names are those of the wire. */
export const ENCODINGS = ['pcm_s16le', 'pcm_s16be', 'mulaw', 'alaw'] as const

export type Encoding = (typeof ENCODINGS)[number]

/** How one encoded sample is read. */
interface SampleCodec {
  readonly bytesPerSample: 1 | 2
  /** The signed 16 bit value of the sample that starts at `offset`. */
  readonly read: (bytes: Buffer, offset: number) => number
}

export const SAMPLE_CODECS: Readonly<Record<Encoding, SampleCodec>> = {
  pcm_s16le: { bytesPerSample: 2, read: (bytes, offset) => bytes.readInt16LE(offset) },
  pcm_s16be: { bytesPerSample: 2, read: (bytes, offset) => bytes.readInt16BE(offset) },
  mulaw: { bytesPerSample: 1, read: (bytes, offset) => MULAW_TABLE[bytes[offset] ?? 0] ?? 0 },
  alaw: { bytesPerSample: 1, read: (bytes, offset) => ALAW_TABLE[bytes[offset] ?? 0] ?? 0 },
}

/** Decodes whole interleaved sample frames into one array a channel; the length must be a multiple of a frame. */
export function decodeInterleaved(options: {
  readonly bytes: Buffer
  readonly encoding: Encoding
  readonly channels: number
}): Int16Array[] {
  const { bytes, channels } = options
  const { bytesPerSample, read } = SAMPLE_CODECS[options.encoding]
  const stride = bytesPerSample * channels
  const count = Math.floor(bytes.length / stride)
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Int16Array(count)
    let offset = channel * bytesPerSample
    for (let index = 0; index < count; index += 1) {
      samples[index] = read(bytes, offset)
      offset += stride
    }
    return samples
  })
}
