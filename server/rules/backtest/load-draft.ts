import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { compileRules, type RuleSet } from '../compile/compile.ts'
import type { Rule } from '../compile/rule.ts'
import { RULE_SUFFIX, readText } from '../file/folder.ts'
import { inhibitFaults } from '../file/inhibits.ts'
import { linkFaults } from '../file/links.ts'
import { hashOf, loadRules, type LoadResult } from '../file/load.ts'
import { parseRule, type ParsedRule } from '../file/parse-rule.ts'
import { compileWithNeeds } from './rule-alone.ts'

export interface DraftPaths {
  /** The folder of the rules in force; single files are judged among its rules, lists and calendars. */
  readonly rulesDir: string
  /** A folder of rules, or rule files. */
  readonly paths: readonly string[]
}

/** Rules to be tried beside those in force. */
export interface LoadedDraft {
  /** Of both sides; errors among them: `sets` is null. */
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  readonly sets: {
    readonly draft: RuleSet
    /** The draft itself when the two are the same. */
    readonly now: RuleSet
    /** The rules to be looked at, by id: a folder's and those in force, or those of the files. */
    readonly ruleIds: readonly string[]
  } | null
}

/** Reads rules that somebody wants to try, and those in force. A path that is not there is a fault. */
export async function loadDraft({ rulesDir, paths }: DraftPaths): Promise<LoadedDraft> {
  const inForce = await loadRules(rulesDir)
  if (!inForce.ok) return faulty([inForce])
  const [only, ...more] = paths
  if (only === undefined) return ofFolders(inForce, inForce)
  if (more.length > 0 || !(await isFolder(only))) return ofFiles(inForce, { rulesDir, paths })
  const folder = await loadRules(only)
  return folder.ok ? ofFolders(inForce, folder) : faulty([folder])
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function ofFolders(inForce: LoadResult, folder: LoadResult): LoadedDraft {
  // Drafts, too: what they would do is what somebody wants to know.
  const draft = compileSome(folder, ({ ref }) => ref.status !== 'retired')
  const listening = compileSome(inForce, isInForce)
  const isSame = inForce.hash === folder.hash && listening.rules.length === draft.rules.length
  const now = isSame ? draft : listening
  const ids = [...draft.rules, ...now.rules].map(({ rule }) => rule.ref.id)
  return {
    faults: folder.faults,
    sources: folder.sources,
    sets: { draft, now, ruleIds: [...new Set(ids)].toSorted() },
  }
}

function isInForce({ ref }: Rule): boolean {
  return ref.status === 'live' || ref.status === 'shadow'
}

function compileSome({ documents, phases, hash }: LoadResult, isWanted: (rule: Rule) => boolean): RuleSet {
  const rules = documents.map(({ rule }) => rule).filter(isWanted)
  return compileRules({ rules, hash, phases: phases === null ? undefined : { closing: phases } })
}

async function ofFiles(inForce: LoadResult, { rulesDir, paths }: DraftPaths): Promise<LoadedDraft> {
  const read = await Promise.all(paths.map((path) => readRule(path, inForce)))
  const parsed = read.filter((each) => 'source' in each)
  const own = parsed.flatMap(({ document }) => document ?? [])
  const ids = new Set(own.map(({ rule }) => rule.ref.id))
  const documents = [...inForce.documents.filter(({ rule }) => !ids.has(rule.ref.id)), ...own]
  const faults = [
    ...read.flatMap((each) => ('source' in each ? each.faults : [each])),
    ...linkFaults(documents, new Set()),
    ...inhibitFaults({ dir: rulesDir, documents }, new Set()),
  ].toSorted(byPlace)
  const sources = [...parsed.map(({ source }) => source), ...inForce.sources]
  if (hasErrors(faults)) return { faults, sources, sets: null }
  const rules = documents.map(({ rule }) => rule)
  const phases = inForce.phases === null ? undefined : { closing: inForce.phases }
  const wanted = own.map(({ rule }) => rule)
  const before = inForce.documents.map(({ rule }) => rule).filter(isInForce)
  const hash = hashOf(rules, inForce.phases)
  return {
    faults,
    sources,
    sets: {
      draft: compileWithNeeds({ rules: wanted, among: rules, phases, hash }),
      now: compileWithNeeds({
        ...{ rules: before.filter(({ ref }) => ids.has(ref.id)), among: before, phases },
        hash: inForce.hash,
      }),
      ruleIds: [...ids].toSorted(),
    },
  }
}

async function readRule(path: string, { context }: LoadResult): Promise<ParsedRule | FileFault> {
  if (!basename(path).endsWith(RULE_SUFFIX)) {
    const message = `is no rule file, expected a folder of rules or a name that ends in ${RULE_SUFFIX}`
    return { file: path, line: 1, column: 1, check: 'unreadable', severity: 'error', message }
  }
  const read = await readText(path)
  return 'text' in read ? parseRule(path, read.text, context) : read
}

function faulty(loaded: readonly LoadResult[]): LoadedDraft {
  return {
    faults: loaded.flatMap(({ faults }) => faults),
    sources: loaded.flatMap(({ sources }) => sources),
    sets: null,
  }
}
