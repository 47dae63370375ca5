import { basename, dirname, join, relative } from 'node:path'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { faultAtStart, listFiles as listBelow } from '../../platform/yaml/yaml-files.ts'

export { readText } from '../../platform/yaml/yaml-files.ts'

export const RULE_SUFFIX = '.rule.yaml'
export const TEST_SUFFIX = '.test.yaml'

const YAML_SUFFIX = '.yaml'
const LISTS_FOLDER = 'lists'
const CALENDARS_FOLDER = 'calendars'
const PHASES_FILE = 'phases.yaml'

const KNOWLEDGE_FOLDER = 'knowledge'
const ARTICLE_SUFFIX = '.md'

/** The code frame is the issues room's, the floor is the floor room's, the score card the quality room's; the others are what the assist room gives agents. */
const OF_OTHER_ROOMS: readonly string[] = [
  'codes',
  'floor.yaml',
  'quality',
  'checklists',
  KNOWLEDGE_FOLDER,
  'dispositions.yaml',
]

/** What a file of a rules folder is for, by its name and place; null: nobody reads it. */
export type FileKind = 'rule' | 'test' | 'list' | 'calendar' | 'phases'

/** `path` is within the rules folder, or begins with it when `dir` is given. */
export function kindOf(path: string, dir = ''): FileKind | null {
  const within = dir === '' ? path : relative(dir, path)
  if (isOfOtherRoom(within)) return null
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

/** All files of a rules folder, by name; hidden ones and those that other rooms read left out. */
export async function listFiles(
  dir: string,
): Promise<{ readonly files: readonly string[]; readonly faults: readonly FileFault[] }> {
  const { files, faults } = await listBelow(dir, 'a folder of rules')
  return { files: files.filter((file) => !isOfOtherRoom(relative(dir, file))), faults }
}

/** Ids of the articles that prompts may name; what stands in them is the assist room's. */
export async function listArticles(dir: string): Promise<readonly string[]> {
  const { files } = await listBelow(join(dir, KNOWLEDGE_FOLDER), 'a folder of articles')
  return files.filter((file) => file.endsWith(ARTICLE_SUFFIX)).map((file) => basename(file, ARTICLE_SUFFIX))
}

/** A name that is nearly right is the quietest way to lose a rule. */
export function ignoredFile(dir: string, file: string): readonly FileFault[] {
  if (!/\.ya?ml$/.test(file) || kindOf(file, dir) !== null) return []
  const message = `the file is not read, expected a name that ends in ${RULE_SUFFIX} or ${TEST_SUFFIX}, a file in ${LISTS_FOLDER}/ or ${CALENDARS_FOLDER}/, or ${PHASES_FILE}`
  return [{ ...faultAtStart(file, 'ignored-file', message), severity: 'warning' }]
}

function isOfOtherRoom(within: string): boolean {
  return OF_OTHER_ROOMS.includes(within.split(/[\\/]/)[0] ?? '')
}
