import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { kindOf } from '../file/folder.ts'
import { listNamesIn } from '../file/forms/list-names.ts'
import { loadRules, type LoadResult } from '../file/load.ts'
import { loadTests, type LoadedTests } from '../testing/load-tests.ts'
import type { Hearing, LintSubject } from './check.ts'
import { LINT_CHECKS } from './checks.ts'
import { expired, ignoresOf, isInForce, type Ignore } from './ignores.ts'

export interface LintOptions {
  /** What the recogniser can hear; null, the default: no model is at hand, and checks of words are left out. */
  readonly hearing?: Hearing | null
  /** `YYYY-MM-DD`, for ignores that end; null, the default: all are in force. */
  readonly today?: string | null
}

export interface LintReport {
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** How many rules could be read. */
  readonly rules: number
  /** Comments that silence checks, and how many faults each one silenced. */
  readonly ignores: readonly { readonly ignore: Ignore; readonly silenced: number }[]
  /** No errors; warnings are allowed. */
  readonly ok: boolean
}

/** Looks at the rules and tests of a folder without running them. */
export async function lintRules(dir: string, options: LintOptions = {}): Promise<LintReport> {
  const rules = await loadRules(dir)
  const tests = await loadTests(dir)
  const subject = subjectOf({ dir, rules, tests, hearing: options.hearing ?? null })
  const found = LINT_CHECKS.flatMap((check) => check.find(subject))
  const sources = [...rules.sources, ...rules.namedSources, ...tests.sources]
  const silencing = silence({ found, sources, today: options.today ?? null })
  const faults = [...rules.faults, ...tests.faults, ...silencing.faults].toSorted(byPlace)
  return {
    faults,
    sources,
    rules: rules.documents.length,
    ignores: silencing.ignores,
    ok: !hasErrors(faults),
  }
}

interface SubjectParts {
  readonly dir: string
  readonly rules: LoadResult
  readonly tests: LoadedTests
  readonly hearing: Hearing | null
}

function subjectOf({ dir, rules, tests, hearing }: SubjectParts): LintSubject {
  const read = new Set(rules.documents.map(({ source }) => source.file))
  const named = (kind: 'list' | 'calendar'): readonly YamlSource[] =>
    rules.namedSources.filter(({ file }) => kindOf(file, dir) === kind)
  const closing = rules.phases?.phrases ?? []
  return {
    rules: rules.documents,
    tests: tests.documents,
    lists: named('list'),
    calendars: named('calendar'),
    listsOfPhases: closing.flatMap(({ text }) => listNamesIn(text).map(({ name }) => name)),
    faultyFiles: rules.sources.map(({ file }) => file).filter((file) => !read.has(file)),
    hearing,
  }
}

interface Silencing {
  readonly found: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  readonly today: string | null
}

/** Takes out what comments in the same file silence, and adds what is wrong with those comments. */
function silence({ found, sources, today }: Silencing): Pick<LintReport, 'faults' | 'ignores'> {
  const names = LINT_CHECKS.map(({ id }) => id)
  const read = sources.map((source) => ignoresOf(source, names))
  const all = read.flatMap(({ ignores }) => ignores)
  const inForce = all.filter((ignore) => today === null || isInForce(ignore, today))
  const silences = (ignore: Ignore, fault: FileFault): boolean =>
    ignore.file === fault.file && ignore.check === fault.check
  return {
    faults: [
      ...found.filter((fault) => !inForce.some((ignore) => silences(ignore, fault))),
      ...all.filter((ignore) => !inForce.includes(ignore)).map(expired),
      ...read.flatMap(({ faults }) => faults),
    ],
    ignores: all.map((ignore) => ({
      ignore,
      silenced: found.filter((fault) => silences(ignore, fault)).length,
    })),
  }
}
