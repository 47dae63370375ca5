import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DECODER_SETTINGS } from './decoder-settings.ts'
import { describeLanguageModel, fitLanguageModel } from './graph/language-model.ts'
import { hasOptions, withOptions, type Options } from './option-file.ts'
import type { OnModelProgress } from './progress.ts'
import { replaceFile } from './replace-file.ts'

/** To be raised when `prepareModel` does more than before: installed models are then prepared again. */
export const PREPARED_VERSION = 1

const FEATURES = join('conf', 'mfcc.conf')
const DECODER = join('conf', 'model.conf')

/**
 * Without it a 16 kHz model refuses telephone audio: it writes two lines on stderr for every chunk and recognises
 * nothing.
 */
const FEATURE_SETTINGS: Options = { 'allow-upsample': 'true' }

function settings(decoder: Options): readonly (readonly [file: string, options: Options])[] {
  return [
    [FEATURES, FEATURE_SETTINGS],
    [DECODER, { ...DECODER_SETTINGS, ...decoder }],
  ]
}

/** What `prepareModel` changes: in doubt, each is as it was or as it should be. */
export const PREPARED_FILES: readonly string[] = [
  'conf/mfcc.conf',
  'conf/model.conf',
  'graph/Gr.fst',
  'graph/Gr.ngram.fst',
]

export interface PrepareOptions {
  /** What the catalogue sets for this model alone, beside `DECODER_SETTINGS`; nothing by default. */
  readonly decoder?: Options
  readonly onProgress?: OnModelProgress
  readonly signal?: AbortSignal
}

/**
 * Makes a model fit for Earshot, in place: telephone audio allowed, the decoder set, the language model in the
 * form that costs least. Each file changes in one step, and a second time changes nothing.
 */
export async function prepareModel(
  dir: string,
  { decoder = {}, onProgress = () => undefined, signal }: PrepareOptions = {},
): Promise<void> {
  for (const [file, options] of settings(decoder)) await setOptions(join(dir, file), options)
  const outcome = await fitLanguageModel(dir, {
    onRewrite: () => onProgress({ phase: 'rewriting' }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (outcome.kind === 'rewritten') {
    onProgress({ phase: 'rewritten', states: outcome.states, arcs: outcome.arcs })
  } else if (outcome.kind === 'left') {
    onProgress({ phase: 'left', reason: outcome.reason })
  }
}

/** Whether the settings are those that `prepareModel` writes. */
export async function hasPreparedSettings(dir: string, decoder: Options = {}): Promise<boolean> {
  for (const [file, options] of settings(decoder)) {
    if (!hasOptions(await readFile(join(dir, file), 'utf8'), options)) return false
  }
  return true
}

/** Whether `prepareModel` would find nothing to change. */
export async function isPrepared(dir: string): Promise<boolean> {
  if (!(await hasPreparedSettings(dir))) return false
  return (await describeLanguageModel(dir))?.type !== 'ngram'
}

/** Sets further options of the decoder in `conf/model.conf`. */
export function setDecoderOptions(dir: string, options: Options): Promise<void> {
  return setOptions(join(dir, DECODER), options)
}

/** The rate in Hz that the feature settings name, or Kaldi's default of 16000. */
export async function readSampleRate(dir: string): Promise<number> {
  const value = /^--sample-frequency=(\d+)/m.exec(await readFile(join(dir, FEATURES), 'utf8'))?.[1]
  return value === undefined ? 16_000 : Number(value)
}

async function setOptions(path: string, options: Options): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!hasOptions(text, options)) await replaceFile(path, withOptions(text, options))
}
