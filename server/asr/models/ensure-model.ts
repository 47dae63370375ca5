import { mkdir } from 'node:fs/promises'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { systemClock, type Clock } from '../../platform/clock.ts'
import { findModel, readCatalog, type ModelEntry, type ModelSource, type ModelSourceKind } from './catalog.ts'
import { installModel } from './install.ts'
import { takeLock } from './install-lock.ts'
import { listChangedFiles, readManifest, writeManifest } from './manifest.ts'
import { listMissingFiles } from './model-files.ts'
import { useModelFolder } from './model-folder.ts'
import { prepareModel, readFeatureSettings, sampleRateOf } from './prepare.ts'
import type { OnModelProgress } from './progress.ts'

export interface InstalledModel {
  readonly name: string
  /** Whole, and fit for 8 kHz. */
  readonly dir: string
  /** BCP 47; `und` for a folder whose language nobody said. */
  readonly language: string
  /** Of the model itself, in Hz. */
  readonly sampleRate: number
}

export interface EnsureModelOptions {
  /** A name of the catalogue, or the path of a model's folder (whatever holds a slash or starts with a dot). */
  readonly model: string
  /** Models lie in `<dataDir>/models/<name>`. */
  readonly dataDir: string
  readonly catalogPath: string
  /** Which kinds of source are tried, in this order; all, in the catalogue's order, by default. */
  readonly sources?: readonly ModelSourceKind[]
  readonly onProgress?: OnModelProgress
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** The Maven client to run. */
  readonly mavenCommand?: string
}

/**
 * The model, whole and in place: fetched when it is not there, left alone when it is.
 *
 * @throws AppError MODEL_UNKNOWN, MODEL_INCOMPLETE or MODEL_UNAVAILABLE; each says what to put where.
 */
export async function ensureModel(options: EnsureModelOptions): Promise<InstalledModel> {
  const modelsDir = modelsDirOf(options.dataDir)
  if (isFolder(options.model)) return openFolder(options.model, modelsDir)

  const entry = findModel(await readCatalog(options.catalogPath), options.model)
  const { name, language, sampleRate } = entry
  const dir = join(modelsDir, name)
  if (!(await isInPlace(dir, entry))) await installOnce(options, entry, modelsDir)
  return { name, dir, language, sampleRate }
}

/** The folder that holds one folder for each model. */
export function modelsDirOf(dataDir: string): string {
  return resolve(dataDir, 'models')
}

/** Whether the model lies in its folder, whole by the sizes of its files. */
export async function isInPlace(dir: string, entry: ModelEntry): Promise<boolean> {
  const manifest = await readManifest(dir)
  if (manifest !== null) return (await listChangedFiles(dir, manifest, 'sizes')).length === 0
  if ((await listMissingFiles(dir)).length > 0) return false
  // Somebody put a whole model here by hand.
  await prepareModel(dir)
  const { name, language, sampleRate } = entry
  await writeManifest(dir, { name, language, sampleRate, source: 'placed by hand' })
  return true
}

async function installOnce(options: EnsureModelOptions, entry: ModelEntry, modelsDir: string): Promise<void> {
  const { sources: kinds, onProgress = () => undefined, clock = systemClock, mavenCommand, signal } = options
  await mkdir(modelsDir, { recursive: true })
  const release = await takeLock({
    path: join(modelsDir, `.${entry.name}.lock`),
    clock,
    onWait: () => onProgress({ phase: 'waiting' }),
    ...(signal === undefined ? {} : { signal }),
  })
  try {
    if (await isInPlace(join(modelsDir, entry.name), entry)) return
    await installModel({
      entry,
      sources: orderSources(entry.sources, kinds),
      modelsDir,
      clock,
      onProgress,
      ...(mavenCommand === undefined ? {} : { mavenCommand }),
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    await release()
  }
}

function orderSources(
  sources: readonly ModelSource[],
  kinds: readonly ModelSourceKind[] | undefined,
): readonly ModelSource[] {
  if (kinds === undefined) return sources
  return kinds.flatMap((kind) => sources.filter((source) => source.kind === kind))
}

function isFolder(model: string): boolean {
  return model.startsWith('.') || model.includes('/') || isAbsolute(model)
}

async function openFolder(folder: string, modelsDir: string): Promise<InstalledModel> {
  const dir = await useModelFolder(folder, modelsDir)
  const manifest = await readManifest(dir)
  return {
    name: manifest?.name ?? basename(resolve(folder)),
    dir,
    language: manifest?.language ?? 'und',
    sampleRate: manifest?.sampleRate ?? sampleRateOf(await readFeatureSettings(dir)),
  }
}
