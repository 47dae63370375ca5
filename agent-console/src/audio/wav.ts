import { decodeMulaw } from './g711.ts'

/** A RIFF WAVE file of a kind that the native protocol takes as it is. */
export interface Wav {
  readonly encoding: 'mulaw' | 'pcm_s16le'
  readonly sampleRate: number
  readonly channels: number
  /** Bytes of one sample of every channel. */
  readonly frameBytes: number
  /** Interleaved samples as they are in the file. */
  readonly data: Uint8Array<ArrayBuffer>
}

export class WavError extends Error {
  override readonly name = 'WavError'
}

const PCM = 1
const MULAW = 7
const EXTENSIBLE = 0xfffe

/** Reads a WAVE file (RIFF, Microsoft and IBM 1991). @throws WavError when it is none or of another encoding. */
export function parseWav(file: Uint8Array<ArrayBuffer>): Wav {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') {
    throw new WavError('Expected a RIFF WAVE file.')
  }
  const chunks = readChunks(view)
  const format = chunks.get('fmt ')
  const data = chunks.get('data')
  if (format === undefined || format.length < 16 || data === undefined) {
    throw new WavError('Expected a format chunk and a data chunk.')
  }
  const channels = view.getUint16(format.at + 2, true)
  const { encoding, sampleBytes } = encodingOf(view, format)
  const frameBytes = channels * sampleBytes
  const whole = data.length - (data.length % frameBytes)
  return {
    encoding,
    sampleRate: view.getUint32(format.at + 4, true),
    channels,
    frameBytes,
    data: file.subarray(data.at, data.at + whole),
  }
}

/** One channel as samples from -1 to 1, for playing. */
export function channelSamples(wav: Wav, channel: number): Float32Array<ArrayBuffer> {
  const samples = decodeAll(wav)
  const length = Math.floor(samples.length / wav.channels)
  return Float32Array.from({ length }, (_, index) => (samples[index * wav.channels + channel] ?? 0) / 32768)
}

interface Chunk {
  readonly at: number
  readonly length: number
}

function readChunks(view: DataView): Map<string, Chunk> {
  const chunks = new Map<string, Chunk>()
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true)
    const length = Math.min(size, view.byteLength - at - 8)
    chunks.set(tag(view, at), { at: at + 8, length })
    at += 8 + size + (size % 2)
  }
  return chunks
}

function encodingOf(view: DataView, format: Chunk): { encoding: Wav['encoding']; sampleBytes: number } {
  const declared = view.getUint16(format.at, true)
  const code =
    declared === EXTENSIBLE && format.length >= 26 ? view.getUint16(format.at + 24, true) : declared
  const bits = view.getUint16(format.at + 14, true)
  if (code === MULAW && bits === 8) return { encoding: 'mulaw', sampleBytes: 1 }
  if (code === PCM && bits === 16) return { encoding: 'pcm_s16le', sampleBytes: 2 }
  throw new WavError(`Expected mu-law or 16-bit PCM, got format ${code} with ${bits} bits.`)
}

function decodeAll(wav: Wav): Int16Array {
  if (wav.encoding === 'mulaw') return decodeMulaw(wav.data)
  const view = new DataView(wav.data.buffer, wav.data.byteOffset, wav.data.byteLength)
  return Int16Array.from({ length: wav.data.byteLength / 2 }, (_, index) => view.getInt16(index * 2, true))
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  )
}
