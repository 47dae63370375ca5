import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FEATURES = join('conf', 'mfcc.conf')
const ALLOW_UPSAMPLE = '--allow-upsample=true'

/**
 * The feature settings with upsampling allowed. Without it a 16 kHz model refuses telephone audio: it writes
 * two lines on stderr for every chunk and recognises nothing.
 */
function allowUpsample(featureSettings: string): string {
  const kept = featureSettings
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('--allow-upsample='))
  return [...kept, ALLOW_UPSAMPLE, ''].join('\n')
}

export function allowsUpsample(featureSettings: string): boolean {
  return featureSettings.split('\n').some((line) => line.trim() === ALLOW_UPSAMPLE)
}

/** The rate in Hz that the feature settings name, or Kaldi's default of 16000. */
export function sampleRateOf(featureSettings: string): number {
  const value = /^--sample-frequency=(\d+)/m.exec(featureSettings)?.[1]
  return value === undefined ? 16_000 : Number(value)
}

export function readFeatureSettings(dir: string): Promise<string> {
  return readFile(join(dir, FEATURES), 'utf8')
}

/** Makes a model fit for 8 kHz, in place; a second time changes nothing. */
export async function prepareModel(dir: string): Promise<void> {
  const settings = await readFeatureSettings(dir)
  if (!allowsUpsample(settings)) await writeFile(join(dir, FEATURES), allowUpsample(settings))
}
