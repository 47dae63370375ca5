import { access } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { faultAtStart, listFiles } from '../../platform/yaml/yaml-files.ts'

/** Within the rules folder. */
const CHECKLISTS_FOLDER = 'checklists'
const KNOWLEDGE_FOLDER = 'knowledge'
const LISTS_FOLDER = 'lists'
const DISPOSITIONS_FILE = 'dispositions.yaml'
/** What callers say, and the article that it should find. */
const QUERIES_FILE = 'queries.test.yaml'

const TEST_SUFFIX = '.test.yaml'
const YAML_SUFFIX = '.yaml'
const ARTICLE_SUFFIX = '.md'

export type AssistFileKind = 'checklist' | 'checklist-test' | 'article' | 'queries' | 'dispositions' | 'list'

/** What a file of a rules folder is for this room; null: nothing. `path` is within the rules folder. */
export function kindOf(path: string): AssistFileKind | null {
  if (path === DISPOSITIONS_FILE) return 'dispositions'
  const folder = dirname(path).replaceAll('\\', '/')
  if (folder === LISTS_FOLDER) return path.endsWith(YAML_SUFFIX) ? 'list' : null
  if (folder === KNOWLEDGE_FOLDER) {
    if (basename(path) === QUERIES_FILE) return 'queries'
    return path.endsWith(ARTICLE_SUFFIX) ? 'article' : null
  }
  if (folder !== CHECKLISTS_FOLDER || !path.endsWith(YAML_SUFFIX)) return null
  return path.endsWith(TEST_SUFFIX) ? 'checklist-test' : 'checklist'
}

/** The id that a file's name says. */
export function idOf(file: string): string {
  return basename(file).replace(/(?:\.test)?\.yaml$|\.md$/, '')
}

export interface AssistFiles {
  readonly faults: readonly FileFault[]
  /** Paths that begin with the rules folder. */
  of(kind: AssistFileKind): readonly string[]
}

/** The files of this room in a rules folder. None of them must be there. */
export async function listAssistFiles(rulesDir: string): Promise<AssistFiles> {
  const found = await Promise.all([
    below(join(rulesDir, CHECKLISTS_FOLDER)),
    below(join(rulesDir, KNOWLEDGE_FOLDER)),
    below(join(rulesDir, LISTS_FOLDER)),
  ])
  const dispositions = join(rulesDir, DISPOSITIONS_FILE)
  const files = [
    ...found.flatMap((each) => each.files),
    ...((await isThere(dispositions)) ? [dispositions] : []),
  ]
  return {
    faults: [
      ...found.flatMap((each) => each.faults),
      ...files.filter((file) => kindOf(relative(rulesDir, file)) === null).map(ignored),
    ],
    of: (kind) => files.filter((file) => kindOf(relative(rulesDir, file)) === kind),
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function below(
  dir: string,
): Promise<{ readonly files: readonly string[]; readonly faults: readonly FileFault[] }> {
  return (await isThere(dir)) ? listFiles(dir, 'a folder of files') : { files: [], faults: [] }
}

/** A name that is nearly right is the quietest way to lose a checklist. */
function ignored(file: string): FileFault {
  const message = `the file is not read, expected NAME${YAML_SUFFIX} or NAME${TEST_SUFFIX} in ${CHECKLISTS_FOLDER}/, or NAME${ARTICLE_SUFFIX} or ${QUERIES_FILE} in ${KNOWLEDGE_FOLDER}/`
  return { ...faultAtStart(file, 'ignored-file', message), severity: 'warning' }
}
