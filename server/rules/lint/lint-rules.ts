import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { silence, type Silenced } from '../../platform/yaml/ignores.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { kindOf, listArticles } from '../file/folder.ts'
import { listNamesIn } from '../file/forms/list-names.ts'
import { loadRules, type LoadResult } from '../file/load.ts'
import { loadTests, type LoadedTests } from '../testing/load-tests.ts'
import type { Hearing, LintSubject } from './check.ts'
import { LINT_CHECKS } from './checks.ts'

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
  readonly ignores: Silenced['ignores']
  /** No errors; warnings are allowed. */
  readonly ok: boolean
}

/** Looks at the rules and tests of a folder without running them. */
export async function lintRules(dir: string, options: LintOptions = {}): Promise<LintReport> {
  const rules = await loadRules(dir)
  const tests = await loadTests(dir)
  const articles = await listArticles(dir)
  const subject = subjectOf({ dir, rules, tests, articles, hearing: options.hearing ?? null })
  const found = LINT_CHECKS.flatMap((check) => check.find(subject))
  const sources = [...rules.sources, ...rules.namedSources, ...tests.sources]
  const checks = LINT_CHECKS.map(({ id }) => id)
  const silencing = silence({ found, sources, checks, today: options.today ?? null })
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
  readonly articles: readonly string[]
  readonly hearing: Hearing | null
}

function subjectOf({ dir, rules, tests, articles, hearing }: SubjectParts): LintSubject {
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
    articles,
    hearing,
  }
}
