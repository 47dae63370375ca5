import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { normaliseError } from '../normalise-error.ts'
import type { FileFault } from './file-fault.ts'

const MAX_FILE_BYTES = 256 * 1024

/** All files below a folder, by name; hidden ones left out. `what` says in a fault what the folder should be. */
export async function listFiles(
  dir: string,
  what: string,
): Promise<{ readonly files: readonly string[]; readonly faults: readonly FileFault[] }> {
  try {
    // A mounted folder of settings may hold links to files; they count as files.
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(
        (path) =>
          !relative(dir, path)
            .split(/[\\/]/)
            .some((part) => part.startsWith('.')),
      )
    return { files: files.toSorted(), faults: [] }
  } catch (thrown) {
    return { files: [], faults: [unreadable(dir, thrown, what)] }
  }
}

/** The text of a file, or why there is none. */
export async function readText(path: string): Promise<{ readonly text: string } | FileFault> {
  try {
    const { size } = await stat(path)
    if (size > MAX_FILE_BYTES) {
      return faultAtStart(path, 'too-large', `the file has ${size} bytes, expected at most ${MAX_FILE_BYTES}`)
    }
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) }
  } catch (thrown) {
    return unreadable(path, thrown, 'a readable file of UTF-8 text')
  }
}

/** An error that is about a file as a whole. */
export function faultAtStart(file: string, check: string, message: string): FileFault {
  return { file, line: 1, column: 1, check, severity: 'error', message }
}

function unreadable(path: string, thrown: unknown, expected: string): FileFault {
  const error = normaliseError(thrown)
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return faultAtStart(path, 'unreadable', `cannot be read${code}, expected ${expected}`)
}
