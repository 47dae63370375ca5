import { mkdir } from 'node:fs/promises'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { systemClock, type Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { findModel, readCatalog, type ModelEntry, type ModelSource, type ModelSourceKind } from './catalog.ts'
import { installModel, type ClientCommands } from './install.ts'
import { takeLock } from './install-lock.ts'
import { fitInstalledModel, isReadOnly, modelState } from './installed-model.ts'
import { readManifest } from './manifest.ts'
import { useModelFolder } from './model-folder.ts'
import { readSampleRate } from './prepare.ts'
import type { OnModelProgress } from './progress.ts'

export interface InstalledModel {
  readonly name: string
  /** Whole, and made fit (`prepareModel`). */
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
  /** The clients to run instead of the usual ones. */
  readonly clients?: ClientCommands
}

/**
 * The model, whole and in place: fetched when it is not there, made fit when it is but was not yet, else left
 * alone.
 *
 * @throws AppError MODEL_UNKNOWN, MODEL_INCOMPLETE or MODEL_UNAVAILABLE; each says what to put where.
 */
export async function ensureModel(options: EnsureModelOptions): Promise<InstalledModel> {
  const modelsDir = modelsDirOf(options.dataDir)
  if (isFolder(options.model)) return openFolder(options, modelsDir)

  const entry = findModel(await readCatalog(options.catalogPath), options.model)
  const { name, language, sampleRate } = entry
  const dir = join(modelsDir, name)
  if ((await modelState(dir, entry)) !== 'fit') await installOnce(options, entry, modelsDir)
  return { name, dir, language, sampleRate }
}

/** The folder that holds one folder for each model. */
export function modelsDirOf(dataDir: string): string {
  return resolve(dataDir, 'models')
}

async function installOnce(options: EnsureModelOptions, entry: ModelEntry, modelsDir: string): Promise<void> {
  const { sources: kinds, onProgress = () => undefined, clock = systemClock, clients, signal } = options
  const dir = join(modelsDir, entry.name)
  const release = await lockModel({ options, entry, modelsDir, clock })
  if (release === null) return
  try {
    const state = await modelState(dir, entry)
    if (state === 'fit') return
    if (state === 'unfit') {
      await fitInstalledModel(dir, entry, { onProgress, ...(signal === undefined ? {} : { signal }) })
      return
    }
    await installModel({
      entry,
      sources: orderSources(entry.sources, kinds),
      modelsDir,
      clock,
      onProgress,
      ...(clients === undefined ? {} : { clients }),
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    await release()
  }
}

interface Locking {
  readonly options: EnsureModelOptions
  readonly entry: ModelEntry
  readonly modelsDir: string
  readonly clock: Clock
}

/** Null when the folder may only be read and holds the model, which is then used as it is. */
async function lockModel({
  options,
  entry,
  modelsDir,
  clock,
}: Locking): Promise<(() => Promise<void>) | null> {
  const { onProgress = () => undefined, signal } = options
  try {
    await mkdir(modelsDir, { recursive: true })
    return await takeLock({
      path: join(modelsDir, `.${entry.name}.lock`),
      clock,
      onWait: () => onProgress({ phase: 'waiting' }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (thrown) {
    const usable = isReadOnly(thrown) && (await modelState(join(modelsDir, entry.name), entry)) !== 'missing'
    if (!usable) throw thrown
    onProgress({ phase: 'left', reason: normaliseError(thrown).message })
    return null
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

async function openFolder(
  { model: folder, onProgress, signal }: EnsureModelOptions,
  modelsDir: string,
): Promise<InstalledModel> {
  const dir = await useModelFolder(folder, modelsDir, {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  })
  const manifest = await readManifest(dir)
  return {
    name: manifest?.name ?? basename(resolve(folder)),
    dir,
    language: manifest?.language ?? 'und',
    sampleRate: manifest?.sampleRate ?? (await readSampleRate(dir)),
  }
}
