import { readFile } from 'node:fs/promises'
import wavefile from 'wavefile'
import { z } from 'zod'
import { PARTIES, type Party } from '../../contracts/call.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { CliError, EXIT } from '../cli-error.ts'
import { mendWavHeader } from './wav-header.ts'

/** Sample rates that the server takes, in Hz. */
export const STREAM_RATES = [8000, 16000, 24000, 48000] as const

export type StreamRate = (typeof STREAM_RATES)[number]

/** The audio of one stream of a call. */
export interface CallAudio {
  readonly rate: StreamRate
  /** The parties in interleaving order. */
  readonly parties: readonly Party[]
  /** Signed 16 bit, one sample of each party in turn. */
  readonly interleaved: Int16Array
  readonly durationMs: number
}

interface Wav {
  readonly rate: number
  readonly channels: readonly Int16Array[]
}

interface ReadOptions {
  /** One or two mono files, or one stereo file. */
  readonly files: readonly string[]
  /** Whose audio each channel is; by default agent, then customer. */
  readonly parties?: readonly Party[] | undefined
  /** Asked of the result; by default the file's own rate, or the nearest that the server takes. */
  readonly rate?: StreamRate | undefined
}

/**
 * Reads recordings as the audio of one call: PCM of 8 to 32 bit, float, mu-law or A-law, at any
 * rate. The parties lie on one clock; a shorter file is filled up with silence.
 * @throws CliError that names the file and what is wrong with it.
 */
export async function readCallAudio(options: ReadOptions): Promise<CallAudio> {
  const wavs: Wav[] = []
  for (const file of options.files) wavs.push(await readWav(file))
  const rate = options.rate ?? nearestRate(Math.max(...wavs.map((wav) => wav.rate)))
  const channels = wavs.flatMap((wav) => wav.channels.map((channel) => resample(channel, wav.rate, rate)))
  const parties = options.parties ?? PARTIES.slice(0, channels.length)
  if (channels.length > PARTIES.length || parties.length !== channels.length) {
    throw wrongUse(
      `${options.files.join(', ')}: ${channels.length} channels for ${parties.join(' and ')}; expected one or two mono files, or one stereo file, and a party for each channel`,
    )
  }
  const interleaved = interleave(channels)
  if (interleaved.length === 0) throw wrongUse(`${options.files.join(', ')}: holds no audio`)
  return callAudio({ rate, parties, interleaved })
}

/** The same call as one stream for each party. */
export function splitByParty(audio: CallAudio): readonly CallAudio[] {
  const count = audio.parties.length
  return audio.parties.map((party, channel) => {
    const samples = Int16Array.from(
      { length: audio.interleaved.length / count },
      (_, at) => audio.interleaved[at * count + channel] ?? 0,
    )
    return callAudio({ rate: audio.rate, parties: [party], interleaved: samples })
  })
}

function callAudio(audio: Omit<CallAudio, 'durationMs'>): CallAudio {
  const samples = audio.interleaved.length / audio.parties.length
  return { ...audio, durationMs: Math.floor((samples * 1000) / audio.rate) }
}

const wavFormat = z.object({
  numChannels: z.int().min(1).max(64),
  sampleRate: z.int().min(1000).max(384_000),
})

async function readWav(file: string): Promise<Wav> {
  const bytes = await readFile(file).catch((thrown: unknown) => {
    const cause = normaliseError(thrown)
    throw wrongUse(`${file}: cannot be read (${'code' in cause ? String(cause.code) : cause.name})`, cause)
  })
  try {
    const wav = new wavefile.WaveFile(mendWavHeader(bytes))
    toPcm16(wav)
    const { numChannels, sampleRate } = wavFormat.parse(wav.fmt)
    const samples = Int16Array.from(wav.getSamples(true))
    return { rate: sampleRate, channels: separate(samples, numChannels) }
  } catch (thrown) {
    throw wrongUse(`${file}: not a WAV file that can be read (${firstLine(thrown)})`, normaliseError(thrown))
  }
}

function toPcm16(wav: wavefile.WaveFile): void {
  switch (wav.bitDepth) {
    case '16':
      return
    case '8m':
      wav.fromMuLaw()
      return
    case '8a':
      wav.fromALaw()
      return
    case '4':
      throw new Error('ADPCM is not supported')
    default:
      wav.toBitDepth('16')
  }
}

function separate(samples: Int16Array, count: number): readonly Int16Array[] {
  const length = Math.floor(samples.length / count)
  return Array.from({ length: count }, (_, channel) =>
    Int16Array.from({ length }, (_sample, at) => samples[at * count + channel] ?? 0),
  )
}

function interleave(channels: readonly Int16Array[]): Int16Array {
  const length = Math.max(...channels.map((channel) => channel.length))
  const interleaved = new Int16Array(length * channels.length)
  channels.forEach((channel, index) => {
    channel.forEach((sample, at) => (interleaved[at * channels.length + index] = sample))
  })
  return interleaved
}

function resample(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to || samples.length === 0) return samples
  const wav = new wavefile.WaveFile()
  wav.fromScratch(1, from, '16', samples)
  wav.toSampleRate(to)
  return Int16Array.from(wav.getSamples(true))
}

/** Rates in between go up to 16 kHz rather than lose what they have. */
function nearestRate(rate: number): StreamRate {
  return STREAM_RATES.find((known) => known === rate) ?? (rate < 8000 ? 8000 : 16000)
}

function wrongUse(message: string, cause?: Error): CliError {
  return new CliError(message, { exitCode: EXIT.wrongUse, cause })
}

function firstLine(thrown: unknown): string {
  return normaliseError(thrown).message.split('\n', 1).join('')
}
