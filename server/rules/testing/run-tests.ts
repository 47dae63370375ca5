import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { hasErrors } from '../../platform/yaml/file-fault.ts'
import { withDependencies } from '../file/links.ts'
import { loadRules, type LoadResult } from '../file/load.ts'
import type { RuleDocument } from '../file/parse-rule.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { loadTests, type TestDocument } from './load-tests.ts'
import { compileAlone, runCase } from './run-case.ts'

/** One test, run. */
export interface CaseResult {
  readonly rule: string
  readonly name: string
  readonly passed: boolean
  /** Where each difference stands in the test file. */
  readonly failures: readonly FileFault[]
}

export interface TestReport {
  readonly cases: readonly CaseResult[]
  /** What kept files from being run. */
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** All cases passed, there was at least one, and no file had an error. */
  readonly ok: boolean
}

export interface RunTestsOptions {
  readonly dir: string
  /** Only the tests of this rule. */
  readonly rule?: string | undefined
}

/** Runs the tests beside the rules through the engine that runs live. */
export async function runTests({ dir, rule }: RunTestsOptions): Promise<TestReport> {
  const rules = await loadRules(dir)
  const tests = await loadTests(dir)
  const byId = new Map(rules.documents.map((document) => [document.rule.ref.id, document]))
  const chosen = tests.documents.filter(({ file }) => rule === undefined || file.rule === rule)
  const faults = [...rules.faults, ...tests.faults].filter(({ file }) => isAbout(file, rule))
  const cases = chosen.flatMap((test) => {
    const document = byId.get(test.file.rule)
    // A test without its rule is a fault of the lint; a rule that has a fault is among the faults here.
    return document === undefined ? [] : runFile(withDependencies(document, byId), test, rules.phases)
  })
  const ok = cases.length > 0 && cases.every(({ passed }) => passed) && !hasErrors(faults)
  return { cases, faults, sources: [...rules.sources, ...tests.sources], ok }
}

/** `documents`: the rules that the tested one waits for, and it as the last. */
function runFile(
  documents: readonly RuleDocument[],
  { source, file }: TestDocument,
  phases: LoadResult['phases'],
): readonly CaseResult[] {
  const rules = documents.map((document) => document.rule)
  const rule = rules.at(-1)
  if (rule === undefined) return []
  const tested = compileAlone(rule, { needs: rules.slice(0, -1), phases })
  return file.tests.map((test, index) => {
    const failures = runCase({ tested, test, tolerance: file.tolerance }).map(
      ({ expectation, message }): FileFault => {
        const place = source.placeOf([
          'tests',
          index,
          'expect',
          ...(expectation === null ? [] : [expectation]),
        ])
        return { ...place, check: 'test', severity: 'error', message }
      },
    )
    return { rule: rule.ref.id, name: test.name, passed: failures.length === 0, failures }
  })
}

function isAbout(file: string, rule: string | undefined): boolean {
  if (rule === undefined) return true
  return file.endsWith(`${rule}.rule.yaml`) || file.endsWith(`${rule}.test.yaml`)
}
