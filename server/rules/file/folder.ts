import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'

export const RULE_SUFFIX = '.rule.yaml'
export const TEST_SUFFIX = '.test.yaml'

const YAML_SUFFIX = '.yaml'
const LISTS_FOLDER = 'lists'
const CALENDARS_FOLDER = 'calendars'
const PHASES_FILE = 'phases.yaml'

const MAX_FILE_BYTES = 256 * 1024

/** What a file of a rules folder is for, by its name and place; null: nobody reads it. */
export type FileKind = 'rule' | 'test' | 'list' | 'calendar' | 'phases'

/** `path` is within the rules folder, or begins with it when `dir` is given. */
export function kindOf(path: string, dir = ''): FileKind | null {
  const within = dir === '' ? path : relative(dir, path)
  if (within.endsWith(RULE_SUFFIX)) return 'rule'
  if (within.endsWith(TEST_SUFFIX)) return 'test'
  if (within === PHASES_FILE) return 'phases'
  if (!within.endsWith(YAML_SUFFIX)) return null
  const folder = dirname(within)
  if (folder === LISTS_FOLDER) return 'list'
  return folder === CALENDARS_FOLDER ? 'calendar' : null
}

/** Name of a list or a calendar, as its file has it. */
export function nameOf(file: string): string {
  return basename(file, YAML_SUFFIX)
}

/** All files below a folder, by name; hidden ones left out. */
export async function listFiles(
  dir: string,
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
    return { files: [], faults: [unreadable(dir, thrown, 'a folder of rules')] }
  }
}

/** The text of a file, or why there is none. */
export async function readText(path: string): Promise<{ readonly text: string } | FileFault> {
  try {
    const { size } = await stat(path)
    if (size > MAX_FILE_BYTES) {
      return atStart(path, 'too-large', `the file has ${size} bytes, expected at most ${MAX_FILE_BYTES}`)
    }
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) }
  } catch (thrown) {
    return unreadable(path, thrown, 'a readable file of UTF-8 text')
  }
}

/** A name that is nearly right is the quietest way to lose a rule. */
export function ignoredFile(dir: string, file: string): readonly FileFault[] {
  if (!/\.ya?ml$/.test(file) || kindOf(file, dir) !== null) return []
  const message = `the file is not read, expected a name that ends in ${RULE_SUFFIX} or ${TEST_SUFFIX}, a file in ${LISTS_FOLDER}/ or ${CALENDARS_FOLDER}/, or ${PHASES_FILE}`
  return [{ ...atStart(file, 'ignored-file', message), severity: 'warning' }]
}

function unreadable(path: string, thrown: unknown, expected: string): FileFault {
  const error = normaliseError(thrown)
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return atStart(path, 'unreadable', `cannot be read${code}, expected ${expected}`)
}

function atStart(file: string, check: string, message: string): FileFault {
  return { file, line: 1, column: 1, check, severity: 'error', message }
}
