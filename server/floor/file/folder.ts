import { basename, dirname, join, relative } from 'node:path'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { faultAtStart, listFiles } from '../../platform/yaml/yaml-files.ts'
import type { KnownRule } from './floor-faults.ts'

/** Within the rules folder. */
const FLOOR_FILE = 'floor.yaml'
const NEARLY = 'floor.yml'

const RULE_SUFFIX = '.rule.yaml'

/** Whether a file has to do with the floor: it may name rules. `path` is within the rules folder. */
export function isRead(path: string): boolean {
  return path === FLOOR_FILE || path.endsWith(RULE_SUFFIX)
}

export interface FloorFiles {
  /** Begins with the rules folder. Null: the organisation has not written its floor down. */
  readonly floor: string | null
  /** Those of the folder, whatever their status; a rule's file has the name of its id. */
  readonly rules: readonly KnownRule[]
  readonly faults: readonly FileFault[]
}

export async function findFloorFiles(rulesDir: string): Promise<FloorFiles> {
  const { files, faults } = await listFiles(rulesDir, 'a folder of rules')
  const floor = join(rulesDir, FLOOR_FILE)
  const nearly = files.filter((file) => relative(rulesDir, file) === NEARLY)
  return {
    floor: files.includes(floor) ? floor : null,
    rules: files
      .filter((file) => file.endsWith(RULE_SUFFIX))
      .map((file) => ({
        ruleId: basename(file, RULE_SUFFIX),
        folder: folderOfRule(relative(rulesDir, file)),
      })),
    faults: [...faults, ...nearly.map(ignored)],
  }
}

/** The folder in which a rule lies, as names of rules have it; null: in none. `file` is within the rules folder. */
function folderOfRule(file: string): string | null {
  const folder = dirname(file).replaceAll('\\', '/')
  return folder === '.' ? null : folder
}

function ignored(file: string): FileFault {
  const message = `the file is not read, expected it to be called ${FLOOR_FILE}`
  return { ...faultAtStart(file, 'ignored-file', message), severity: 'warning' }
}
