import { readFile } from 'node:fs/promises'
import wavefile from 'wavefile'
import type { RecognitionRate } from '../../../server/contracts/audio.ts'

/** One party's recording: a channel of a WAV file. */
export interface Recording {
  readonly file: string
  readonly channel: number
}

/** A recording that comes round again and again, silent from its end until its period is over. */
export interface LoopedAudio {
  readonly rate: RecognitionRate
  /** The samples between two positions of call time, in milliseconds. */
  readonly between: (fromMs: number, toMs: number) => Int16Array
}

interface WavAudio {
  readonly rate: RecognitionRate
  readonly channels: readonly Int16Array[]
}

const files = new Map<string, Promise<WavAudio>>()

/** Decodes a WAV file once a process: mu-law or 16 bit, 8 or 16 kHz. */
export function readWav(file: string): Promise<WavAudio> {
  const known = files.get(file)
  if (known !== undefined) return known
  const reading = decodeWav(file)
  files.set(file, reading)
  return reading
}

/** `fromMs`: where in the period call time 0 lies. */
export async function loopedAudio(options: {
  recording: Recording
  periodMs: number
  fromMs: number
}): Promise<LoopedAudio> {
  const { rate, channels } = await readWav(options.recording.file)
  const recorded = channels[options.recording.channel]
  if (recorded === undefined) throw new Error(`${options.recording.file} has too few channels`)
  const perMs = rate / 1000
  const period = Math.round(options.periodMs * perMs)
  const shift = Math.round(options.fromMs * perMs)
  const between = (fromMs: number, toMs: number): Int16Array => {
    const samples = new Int16Array(Math.round(toMs * perMs) - Math.round(fromMs * perMs))
    for (let done = 0; done < samples.length;) {
      const at = (Math.round(fromMs * perMs) + done + shift) % period
      const length = Math.min(samples.length - done, period - at)
      samples.set(recorded.subarray(at, at + length), done)
      done += length
    }
    return samples
  }
  return { rate, between }
}

async function decodeWav(file: string): Promise<WavAudio> {
  const wav = new wavefile.WaveFile(await readFile(file))
  // The package's types know neither of the two fields.
  const { format, sampleRate, numChannels } = readFormat(wav)
  if (format === MU_LAW) wav.fromMuLaw()
  if (sampleRate !== 8000 && sampleRate !== 16_000) throw new Error(`${file} has ${sampleRate} Hz`)
  const samples = wav.getSamples(false, Int16Array) as unknown as Int16Array | Int16Array[]
  return {
    rate: sampleRate,
    channels: numChannels === 1 ? [samples as Int16Array] : (samples as Int16Array[]),
  }
}

const MU_LAW = 7

function readFormat(wav: wavefile.WaveFile): { format: number; sampleRate: number; numChannels: number } {
  const { audioFormat, sampleRate, numChannels } = wav.fmt as {
    audioFormat: number
    sampleRate: number
    numChannels: number
  }
  return { format: audioFormat, sampleRate, numChannels }
}
