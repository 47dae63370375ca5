import { normaliseError } from '../../platform/normalise-error.ts'
import type { ModelEntry } from './catalog.ts'
import { announceChanges, listChangedFiles, readManifest, writeManifest } from './manifest.ts'
import { listMissingFiles } from './model-files.ts'
import {
  hasPreparedSettings,
  PREPARED_FILES,
  PREPARED_VERSION,
  prepareModel,
  type PrepareOptions,
} from './prepare.ts'

/** Codes of the operating system for a folder that may only be read. */
const READ_ONLY: readonly string[] = ['EROFS', 'EACCES', 'EPERM']

/** `unfit`: whole, but placed by hand or by an older Earshot, and not made fit yet. */
export type ModelState = 'missing' | 'unfit' | 'fit'

/**
 * How a model lies in its folder, by the sizes of its files. Changes nothing. Only with the catalogue's entry does it
 * tell a fit model from one whose own decoder settings are missing.
 */
export async function modelState(
  dir: string,
  { decoder }: Pick<ModelEntry, 'decoder'> = { decoder: {} },
): Promise<ModelState> {
  const manifest = await readManifest(dir)
  if (manifest !== null && (await listChangedFiles(dir, manifest, 'sizes')).length > 0) return 'missing'
  if ((await listMissingFiles(dir)).length > 0) return 'missing'
  const fit = manifest?.prepared === PREPARED_VERSION && (await hasPreparedSettings(dir, decoder))
  return fit ? 'fit' : 'unfit'
}

/**
 * Makes a model fit where it lies. A start that is cut off leaves files that are each old or new and a manifest
 * that does not speak of them, so that the next start does it again. A folder that may only be read is used
 * as it is when it takes telephone audio.
 */
export async function fitInstalledModel(
  dir: string,
  { name, language, sampleRate, decoder }: ModelEntry,
  options: Omit<PrepareOptions, 'decoder'>,
): Promise<void> {
  const before = await readManifest(dir)
  const source = before?.source ?? 'placed by hand'
  try {
    if (before !== null) await announceChanges(dir, before, PREPARED_FILES)
    await prepareModel(dir, { ...options, decoder })
    await writeManifest(dir, { name, language, sampleRate, source, prepared: PREPARED_VERSION })
  } catch (thrown) {
    if (!isReadOnly(thrown)) throw thrown
    options.onProgress?.({ phase: 'left', reason: normaliseError(thrown).message })
  }
}

/** Whether an error says that the folder may only be read. */
export function isReadOnly(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && READ_ONLY.includes(String(thrown.code))
}
