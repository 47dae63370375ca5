import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { seededRandom } from '../../../agent-console/sample-calls/chance.ts'
import type { RecognitionRate } from '../../../server/contracts/audio.ts'
import { fromPcm, join as joinSignals, silence, toPcm, type Signal } from '../../helpers/signals.ts'
import { readWav } from './bench-audio.ts'
import { readCorpus } from './corpus.ts'

/** Recordings of others lie beside the project. */
const AUDIO = resolve(import.meta.dirname, '../../../../shared/data/audio')

/** One party's recording and what is said in it. */
export interface ReferenceAudio {
  readonly id: string
  readonly rate: RecognitionRate
  readonly samples: Int16Array
  /** As the recogniser would write it; null where nobody has written it down. */
  readonly reference: string | null
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** Everything with speech in it: prompts and digits strung together, real calls, the project's own calls. */
export async function readReferenceAudio(): Promise<readonly ReferenceAudio[]> {
  const calls = (await readCorpus()).flatMap((call) =>
    call.parties.map(async ({ party, recording, reference }) => {
      const { rate, channels } = await readWav(recording.file)
      const samples = channels[recording.channel] ?? new Int16Array(0)
      return {
        id: `${call.id} ${party}`,
        rate,
        samples,
        reference: reference === null ? null : spoken(reference),
      }
    }),
  )
  const strung = existsSync(AUDIO) ? [await readPrompts(), ...(await readDigits())] : []
  return [...strung, ...(await Promise.all(calls))]
}

/** Digits and signs as they are spoken. */
function spoken(text: string): string {
  return text
    .replaceAll('’', "'")
    .replaceAll('#', ' pound ')
    .replaceAll('*', ' star ')
    .replaceAll(/\d/g, (digit) => ` ${DIGITS[Number(digit)] ?? ''} `)
}

/** All prompts as one channel, a second of silence before each. */
async function readPrompts(): Promise<ReferenceAudio> {
  const folder = join(AUDIO, 'prompts')
  const lines = (await readFile(join(folder, 'transcripts.tsv'), 'utf8')).trim().split('\n').slice(1)
  const rows = lines.map((line) => line.split('\t')).filter(([, text]) => text?.startsWith('(') === false)
  const parts = rows.map(async ([file]) => [silence(1), await readSignal(join(folder, file ?? ''))])
  return {
    id: 'prompts',
    rate: 8000,
    samples: toPcm(joinSignals(...(await Promise.all(parts)).flat(), silence(1))),
    reference: spoken(rows.map(([, text]) => text).join(' ')),
  }
}

/** Each speaker says 32 digits in groups of four, as one reads a card number. */
async function readDigits(): Promise<readonly ReferenceAudio[]> {
  const folder = join(AUDIO, 'digits')
  const files = (await readdir(folder)).filter((name) => name.startsWith('0_'))
  return Promise.all(
    files.map(async (name) => {
      const random = seededRandom(name)
      const digits = Array.from({ length: 32 }, () => Math.floor(random() * 10))
      const parts = digits.map(async (digit, at) => [
        silence(at % 4 === 0 ? 1 : 0.08 + 0.15 * random()),
        await readSignal(join(folder, name.replace('0', String(digit)))),
      ])
      return {
        id: `digits ${name.split('_')[1] ?? ''}`,
        rate: 8000 as const,
        samples: toPcm(joinSignals(...(await Promise.all(parts)).flat(), silence(1))),
        reference: digits.map((digit) => DIGITS[digit]).join(' '),
      }
    }),
  )
}

async function readSignal(file: string): Promise<Signal> {
  return fromPcm((await readWav(file)).channels[0] ?? new Int16Array(0))
}
