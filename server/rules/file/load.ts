import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { Rule } from '../compile/rule.ts'
import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { RULE_SUFFIX, digest, parseRule, type RuleDocument } from './parse-rule.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'

export const TEST_SUFFIX = '.test.yaml'

const MAX_FILE_BYTES = 256 * 1024

/** What a folder of rules holds. */
export interface LoadResult {
  /** Rules whose own file has no error, by id. Only when `ok` may they be put in force, and then all of them. */
  readonly documents: readonly RuleDocument[]
  /** Every rule file that could be read, faulty or not. */
  readonly sources: readonly YamlSource[]
  readonly faults: readonly FileFault[]
  readonly ok: boolean
  /** Names exactly these rules. */
  readonly hash: string
}

/** Reads all `*.rule.yaml` files below a folder. Never rejects: what is wrong is in `faults`. */
export async function loadRules(dir: string): Promise<LoadResult> {
  const listing = await listFiles(dir)
  const faults: FileFault[] = [...listing.faults]
  const documents: RuleDocument[] = []
  const sources: YamlSource[] = []
  for (const path of listing.files.filter((file) => file.endsWith(RULE_SUFFIX))) {
    const read = await readText(path)
    if ('check' in read) {
      faults.push(read)
      continue
    }
    const parsed = parseRule(path, read.text)
    faults.push(...parsed.faults)
    sources.push(parsed.source)
    if (parsed.document !== null) documents.push(parsed.document)
  }
  documents.sort((a, b) => (a.rule.ref.id < b.rule.ref.id ? -1 : 1))
  faults.push(...duplicateIds(documents), ...listing.files.flatMap(ignoredFile))
  faults.sort(byPlace)
  return {
    documents,
    sources,
    faults,
    ok: !hasErrors(faults),
    hash: hashOf(documents.map(({ rule }) => rule)),
  }
}

/** Names a set of rules by their content, whatever the files' order, layout and comments. */
export function hashOf(rules: readonly Rule[]): string {
  return digest(
    rules
      .map(({ ref, fingerprint }) => `${ref.id}:${fingerprint}`)
      .toSorted()
      .join('\n'),
  )
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

/** The text of a rule or test file, or why there is none. */
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

function unreadable(path: string, thrown: unknown, expected: string): FileFault {
  const error = normaliseError(thrown)
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return atStart(path, 'unreadable', `cannot be read${code}, expected ${expected}`)
}

function atStart(file: string, check: string, message: string): FileFault {
  return { file, line: 1, column: 1, check, severity: 'error', message }
}

function duplicateIds(documents: readonly RuleDocument[]): readonly FileFault[] {
  const first = new Map<string, string>()
  return documents.flatMap(({ rule, source }) => {
    const { id } = rule.ref
    const other = first.get(id)
    if (other === undefined) {
      first.set(id, source.file)
      return []
    }
    const message = `the id "${id}" is taken by ${other}, expected an id of its own`
    return [{ ...source.placeOf(['id']), check: 'duplicate-id', severity: 'error' as const, message }]
  })
}

/** A name that is nearly right is the quietest way to lose a rule. */
function ignoredFile(file: string): readonly FileFault[] {
  if (!/\.ya?ml$/.test(file) || file.endsWith(RULE_SUFFIX) || file.endsWith(TEST_SUFFIX)) return []
  const message = `the file is not read, expected a name that ends in ${RULE_SUFFIX} or ${TEST_SUFFIX}`
  return [{ file, line: 1, column: 1, check: 'ignored-file', severity: 'warning', message }]
}
