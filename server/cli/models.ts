import { join } from 'node:path'
import { Command } from 'commander'
import { findModel, readCatalog, type ModelCatalog, type ModelEntry } from '../asr/models/catalog.ts'
import { ensureModel, modelsDirOf } from '../asr/models/ensure-model.ts'
import { folderBytes } from '../asr/models/folder-size.ts'
import { describeLanguageModel, type LanguageModel } from '../asr/models/graph/language-model.ts'
import { modelState } from '../asr/models/installed-model.ts'
import { listChangedFiles, readManifest } from '../asr/models/manifest.ts'
import { listMissingFiles } from '../asr/models/model-files.ts'
import { AppError } from '../contracts/errors.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { hears } from './models-hears.ts'
import { createModelProgressPrinter } from './model-progress.ts'
import { CATALOG_PATH } from './places.ts'

const MEGABYTE = 1_000_000

type ModelsContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings'>

interface ModelsFlags {
  readonly json?: true
  /** Another catalogue than the one that Earshot brings. */
  readonly catalog: string
}

/** `earshot models list|install|check|hears`. Results go to standard output, progress to standard error. */
export function modelsCommand(context: ModelsContext): Command {
  const command = new Command('models').description('see, fetch and check the recognition models')
  const describe = (below: Command): Command =>
    below
      .option('--catalog <file>', 'another catalogue than the one that Earshot brings', CATALOG_PATH)
      .option('--json', 'one JSON object a line')
  describe(command.command('list'))
    .description('what the catalogue offers, what is installed and in which form')
    .action((flags: ModelsFlags) => list(context, flags))
  describe(command.command('install'))
    .argument('[name]', 'a name of the catalogue; the model of the settings by default')
    .description('fetch a model, put it in place and make it fit; does nothing when all that is done')
    .action((name: string | undefined, flags: ModelsFlags) => install(context, name, flags))
  describe(command.command('check'))
    .argument('[name]', 'a name of the catalogue; everything that is installed by default')
    .description('read every file of a model, hold it against its sum, and look at its language model')
    .action((name: string | undefined, flags: ModelsFlags) => check(context, name, flags))
  describe(command.command('hears'))
    .argument('<words...>', 'as rules write them')
    .option('--model <name>', 'a name of the catalogue or a folder; the model of the settings by default')
    .description('which words a model cannot hear because they are not in its vocabulary')
    .action((words: readonly string[], flags: ModelsFlags & { readonly model?: string }) =>
      hears(context, words, flags),
    )
  return command
}

/** What `list --json` says of a model beside its entry. */
interface Listed {
  readonly default: boolean
  readonly installed: boolean
  /** Null where it is not installed; with the language model in both forms where it was rewritten. */
  readonly installedBytes: number | null
  /** Null where it is not installed, or has one whole graph. */
  readonly languageModel: LanguageModel | null
}

async function list({ stdout, settings }: ModelsContext, flags: ModelsFlags): Promise<void> {
  const catalog = await readCatalog(flags.catalog)
  const modelsDir = modelsDirOf(settings().dataDir)
  for (const entry of catalog.models) {
    const listed = await look(entry, join(modelsDir, entry.name), catalog)
    const line = flags.json === true ? JSON.stringify({ ...entry, ...listed }) : describeEntry(entry, listed)
    stdout.write(`${line}\n`)
  }
}

async function look(entry: ModelEntry, dir: string, catalog: ModelCatalog): Promise<Listed> {
  const installed = (await modelState(dir, entry)) !== 'missing'
  return {
    default: entry.name === catalog.default,
    installed,
    installedBytes: installed ? await folderBytes(dir) : null,
    languageModel: installed ? await describeLanguageModel(dir) : null,
  }
}

function describeEntry(entry: ModelEntry, listed: Listed): string {
  const { installed, installedBytes, languageModel } = listed
  const marks = [installed ? 'installed' : null, listed.default ? 'default' : null].filter(
    (mark) => mark !== null,
  )
  const size =
    installedBytes === null
      ? `${entry.downloadMegabytes} MB to fetch, about ${entry.installedMegabytes} MB unpacked`
      : `${Math.round(installedBytes / MEGABYTE)} MB on disk`
  const lines = [
    `${entry.name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`,
    `${entry.language}, ${entry.sampleRate} Hz, ${size}`,
    `licence: ${entry.licence}`,
    `accuracy: ${entry.accuracy}`,
    ...(languageModel === null ? [] : [describeGraph(languageModel)]),
  ]
  return lines.join('\n  ')
}

function describeGraph({ type, rewritten, fault }: LanguageModel): string {
  if (fault !== null) return `language model: ${fault}`
  return `language model: ${type ?? ''}${rewritten ? ', rewritten' : ', as its makers ship it'}`
}

async function install(
  { stdout, stderr, settings }: ModelsContext,
  name: string | undefined,
  { json, catalog }: ModelsFlags,
): Promise<void> {
  const { dataDir, model, modelSources } = settings()
  const installed = await ensureModel({
    model: name ?? model,
    dataDir,
    catalogPath: catalog,
    sources: modelSources,
    onProgress: createModelProgressPrinter(stderr),
  })
  const languageModel = await describeLanguageModel(installed.dir)
  const line =
    json === true
      ? JSON.stringify({ ...installed, languageModel })
      : [
          `${installed.name} is in ${installed.dir}`,
          ...(languageModel === null ? [] : [describeGraph(languageModel)]),
        ].join('\n  ')
  stdout.write(`${line}\n`)
}

async function check(
  { stdout, settings }: ModelsContext,
  name: string | undefined,
  flags: ModelsFlags,
): Promise<void> {
  const modelsDir = modelsDirOf(settings().dataDir)
  const catalog = await readCatalog(flags.catalog)
  const names = name === undefined ? await listInstalled(catalog, modelsDir) : [findModel(catalog, name).name]
  if (names.length === 0) throw new AppError('MODEL_INCOMPLETE', `There is no model in ${modelsDir}.`)
  const broken: string[] = []
  for (const each of names) {
    const languageModel = await describeLanguageModel(join(modelsDir, each))
    const faults = await findModelFaults(join(modelsDir, each), languageModel)
    const ok = faults.length === 0
    if (!ok) broken.push(each)
    const form = languageModel === null ? '' : `; ${describeGraph(languageModel)}`
    const line =
      flags.json === true
        ? JSON.stringify({ name: each, ok, faults, languageModel })
        : `${each}: ${ok ? `whole${form}` : faults.join('; ')}`
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

async function findModelFaults(dir: string, languageModel: LanguageModel | null): Promise<string[]> {
  const missing = await listMissingFiles(dir)
  const manifest = await readManifest(dir)
  const changed = manifest === null ? [] : await listChangedFiles(dir, manifest, 'sums')
  const fault = languageModel?.fault ?? null
  return [
    ...missing.map((path) => `${path} is missing`),
    ...changed.filter((path) => !missing.includes(path)).map((path) => `${path} has changed`),
    ...(fault === null || missing.includes('graph/Gr.fst') ? [] : [fault]),
  ]
}
