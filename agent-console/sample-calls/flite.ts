import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import wavefile from 'wavefile'
import type { Voice } from './call-script.ts'

const run = promisify(execFile)

/** What every voice used here speaks at, in Hz. */
export const SPEECH_RATE = 16000

/** Samples from -1 to 1 at `SPEECH_RATE`, without the silence around the words. */
export type Speech = Float64Array

/** Speaks a text. The same text and voice give the same samples every time. */
export type Speak = (voice: Voice, text: string) => Promise<Speech>

/** Speaks with Debian's `flite`. @throws Error that says what to install when it is missing. */
export async function speakWithFlite(voice: Voice, text: string): Promise<Speech> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-flite-'))
  try {
    const file = join(folder, 'turn.wav')
    await run('flite', ['-voice', voice, '-t', text, '-o', file]).catch(explain)
    const wav = new wavefile.WaveFile(await readFile(file))
    return trim(wav.getSamples(true).map((sample) => sample / 32768))
  } finally {
    await rm(folder, { recursive: true })
  }
}

function explain(thrown: unknown): never {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
    throw new Error('the program `flite` is missing; on Debian: apt-get install flite', { cause: thrown })
  }
  throw thrown
}

/** About -46 dB of full scale; the voices' own silence is digital. */
const AUDIBLE = 0.005
const MARGIN_SAMPLES = SPEECH_RATE / 50

/** Cuts the silence around the words, so that a turn's times are those of its speech. */
function trim(samples: Float64Array): Speech {
  const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE)
  const last = samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE)
  if (first < 0) throw new Error('flite spoke only silence')
  return samples.slice(Math.max(0, first - MARGIN_SAMPLES), last + MARGIN_SAMPLES)
}
