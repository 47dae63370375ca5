import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { loadRules } from '../file/load.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { loadTests } from '../testing/load-tests.ts'
import type { LintCheck } from './check.ts'
import { coveredPhrase } from './checks/covered-phrase.ts'
import { duplicatePhrase } from './checks/duplicate-phrase.ts'
import { missingTest } from './checks/missing-test.ts'
import { orphanTest } from './checks/orphan-test.ts'

/** Every check beyond the form of the files. A new one is a file in `checks/` and a line here. */
const LINT_CHECKS: readonly LintCheck[] = [missingTest, orphanTest, duplicatePhrase, coveredPhrase]

export interface LintReport {
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** How many rules could be read. */
  readonly rules: number
  /** No errors; warnings are allowed. */
  readonly ok: boolean
}

/** Looks at the rules and tests of a folder without running them. */
export async function lintRules(dir: string): Promise<LintReport> {
  const rules = await loadRules(dir)
  const tests = await loadTests(dir)
  const read = new Set(rules.documents.map(({ source }) => source.file))
  const subject = {
    rules: rules.documents,
    tests: tests.documents,
    faultyFiles: rules.sources.map(({ file }) => file).filter((file) => !read.has(file)),
  }
  const found = LINT_CHECKS.flatMap((check) => check.find(subject))
  const faults = [...rules.faults, ...tests.faults, ...found].toSorted(byPlace)
  return {
    faults,
    sources: [...rules.sources, ...tests.sources],
    rules: rules.documents.length,
    ok: !hasErrors(faults),
  }
}
