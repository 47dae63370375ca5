import type { RuleCheck, RuleFault, RuleTestResult, RuleVersion } from '../../contracts/rule-desk.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { byPlace, hasErrors } from '../../platform/yaml/file-fault.ts'
import type { Rule } from '../compile/rule.ts'
import { loadRules } from '../file/load.ts'
import type { RuleDocument } from '../file/parse-rule.ts'
import { lintRules } from '../lint/lint-rules.ts'
import { runTests, type CaseResult } from '../testing/run-tests.ts'
import { within, type RuleFiles } from './rule-files.ts'
import { TrialFolder } from './trial-folder.ts'

export interface CheckDraftOptions {
  readonly rulesDir: string
  readonly files: RuleFiles
  /** The contents that the rule has had. */
  readonly versions: readonly RuleVersion[]
}

export interface CheckedDraft {
  readonly check: RuleCheck
  /** Null when an error keeps its file from being read. */
  readonly rule: Rule | null
}

/** What the folder's checks and the rule's tests say of a draft in its place. Nothing in the folder changes. */
export async function checkDraft({ rulesDir, files, versions }: CheckDraftOptions): Promise<CheckedDraft> {
  await using trial = await TrialFolder.create(rulesDir, files)
  const found = (await lintRules(trial.dir)).faults.map(relativeTo(trial.dir))
  const loaded = await loadRules(trial.dir)
  const document = loaded.documents.find(({ source }) => within(trial.dir, source.file) === files.file)
  const own = new Set([files.file, files.testFile])
  const faults = [
    ...found.filter(({ file }) => own.has(file)),
    ...(await causedElsewhere(rulesDir, found, own)),
    ...usedVersion(document, versions).map(relativeTo(trial.dir)),
  ].toSorted(byPlace)
  const report = await runTests({ dir: trial.dir, rule: files.id })
  const tests = report.cases.map(toTestResult)
  const ok = !hasErrors(faults) && tests.every(({ passed }) => passed)
  return { check: { faults, tests, ok }, rule: document?.rule ?? null }
}

/** What is wrong in the two files of a rule as they lie now. */
export async function faultsOf(rulesDir: string, files: RuleFiles): Promise<readonly RuleFault[]> {
  const { faults } = await lintRules(rulesDir)
  return faults.map(relativeTo(rulesDir)).filter(({ file }) => file === files.file || file === files.testFile)
}

/** Errors in other files that are not there without the draft, such as a rule that builds on it. */
async function causedElsewhere(
  rulesDir: string,
  found: readonly RuleFault[],
  own: ReadonlySet<string>,
): Promise<readonly RuleFault[]> {
  const elsewhere = found.filter(({ file, severity }) => severity === 'error' && !own.has(file))
  if (elsewhere.length === 0) return []
  const before = (await lintRules(rulesDir)).faults.map(relativeTo(rulesDir)).map(nameOf)
  return elsewhere.filter((fault) => !before.includes(nameOf(fault)))
}

function nameOf({ file, check, message }: RuleFault): string {
  return [file, check, message].join('\n')
}

/** A version that stood for another content makes two outcomes look alike that are not. */
function usedVersion(
  document: RuleDocument | undefined,
  versions: readonly RuleVersion[],
): readonly FileFault[] {
  if (document === undefined) return []
  const { rule, source } = document
  const { version } = rule.ref
  const newest = versions[0]
  if (newest?.fingerprint === rule.fingerprint) return []
  const highest = Math.max(0, ...versions.map((each) => each.version))
  if (version > highest) return []
  const message = `version ${version} has stood for another content, expected ${highest + 1}`
  return [{ ...source.placeOf(['version']), check: 'used-version', severity: 'warning', message }]
}

function toTestResult({ name, passed, failures }: CaseResult): RuleTestResult {
  return {
    name,
    passed,
    failures: failures.map(({ line, column, message }) => ({ line, column, message })),
  }
}

/** Names files as the folder's users know them, also within messages. */
export function relativeTo(dir: string): (fault: FileFault) => RuleFault {
  return ({ file, line, column, check, severity, message }) => ({
    file: within(dir, file),
    line,
    column,
    check,
    severity,
    message: message.replaceAll(`${dir}/`, ''),
  })
}
