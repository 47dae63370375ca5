import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import { lintRules } from '../rules/lint/lint-rules.ts'
import { showFault } from '../rules/lint/show-fault.ts'
import { runTests, type TestReport } from '../rules/testing/run-tests.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

type RulesContext = Pick<CliContext, 'stdout' | 'settings'>

interface LintFlags {
  readonly json?: true
}

interface TestFlags extends LintFlags {
  readonly rule?: string
}

const FOLDER = 'folder of rules; EARSHOT_RULES_DIR by default'

/** `earshot rules lint|test`. Results go to standard output; the exit code is 1 when there are faults or failures. */
export function rulesCommand(context: RulesContext): Command {
  const command = new Command('rules').description('check and test rule files')
  command
    .command('lint')
    .argument('[folder]', FOLDER)
    .description('say what is wrong with rule and test files, and where')
    .option('--json', 'one JSON object a line: each fault, then a summary')
    .action((folder: string | undefined, flags: LintFlags) => lint(context, folder, flags))
  command
    .command('test')
    .argument('[folder]', FOLDER)
    .description('play the calls of the test files through the rules')
    .option('--rule <id>', 'only the tests of this rule')
    .option('--json', 'one JSON object a line: each fault and test, then a summary')
    .action((folder: string | undefined, flags: TestFlags) => test(context, folder, flags))
  return command
}

async function lint(context: RulesContext, folder: string | undefined, { json }: LintFlags): Promise<void> {
  const { faults, sources, rules, ok } = await lintRules(await folderOf(context, folder))
  const errors = faults.filter(({ severity }) => severity === 'error').length
  const warnings = faults.length - errors
  const print = printer(context)
  if (json === true) {
    for (const fault of faults) print(JSON.stringify({ type: 'fault', ...fault }))
    print(JSON.stringify({ type: 'summary', rules, errors, warnings, ok }))
  } else {
    for (const fault of faults) print(`${showFault(fault, sources)}\n`)
    print(`${count(rules, 'rule')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}`)
  }
  if (!ok) throw new CliError('the rules have faults', { exitCode: EXIT.faults })
}

async function test(context: RulesContext, folder: string | undefined, flags: TestFlags): Promise<void> {
  const dir = await folderOf(context, folder)
  const report = await runTests({ dir, rule: flags.rule })
  const passed = report.cases.filter((result) => result.passed).length
  const failed = report.cases.length - passed
  const print = printer(context)
  if (flags.json === true) {
    for (const fault of report.faults) print(JSON.stringify({ type: 'fault', ...fault }))
    for (const result of report.cases) print(JSON.stringify({ type: 'test', ...result }))
    print(JSON.stringify({ type: 'summary', passed, failed, ok: report.ok }))
  } else {
    printCases(report, print)
    print(`${passed} passed, ${failed} failed`)
  }
  if (report.ok) return
  const nothing = report.cases.length === 0 && report.faults.length === 0
  const about = flags.rule === undefined ? '' : ` of the rule "${flags.rule}"`
  if (nothing) throw new CliError(`there are no tests${about} in ${dir}`, { exitCode: EXIT.wrongUse })
  throw new CliError('the rules do not pass their tests', { exitCode: EXIT.faults })
}

function printCases({ faults, cases, sources }: TestReport, print: (line: string) => void): void {
  for (const fault of faults) print(`${showFault(fault, sources)}\n`)
  for (const { rule, name, passed, failures } of cases) {
    print(`${passed ? 'pass' : 'FAIL'}  ${rule}: ${name}`)
    for (const failure of failures) print(`${showFault(failure, sources)}\n`)
  }
}

async function folderOf(context: RulesContext, folder: string | undefined): Promise<string> {
  const dir = folder ?? context.settings().rulesDir
  // A path that cannot be looked at is no folder to read, whatever the reason.
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) {
    throw new CliError(`${dir} is not a folder, expected a folder of rules`, { exitCode: EXIT.wrongUse })
  }
  return dir
}

function printer({ stdout }: RulesContext): (line: string) => void {
  return (line) => {
    stdout.write(`${line}\n`)
  }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
