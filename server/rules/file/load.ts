import { basename } from 'node:path'
import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { PhraseGroup, Rule } from '../compile/rule.ts'
import { digest, phasesFingerprint } from './fingerprint.ts'
import { RULE_SUFFIX, ignoredFile, kindOf, listFiles, readText, type FileKind } from './folder.ts'
import { inhibitFaults, withInhibitors } from './inhibits.ts'
import { linkFaults } from './links.ts'
import { readNamed, readPhases, type ReadFile } from './named/read-named.ts'
import { parseRule, type RuleDocument } from './parse-rule.ts'
import type { RuleContext } from './rule-context.ts'

export { TEST_SUFFIX, listFiles, readText } from './folder.ts'

/** What a folder of rules holds. */
export interface LoadResult {
  /** Rules whose own file has no error, by id. Only when `ok` may they be put in force, and then all of them. */
  readonly documents: readonly RuleDocument[]
  /** The lists and calendars that rules may name. */
  readonly context: RuleContext
  /** What closes a call; null: the folder does not say. */
  readonly phases: PhraseGroup | null
  /** Every rule file that could be read, faulty or not. */
  readonly sources: readonly YamlSource[]
  /** Every list, calendar and phases file that could be read, faulty or not. */
  readonly namedSources: readonly YamlSource[]
  readonly faults: readonly FileFault[]
  readonly ok: boolean
  /** Names exactly these rules. */
  readonly hash: string
}

/** Reads all rules below a folder, and what they name. Never rejects: what is wrong is in `faults`. */
export async function loadRules(dir: string): Promise<LoadResult> {
  const listing = await listFiles(dir)
  const read = await readAll(dir, listing.files)
  const named = readNamed({ lists: read.of('list'), calendars: read.of('calendar') })
  const phases = readPhases(read.of('phases'), named.value.lists)
  const parsed = read.of('rule').map(({ file, text }) => parseRule(file, text, named.value))
  const documents = parsed.flatMap(({ document }) => document ?? []).toSorted(byId)
  const sources = parsed.map(({ source }) => source)
  const faulty = faultyIds(sources, documents)
  const faults = [
    ...listing.faults,
    ...read.faults,
    ...named.faults,
    ...phases.faults,
    ...parsed.flatMap((each) => each.faults),
    ...duplicateIds(documents),
    ...linkFaults(documents, faulty),
    ...inhibitFaults({ dir, documents }, faulty),
    ...listing.files.flatMap((file) => ignoredFile(dir, file)),
  ].toSorted(byPlace)
  const linked = withInhibitors({ dir, documents })
  const rules = linked.map(({ rule }) => rule)
  return {
    documents: linked,
    context: named.value,
    phases: phases.value,
    sources,
    namedSources: [...named.sources, ...phases.sources],
    faults,
    ok: !hasErrors(faults),
    hash: hashOf(rules, phases.value),
  }
}

/** Names a set of rules by their content, whatever the files' order, layout and comments. */
export function hashOf(rules: readonly Rule[], phases: PhraseGroup | null = null): string {
  const lines = rules.map(({ ref, fingerprint, action }) => {
    // A folder may hold other rules than before although no file has another content.
    const inhibitors = action.inhibitedBy?.map(({ ruleId }) => `<${ruleId}`) ?? []
    return `${ref.id}:${fingerprint}${inhibitors.join('')}`
  })
  return digest(
    [...lines.toSorted(), ...(phases === null ? [] : [`phases:${phasesFingerprint(phases)}`])].join('\n'),
  )
}

interface ReadFiles {
  readonly faults: readonly FileFault[]
  of(kind: FileKind): readonly ReadFile[]
}

/** The texts of all files that rules are made of; tests are read where they are run. */
async function readAll(dir: string, files: readonly string[]): Promise<ReadFiles> {
  const texts = new Map<FileKind, ReadFile[]>()
  const faults: FileFault[] = []
  for (const file of files) {
    const kind = kindOf(file, dir)
    if (kind === null || kind === 'test') continue
    const read = await readText(file)
    if ('check' in read) {
      faults.push(read)
      continue
    }
    const others = texts.get(kind) ?? []
    texts.set(kind, others)
    others.push({ file, text: read.text })
  }
  return { faults, of: (kind) => texts.get(kind) ?? [] }
}

/** Ids, by their files' names, of rules that could not be read. */
function faultyIds(sources: readonly YamlSource[], documents: readonly RuleDocument[]): ReadonlySet<string> {
  const good = new Set(documents.map(({ source }) => source))
  return new Set(sources.filter((source) => !good.has(source)).map(({ file }) => basename(file, RULE_SUFFIX)))
}

function byId(one: RuleDocument, other: RuleDocument): number {
  return one.rule.ref.id < other.rule.ref.id ? -1 : 1
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
