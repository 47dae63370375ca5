import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import { DECODER_SETTINGS } from './decoder-settings.ts'
import { assertModelComplete } from './model-files.ts'
import { openView } from './model-view.ts'
import { isPrepared, prepareModel, type PrepareOptions } from './prepare.ts'

/**
 * A folder that the operator named, made fit. The operator's own files are never changed: where something would
 * have to be, a folder of links with changed files of its own is used instead.
 *
 * @throws AppError MODEL_INCOMPLETE when it is no folder or lacks files.
 */
export async function useModelFolder(
  folder: string,
  modelsDir: string,
  options: PrepareOptions = {},
): Promise<string> {
  const dir = resolve(folder)
  const found = await stat(dir).catch(() => null)
  if (found?.isDirectory() !== true) throw new AppError('MODEL_INCOMPLETE', `There is no folder ${dir}.`)
  await assertModelComplete(dir, dir)
  if (await isPrepared(dir)) return dir
  return openView({
    dir,
    modelsDir,
    purpose: 'fit',
    own: { conf: 'copy', graph: 'links' },
    settings: DECODER_SETTINGS,
    change: (view) => prepareModel(view, options),
  })
}
