import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MULAW_TABLE } from '../platform/g711.ts'

/** A sample call in the form in which the project keeps them: µ-law, 8 kHz, agent and customer in turn. */
const MU_LAW = 7
const RATE = 8000
const CHANNELS = 2
/** Room for the chunks before the samples. */
const HEADER_BYTES = 1024

/** One channel of telephone speech, mono at 8 kHz. */
export type SpeechChannel = Int16Array

/**
 * The first `durationMs` of the first `calls` sample calls in a folder, one array a channel. Fewer when there are
 * not so many; files of another form are passed over.
 */
export async function readSampleSpeech(options: {
  readonly folder: string
  readonly calls: number
  readonly durationMs: number
}): Promise<readonly SpeechChannel[]> {
  const { folder, calls, durationMs } = options
  const names = await readdir(folder).catch(() => [])
  const channels: SpeechChannel[] = []
  for (const name of names.filter((each) => each.endsWith('.wav')).sort()) {
    if (channels.length >= calls * CHANNELS) break
    channels.push(...(await readChannels(join(folder, name), durationMs)))
  }
  return channels
}

async function readChannels(path: string, durationMs: number): Promise<readonly SpeechChannel[]> {
  const file = await open(path)
  try {
    const bytes = Buffer.alloc(HEADER_BYTES + (RATE / 1000) * durationMs * CHANNELS)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return splitChannels(dataOf(bytes.subarray(0, bytesRead)))
  } finally {
    await file.close()
  }
}

/** The samples of a WAV file (RIFF: chunks of a name, a length and padding to even); empty for another form. */
function dataOf(bytes: Buffer): Buffer {
  const none = Buffer.alloc(0)
  if (bytes.length < 12 || bytes.toString('latin1', 8, 12) !== 'WAVE') return none
  let isOurs = false
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const from = at + 8
    if (name === 'data') return isOurs ? bytes.subarray(from, from + length) : none
    if (name === 'fmt ' && from + 8 <= bytes.length) {
      isOurs =
        bytes.readUInt16LE(from) === MU_LAW &&
        bytes.readUInt16LE(from + 2) === CHANNELS &&
        bytes.readUInt32LE(from + 4) === RATE
    }
    at = from + length + (length % 2)
  }
  return none
}

function splitChannels(data: Buffer): readonly SpeechChannel[] {
  const length = Math.floor(data.length / CHANNELS)
  if (length === 0) return []
  return Array.from({ length: CHANNELS }, (_, channel) => {
    const samples = new Int16Array(length)
    for (let at = 0; at < length; at += 1) samples[at] = MULAW_TABLE[data[at * CHANNELS + channel] ?? 0] ?? 0
    return samples
  })
}
