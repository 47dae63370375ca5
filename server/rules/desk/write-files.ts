import { randomBytes } from 'node:crypto'
import { mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { RuleFiles } from './rule-files.ts'

/**
 * Writes the two files of a rule, each of them whole or not at all: written aside and moved into place. The
 * test comes first: a test without its rule harms nothing, a rule without its test is a fault.
 * @throws AppError `RULES_UNWRITABLE`, also for a path that leads out of the folder.
 */
export async function writeFiles(dir: string, { file, testFile, text, testText }: RuleFiles): Promise<void> {
  try {
    if (testText !== '') await replaceFile(await placeIn(dir, testFile), testText)
    await replaceFile(await placeIn(dir, file), text)
    if (testText === '') await rm(await placeIn(dir, testFile), { force: true })
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const error = normaliseError(thrown)
    const code = 'code' in error && typeof error.code === 'string' ? `The system says ${error.code}.` : null
    throw new AppError('RULES_UNWRITABLE', code, { cause: error })
  }
}

/** The full path of a file within the folder, whose own folder is made when it is missing. */
async function placeIn(dir: string, file: string): Promise<string> {
  const root = await realpath(dir)
  const path = join(root, file)
  // A link may lead anywhere; what lies there is not for this server to change.
  requireWithin(root, await realFolder(dirname(path)))
  await mkdir(dirname(path), { recursive: true })
  const target = await realpath(path).catch(() => path)
  requireWithin(root, target)
  return target
}

/** Where a folder, or the nearest one above it that exists, really lies. */
async function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => realFolder(dirname(folder)))
}

function requireWithin(root: string, path: string): void {
  if (path === root || path.startsWith(root + sep)) return
  throw new AppError('RULES_UNWRITABLE', 'A link leads out of the rules folder.')
}

/** The name aside is hidden and has another ending, so that neither the loader nor the watch takes it for a rule. */
async function replaceFile(path: string, text: string): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const handle = await open(aside, 'wx', 0o644)
    try {
      await handle.writeFile(text, 'utf8')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, path)
  } catch (thrown) {
    await rm(aside, { force: true })
    throw thrown
  }
}
