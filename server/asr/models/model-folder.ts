import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import { assertModelComplete } from './model-files.ts'
import { allowsUpsample, prepareModel, readFeatureSettings } from './prepare.ts'

/**
 * A folder that the operator named, fit for 8 kHz. The operator's own files are never changed: where the
 * feature settings lack upsampling, a folder of links beside a changed copy of `conf` is used instead.
 *
 * @throws AppError MODEL_INCOMPLETE when it is no folder or lacks files.
 */
export async function useModelFolder(folder: string, modelsDir: string): Promise<string> {
  const dir = resolve(folder)
  const found = await stat(dir).catch(() => null)
  if (found?.isDirectory() !== true) throw new AppError('MODEL_INCOMPLETE', `There is no folder ${dir}.`)
  await assertModelComplete(dir, dir)
  return allowsUpsample(await readFeatureSettings(dir)) ? dir : await makeView(dir, modelsDir)
}

async function makeView(dir: string, modelsDir: string): Promise<string> {
  const views = join(modelsDir, '.views')
  const view = join(views, `${basename(dir)}-${createHash('sha256').update(dir).digest('hex').slice(0, 8)}`)
  await mkdir(views, { recursive: true })
  const made = await mkdtemp(`${view}-`)
  try {
    for (const name of await readdir(dir)) {
      if (name !== 'conf') await symlink(join(dir, name), join(made, name))
    }
    await cp(join(dir, 'conf'), join(made, 'conf'), { recursive: true })
    await prepareModel(made)
    await rm(view, { recursive: true, force: true })
    await rename(made, view)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
  return view
}
