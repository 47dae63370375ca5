import { access } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { faultAtStart, listFiles } from '../../../platform/yaml/yaml-files.ts'

/** Within the rules folder. */
export const CODES_FOLDER = 'codes'
export const CODES_SUFFIX = '.codes.yaml'
export const TEST_SUFFIX = '.test.yaml'

const YAML_SUFFIX = '.yaml'
const LISTS_FOLDER = 'lists'

/** What a file of a rules folder is for the code frame; null: nothing. */
export type CodeFileKind = 'codes' | 'test' | 'list'

/** `path` is within the rules folder. Lists are those of the rules and those that only codes use. */
export function kindOf(path: string): CodeFileKind | null {
  const folder = dirname(path).replaceAll('\\', '/')
  if (folder === LISTS_FOLDER || folder === `${CODES_FOLDER}/${LISTS_FOLDER}`) {
    return path.endsWith(YAML_SUFFIX) ? 'list' : null
  }
  if (folder.split('/')[0] !== CODES_FOLDER) return null
  if (path.endsWith(CODES_SUFFIX)) return 'codes'
  return path.endsWith(TEST_SUFFIX) ? 'test' : null
}

/** Name of a list, as its file has it. */
export function nameOf(file: string): string {
  return basename(file, YAML_SUFFIX)
}

export interface FrameFiles {
  readonly faults: readonly FileFault[]
  /** Paths that begin with the rules folder. */
  of(kind: CodeFileKind): readonly string[]
}

/** The files of a code frame in a rules folder. A folder without `codes/` has none, and that is no fault. */
export async function listFrameFiles(rulesDir: string): Promise<FrameFiles> {
  const own = await below(join(rulesDir, CODES_FOLDER))
  const lists = await below(join(rulesDir, LISTS_FOLDER))
  const files = [...own.files, ...lists.files]
  const within = (file: string): string => relative(rulesDir, file)
  return {
    faults: [
      ...own.faults,
      ...lists.faults,
      ...own.files.flatMap((file) => (kindOf(within(file)) === null ? ignored(file) : [])),
    ],
    of: (kind) => files.filter((file) => kindOf(within(file)) === kind),
  }
}

async function below(
  dir: string,
): Promise<{ readonly files: readonly string[]; readonly faults: readonly FileFault[] }> {
  const isThere = await access(dir).then(
    () => true,
    () => false,
  )
  return isThere ? listFiles(dir, 'a folder of YAML files') : { files: [], faults: [] }
}

/** A name that is nearly right is the quietest way to lose a code. */
function ignored(file: string): readonly FileFault[] {
  if (!/\.ya?ml$/.test(file)) return []
  const message = `the file is not read, expected a name that ends in ${CODES_SUFFIX} or ${TEST_SUFFIX}, or a file in ${LISTS_FOLDER}/`
  return [{ ...faultAtStart(file, 'ignored-file', message), severity: 'warning' }]
}
