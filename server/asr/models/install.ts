import { chmod, mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { assertNever } from '../../contracts/assert-never.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { ModelEntry, ModelSource } from './catalog.ts'
import { fetchToFile } from './fetch-http.ts'
import { fetchWithMaven } from './fetch-maven.ts'
import { fetchWithPip } from './fetch-pypi.ts'
import { writeManifest } from './manifest.ts'
import { assertModelComplete } from './model-files.ts'
import { PREPARED_VERSION, prepareModel } from './prepare.ts'
import type { OnModelProgress } from './progress.ts'
import { unpackFolder } from './unpack.ts'
import { findArchiveFault } from './verify.ts'

const DOWNLOADS = '.downloads'
const MEGABYTE = 1_000_000
/** How much larger than the catalogue says a model may unpack. */
const UNPACK_SLACK = 2

export interface InstallOptions {
  readonly entry: ModelEntry
  /** In the order in which they are tried. */
  readonly sources: readonly ModelSource[]
  /** Holds one folder for each model. */
  readonly modelsDir: string
  readonly clock: Clock
  readonly onProgress: OnModelProgress
  readonly clients?: ClientCommands
  readonly signal?: AbortSignal
}

/** The package clients to run; the usual ones where nothing is said. */
export interface ClientCommands {
  readonly maven?: string
  readonly python?: string
}

/**
 * Fetches a model from the first source that gives a whole one and puts it in place with one rename, so that
 * a model's folder is either whole or not there.
 *
 * @throws AppError MODEL_UNAVAILABLE with each source's reason and what a person can do.
 */
export async function installModel(options: InstallOptions): Promise<string> {
  const { entry, sources, modelsDir, onProgress, signal } = options
  await mkdir(join(modelsDir, DOWNLOADS), { recursive: true })
  const reasons: string[] = []
  for (const source of sources) {
    const called = nameOfSource(source)
    try {
      onProgress({ phase: 'asking', source: called })
      const dir = await installFrom(source, called, options)
      onProgress({ phase: 'installed', dir })
      return dir
    } catch (thrown) {
      signal?.throwIfAborted()
      const reason = normaliseError(thrown).message
      onProgress({ phase: 'refused', source: called, reason })
      reasons.push(reason)
    }
  }
  throw new AppError('MODEL_UNAVAILABLE', whatToDo(entry, join(modelsDir, entry.name), reasons))
}

function nameOfSource(source: ModelSource): string {
  switch (source.kind) {
    case 'http':
      return source.url
    case 'maven':
      return source.artifact
    case 'pypi':
      return `${source.package}==${source.version}`
    default:
      return assertNever(source)
  }
}

async function installFrom(source: ModelSource, called: string, options: InstallOptions): Promise<string> {
  const { entry, modelsDir, onProgress, signal } = options
  const archive = join(modelsDir, DOWNLOADS, `${entry.name}-${archiveName(source)}`)
  await fetchArchive(source, archive, options)

  onProgress({ phase: 'checking', source: called, sumKnown: source.sha256 !== null })
  const fault = await findArchiveFault(archive, source, signal)
  if (fault !== null) {
    await rm(archive, { force: true })
    throw new Error(fault)
  }

  onProgress({ phase: 'unpacking', source: called })
  const made = await mkdtemp(join(modelsDir, `.${entry.name}-`))
  // A temporary folder is for its owner alone; a model may be read by all.
  await chmod(made, 0o755)
  try {
    await unpackFolder({
      archive,
      folder: source.folder,
      target: made,
      limitBytes: entry.installedMegabytes * MEGABYTE * UNPACK_SLACK,
      ...(signal === undefined ? {} : { signal }),
    })
    await assertModelComplete(made, `${basename(archive)} (folder ${source.folder})`)
    const { name, language, sampleRate, decoder } = entry
    await prepareModel(made, { decoder, onProgress, ...(signal === undefined ? {} : { signal }) })
    await writeManifest(made, { name, language, sampleRate, source: called, prepared: PREPARED_VERSION })
    return await putInPlace(made, join(modelsDir, name))
  } finally {
    await rm(made, { recursive: true, force: true })
    await rm(archive, { force: true })
  }
}

/** The makers' own download may be taken up again, so it is not mixed up with another one. */
function archiveName({ kind }: ModelSource): string {
  return kind === 'http' ? 'official.zip' : `${kind}.zip`
}

async function fetchArchive(source: ModelSource, target: string, options: InstallOptions): Promise<void> {
  const { clock, onProgress, clients, signal } = options
  switch (source.kind) {
    case 'http':
      await fetchToFile({
        url: source.url,
        target,
        clock,
        onProgress: (receivedBytes, totalBytes) =>
          onProgress({ phase: 'downloading', source: source.url, receivedBytes, totalBytes }),
        ...(signal === undefined ? {} : { signal }),
      })
      return
    case 'maven':
      await fetchWithMaven({
        artifact: source.artifact,
        target,
        ...(clients?.maven === undefined ? {} : { command: clients.maven }),
        ...(signal === undefined ? {} : { signal }),
      })
      return
    case 'pypi':
      await fetchWithPip({
        package: source.package,
        version: source.version,
        target,
        ...(clients?.python === undefined ? {} : { python: clients.python }),
        ...(signal === undefined ? {} : { signal }),
      })
      return
    default:
      assertNever(source)
  }
}

/** A broken folder of the same name is moved away first: a rename cannot replace a folder that has content. */
async function putInPlace(made: string, dir: string): Promise<string> {
  const old = `${made}-old`
  await syncFolders(made)
  await rename(dir, old).catch((thrown: unknown) => {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown
  })
  await rename(made, dir)
  await syncFolder(join(dir, '..'))
  await rm(old, { recursive: true, force: true })
  return dir
}

async function syncFolders(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  for (const entry of entries) if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name))
  await syncFolder(root)
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function whatToDo(entry: ModelEntry, dir: string, reasons: readonly string[]): string {
  const official = entry.sources.find((source) => source.kind === 'http')
  const place = official === undefined ? 'Put a model' : `Unzip ${official.url}`
  return (
    `${reasons.join('; ')}. ${place} so that ${join(dir, 'am', 'final.mdl')} is there, ` +
    'or set EARSHOT_MODEL to the folder of a model.'
  )
}
