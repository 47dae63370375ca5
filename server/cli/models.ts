import { join, resolve } from 'node:path'
import { Command } from 'commander'
import {
  findModel,
  MODEL_SOURCE_KINDS,
  readCatalog,
  type ModelCatalog,
  type ModelEntry,
  type ModelSourceKind,
} from '../asr/models/catalog.ts'
import { ensureModel, isInPlace, modelsDirOf } from '../asr/models/ensure-model.ts'
import { listChangedFiles, readManifest } from '../asr/models/manifest.ts'
import { listMissingFiles } from '../asr/models/model-files.ts'
import { AppError } from '../contracts/errors.ts'
import { readEnvironment } from '../platform/env.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { Output } from './context.ts'
import { createModelProgressPrinter } from './model-progress.ts'

/** What surrounds the command; tests bring their own. */
export interface ModelsContext {
  /** The process's own by default. */
  readonly stdout?: Output
  readonly stderr?: Output
  readonly catalogPath: string
  /** Read when a sub-command runs, so that `--help` works with wrong settings. */
  readonly settings: () => ModelsSettings
}

export interface ModelsSettings {
  readonly dataDir: string
  /** The model that the server would use; null for the catalogue's default. */
  readonly model: string | null
  /** Which kinds of source are tried, in order; null for the catalogue's order. */
  readonly sources: readonly ModelSourceKind[] | null
}

const processModelsContext: ModelsContext = {
  catalogPath: resolve(import.meta.dirname, '../../models/catalog.json'),
  settings: () => modelsSettings(readEnvironment()),
}

/** The settings of these commands, from the same variables that the server reads. */
export function modelsSettings(environment: Readonly<Record<string, string>>): ModelsSettings {
  return {
    dataDir: environment['EARSHOT_DATA_DIR'] ?? './.earshot',
    model: environment['EARSHOT_MODEL'] ?? null,
    sources: environment['EARSHOT_MODEL_SOURCES']?.split(',').map((word) => sourceKind(word.trim())) ?? null,
  }
}

function sourceKind(word: string): ModelSourceKind {
  const kind = MODEL_SOURCE_KINDS.find((each) => each === word)
  if (kind !== undefined) return kind
  throw new CliError(
    `EARSHOT_MODEL_SOURCES: expected some of ${MODEL_SOURCE_KINDS.join(', ')}, got "${word}"`,
    {
      exitCode: EXIT.wrongConfiguration,
    },
  )
}

interface JsonFlag {
  readonly json?: true
}

/** `earshot models list|install|check`. Results go to standard output, progress to standard error. */
export function modelsCommand(context: ModelsContext = processModelsContext): Command {
  const command = new Command('models').description('see, fetch and check the recognition models')
  command
    .command('list')
    .description('what the catalogue offers and what is installed')
    .option('--json', 'one JSON object a line')
    .action((flags: JsonFlag) => list(context, flags))
  command
    .command('install')
    .argument('[name]', 'a name of the catalogue; the model of the settings by default')
    .description('fetch a model and put it in place; does nothing when it is there')
    .option('--json', 'one JSON object as the result')
    .action((name: string | undefined, flags: JsonFlag) => install(context, name, flags))
  command
    .command('check')
    .argument('[name]', 'a name of the catalogue; everything that is installed by default')
    .description('read every file of a model and hold it against its sum')
    .option('--json', 'one JSON object a line')
    .action((name: string | undefined, flags: JsonFlag) => check(context, name, flags))
  return command
}

async function list(
  { stdout = process.stdout, catalogPath, settings }: ModelsContext,
  { json }: JsonFlag,
): Promise<void> {
  const catalog = await readCatalog(catalogPath)
  const modelsDir = modelsDirOf(settings().dataDir)
  for (const entry of catalog.models) {
    const installed = await isInPlace(join(modelsDir, entry.name), entry)
    const isDefault = entry.name === catalog.default
    const line =
      json === true
        ? JSON.stringify({ ...entry, installed, default: isDefault })
        : describeEntry(entry, installed, isDefault)
    stdout.write(`${line}\n`)
  }
}

function describeEntry(entry: ModelEntry, installed: boolean, isDefault: boolean): string {
  const marks = [installed ? 'installed' : null, isDefault ? 'default' : null].filter((mark) => mark !== null)
  return (
    `${entry.name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}\n` +
    `  ${entry.language}, ${entry.sampleRate} Hz, ${entry.downloadMegabytes} MB to fetch, ` +
    `${entry.installedMegabytes} MB on disk, ${entry.licence}\n  ${entry.accuracy}`
  )
}

async function install(
  { stdout = process.stdout, stderr = process.stderr, catalogPath, settings }: ModelsContext,
  name: string | undefined,
  { json }: JsonFlag,
): Promise<void> {
  const { dataDir, model, sources } = settings()
  const installed = await ensureModel({
    model: name ?? model ?? (await readCatalog(catalogPath)).default,
    dataDir,
    catalogPath,
    ...(sources === null ? {} : { sources }),
    onProgress: createModelProgressPrinter(stderr),
  })
  stdout.write(`${json === true ? JSON.stringify(installed) : `${installed.name} is in ${installed.dir}`}\n`)
}

async function check(
  { stdout = process.stdout, catalogPath, settings }: ModelsContext,
  name: string | undefined,
  { json }: JsonFlag,
): Promise<void> {
  const modelsDir = modelsDirOf(settings().dataDir)
  const catalog = await readCatalog(catalogPath)
  const names = name === undefined ? await listInstalled(catalog, modelsDir) : [findModel(catalog, name).name]
  if (names.length === 0) throw new AppError('MODEL_INCOMPLETE', `There is no model in ${modelsDir}.`)
  const broken: string[] = []
  for (const each of names) {
    const faults = await findModelFaults(join(modelsDir, each))
    if (faults.length > 0) broken.push(each)
    const line =
      json === true
        ? JSON.stringify({ name: each, ok: faults.length === 0, faults })
        : `${each}: ${faults.length === 0 ? 'whole' : faults.join('; ')}`
    stdout.write(`${line}\n`)
  }
  if (broken.length > 0) {
    throw new CliError(`${broken.join(', ')}: remove the folder and install it again`, {
      exitCode: EXIT.faults,
    })
  }
}

async function listInstalled(catalog: ModelCatalog, modelsDir: string): Promise<string[]> {
  const names: string[] = []
  for (const { name } of catalog.models) {
    const dir = join(modelsDir, name)
    if ((await readManifest(dir)) !== null) names.push(name)
  }
  return names
}

async function findModelFaults(dir: string): Promise<string[]> {
  const missing = await listMissingFiles(dir)
  const manifest = await readManifest(dir)
  const changed = manifest === null ? [] : await listChangedFiles(dir, manifest, 'sums')
  return [
    ...missing.map((path) => `${path} is missing`),
    ...changed.filter((path) => !missing.includes(path)).map((path) => `${path} has changed`),
  ]
}
