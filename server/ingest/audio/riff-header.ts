import type { Encoding } from './sample-codec.ts'

/** What a WAV header said of the audio behind it; null where its format code is none that we know. */
export interface RiffFormat {
  readonly encoding: Encoding | null
  readonly sampleRate: number
  readonly channels: number
}

export type RiffScan =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'raw' }
  | { readonly kind: 'header'; readonly bytes: number; readonly format: RiffFormat | null }
  | { readonly kind: 'endless' }

/** A header longer than this is not one that a streaming client sends; most have 44 bytes. */
const LONGEST_HEADER = 65_536

const ENCODING_OF_FORMAT: Readonly<Record<string, Encoding>> = {
  '1:16': 'pcm_s16le',
  '6:8': 'alaw',
  '7:8': 'mulaw',
}

/**
 * Looks for a WAV (RIFF) header at the start of what should be raw audio: many clients send the file as it
 * lies. Sizes in it are not believed (0 and 0xFFFFFFFF are common in streams), except to step over chunks.
 */
export function scanRiffHeader(bytes: Buffer): RiffScan {
  if (!'RIFF'.startsWith(bytes.toString('latin1', 0, Math.min(4, bytes.length)))) return { kind: 'raw' }
  if (bytes.length < 12) return { kind: 'undecided' }
  if (bytes.toString('latin1', 8, 12) !== 'WAVE') return { kind: 'raw' }

  let format: RiffFormat | null = null
  let offset = 12
  while (offset + 8 <= bytes.length) {
    const name = bytes.toString('latin1', offset, offset + 4)
    const size = bytes.readUInt32LE(offset + 4)
    if (name === 'data') return { kind: 'header', bytes: offset + 8, format }
    if (name === 'fmt ' && size >= 16 && offset + 24 <= bytes.length) format = readFormat(bytes, offset + 8)
    // Chunks are padded to an even length.
    offset += 8 + size + (size % 2)
    if (offset > LONGEST_HEADER) return { kind: 'endless' }
  }
  return { kind: 'undecided' }
}

function readFormat(bytes: Buffer, offset: number): RiffFormat {
  const code = bytes.readUInt16LE(offset)
  const bits = bytes.readUInt16LE(offset + 14)
  return {
    encoding: ENCODING_OF_FORMAT[`${code}:${bits}`] ?? null,
    channels: bytes.readUInt16LE(offset + 2),
    sampleRate: bytes.readUInt32LE(offset + 4),
  }
}
