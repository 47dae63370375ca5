import { join } from 'node:path'
import { Command } from 'commander'
import { findModel, readCatalog, type ModelCatalog, type ModelEntry } from '../asr/models/catalog.ts'
import { ensureModel, isInPlace, modelsDirOf } from '../asr/models/ensure-model.ts'
import { listChangedFiles, readManifest } from '../asr/models/manifest.ts'
import { listMissingFiles } from '../asr/models/model-files.ts'
import { AppError } from '../contracts/errors.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { createModelProgressPrinter } from './model-progress.ts'
import { CATALOG_PATH } from './places.ts'

type ModelsContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings'>

interface JsonFlag {
  readonly json?: true
}

/** `earshot models list|install|check`. Results go to standard output, progress to standard error. */
export function modelsCommand(context: ModelsContext): Command {
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

async function list({ stdout, settings }: ModelsContext, { json }: JsonFlag): Promise<void> {
  const catalog = await readCatalog(CATALOG_PATH)
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
  { stdout, stderr, settings }: ModelsContext,
  name: string | undefined,
  { json }: JsonFlag,
): Promise<void> {
  const { dataDir, model, modelSources } = settings()
  const installed = await ensureModel({
    model: name ?? model,
    dataDir,
    catalogPath: CATALOG_PATH,
    sources: modelSources,
    onProgress: createModelProgressPrinter(stderr),
  })
  stdout.write(`${json === true ? JSON.stringify(installed) : `${installed.name} is in ${installed.dir}`}\n`)
}

async function check(
  { stdout, settings }: ModelsContext,
  name: string | undefined,
  { json }: JsonFlag,
): Promise<void> {
  const modelsDir = modelsDirOf(settings().dataDir)
  const catalog = await readCatalog(CATALOG_PATH)
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
