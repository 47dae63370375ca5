import { endianness } from 'node:os'
import { ALAW_TABLE, MULAW_TABLE } from '../../platform/g711.ts'

/** Encodings that every door takes; the names are those of the wire. */
export const ENCODINGS = ['pcm_s16le', 'pcm_s16be', 'mulaw', 'alaw'] as const

export type Encoding = (typeof ENCODINGS)[number]

/** How encoded samples are read. */
interface SampleCodec {
  readonly bytesPerSample: 1 | 2
  /** All whole samples of `bytes` as signed 16 bit, in an array of their own. */
  readonly decode: (bytes: Buffer) => Int16Array
}

export const SAMPLE_CODECS: Readonly<Record<Encoding, SampleCodec>> = {
  pcm_s16le: { bytesPerSample: 2, decode: (bytes) => decodeLinear(bytes, 'LE') },
  pcm_s16be: { bytesPerSample: 2, decode: (bytes) => decodeLinear(bytes, 'BE') },
  mulaw: { bytesPerSample: 1, decode: (bytes) => decodeByTable(bytes, MULAW_TABLE) },
  alaw: { bytesPerSample: 1, decode: (bytes) => decodeByTable(bytes, ALAW_TABLE) },
}

/** Decodes whole interleaved sample frames into one array a channel; the length must be a multiple of a frame. */
export function decodeInterleaved(options: {
  readonly bytes: Buffer
  readonly encoding: Encoding
  readonly channels: number
}): Int16Array[] {
  const { bytes, encoding, channels } = options
  const samples = SAMPLE_CODECS[encoding].decode(bytes)
  if (channels === 1) return [samples]
  return Array.from({ length: channels }, (_, channel) =>
    everyNth({ samples, first: channel, step: channels }),
  )
}

// Plain loops: every sample of every call passes here, and a function call for each would fill half a core.

function decodeByTable(bytes: Buffer, table: Int16Array): Int16Array {
  const samples = new Int16Array(bytes.length)
  for (let index = 0; index < samples.length; index += 1) samples[index] = table[bytes[index] ?? 0] ?? 0
  return samples
}

/** Copied as bytes, because a view would have to start at an even address. */
function decodeLinear(bytes: Buffer, order: 'LE' | 'BE'): Int16Array {
  const samples = new Int16Array(bytes.length >> 1)
  const own = Buffer.from(samples.buffer)
  bytes.copy(own)
  if (order !== endianness()) own.swap16()
  return samples
}

function everyNth(options: { samples: Int16Array; first: number; step: number }): Int16Array {
  const { samples, first, step } = options
  const picked = new Int16Array(Math.floor(samples.length / step))
  for (let index = 0, from = first; index < picked.length; index += 1, from += step) {
    picked[index] = samples[from] ?? 0
  }
  return picked
}
