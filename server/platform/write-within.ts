import { randomBytes } from 'node:crypto'
import { mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { normaliseError } from './normalise-error.ts'

/** A file of a folder could not be written or removed; the message is a sentence for people. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError'
}

/**
 * Replaces a file within a folder, whole or not at all: written aside and moved into place. Folders are made.
 * @throws UnwritableError, also for a path that leads out of the folder.
 */
export async function writeWithin(dir: string, file: string, text: string): Promise<void> {
  try {
    await replaceFile(await placeWithin(dir, file), text)
  } catch (thrown) {
    throw unwritable(thrown)
  }
}

/** Removes a file within a folder, if it is there. @throws UnwritableError. */
export async function removeWithin(dir: string, file: string): Promise<void> {
  try {
    await rm(await placeWithin(dir, file), { force: true })
  } catch (thrown) {
    throw unwritable(thrown)
  }
}

function unwritable(thrown: unknown): UnwritableError {
  if (thrown instanceof UnwritableError) return thrown
  const cause = normaliseError(thrown)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  return new UnwritableError(`The system says ${code}.`, { cause })
}

/** The full path of a file; a link may lead anywhere, and what lies there is not for this program to change. */
async function placeWithin(dir: string, file: string): Promise<string> {
  const root = await realpath(dir)
  const path = join(root, file)
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
  throw new UnwritableError('A link leads out of the folder.')
}

/** The name aside is hidden and has another ending, so that whoever watches the folder takes it for nothing. */
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
