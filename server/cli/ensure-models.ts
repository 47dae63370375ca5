import { resolve } from 'node:path'
import type { ServedModels } from '../asr/languages/choose-model.ts'
import { ensureModel, type InstalledModel } from '../asr/models/ensure-model.ts'
import type { Settings } from '../app/settings.ts'
import { AppError } from '../contracts/errors.ts'
import { ConfigError } from '../platform/config.ts'
import type { CliContext } from './context.ts'
import { createModelProgressPrinter } from './model-progress.ts'
import { CATALOG_PATH } from './places.ts'

type ModelSettings = Pick<Settings, 'model' | 'moreModels' | 'modelSources' | 'dataDir'>

/**
 * Every model of the settings, whole and in place, the default one first. One after another, so that the
 * progress of each can be read.
 *
 * @throws ConfigError when the settings name a model that nobody knows, or two of one name; AppError
 * `MODEL_INCOMPLETE` or `MODEL_UNAVAILABLE`. A server that lacks a language it was set up for does not start.
 */
export async function ensureModels(
  settings: ModelSettings,
  stderr: CliContext['stderr'],
): Promise<ServedModels> {
  const first = await ensureOne({ setting: 'EARSHOT_MODEL', model: settings.model, settings, stderr })
  const others: InstalledModel[] = []
  for (const model of new Set(settings.moreModels)) {
    if (model === settings.model) continue
    const installed = await ensureOne({ setting: 'EARSHOT_MODELS', model, settings, stderr })
    // Streams choose by name.
    if ([first, ...others].some(({ name }) => name === installed.name)) {
      throw new ConfigError([`EARSHOT_MODELS has "${model}": there is another model "${installed.name}"`])
    }
    others.push(installed)
  }
  return [first, ...others]
}

async function ensureOne(options: {
  readonly setting: string
  readonly model: string
  readonly settings: ModelSettings
  readonly stderr: CliContext['stderr']
}): Promise<InstalledModel> {
  const { setting, model, settings, stderr } = options
  try {
    return await ensureModel({
      model,
      dataDir: resolve(settings.dataDir),
      catalogPath: CATALOG_PATH,
      sources: settings.modelSources,
      onProgress: createModelProgressPrinter(stderr),
    })
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    if (thrown.code !== 'MODEL_UNKNOWN') throw named(thrown, `${setting} (${model})`)
    throw new ConfigError([`${setting} names "${model}": ${thrown.message}`])
  }
}

/** The same error, which says of which setting it speaks. */
function named(error: AppError, place: string): AppError {
  return new AppError(error.code, `${place}: ${error.detail ?? ''}`, { cause: error })
}
