import { Command, InvalidArgumentError } from 'commander'
import { DEFAULT_LIMITS } from '../rules/hygiene/hygiene.ts'
import { lintRules } from '../rules/lint/lint-rules.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { runTests, type TestReport } from '../rules/testing/run-tests.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { type LintedKind, lintFiles } from './lint-files.ts'
import { backtestCommand } from './rules-backtest.ts'
import { rulesDirOf } from './rules-dir.ts'
import { explainCommand } from './rules-explain.ts'
import { hygiene } from './rules-hygiene.ts'

type RulesContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings' | 'clock'>

interface LintFlags {
  readonly json?: true
}

interface TestFlags extends LintFlags {
  readonly rule?: string
}

interface HygieneFlags extends LintFlags {
  readonly days: number
  readonly perHour: number
}

const DAYS = { default: 30, most: 3650 }

const FOLDER = 'folder of rules; EARSHOT_RULES_DIR by default'

/** `earshot rules lint|test|hygiene|backtest|explain`. Results go to standard output; the exit code is 1 when there are faults or failures. */
export function rulesCommand(context: RulesContext): Command {
  const command = new Command('rules').description('check and test rule files, and look after them')
  command
    .command('lint')
    .argument('[folder]', FOLDER)
    .description('say what is wrong with rule and test files, and where')
    .option('--json', 'one JSON object a line: each fault, then a summary')
    .action((folder: string | undefined, { json }: LintFlags) =>
      lintFiles(context, { folder, json: json === true }, RULES),
    )
  command
    .command('test')
    .argument('[folder]', FOLDER)
    .description('play the calls of the test files through the rules')
    .option('--rule <id>', 'only the tests of this rule')
    .option('--json', 'one JSON object a line: each fault and test, then a summary')
    .action((folder: string | undefined, flags: TestFlags) => test(context, folder, flags))
  command
    .command('hygiene')
    .argument('[folder]', FOLDER)
    .description(
      'say which rules never fire, fire too much, overlap or have no owner, by the calls kept here',
    )
    .option('--days <number>', 'how far back to look', numberUpTo(DAYS.most), DAYS.default)
    .option(
      '--per-hour <number>',
      'how often a rule may fire in an hour of calls',
      numberUpTo(3600),
      DEFAULT_LIMITS.perCallHour,
    )
    .option('--json', 'one JSON object a line: each finding, then a summary')
    .action(async (folder: string | undefined, { days, perHour, json }: HygieneFlags) => {
      const dir = await rulesDirOf(context, folder)
      const limits = { ...DEFAULT_LIMITS, perCallHour: perHour }
      await hygiene(context, { dir, days, limits, json: json === true })
    })
  command.addCommand(backtestCommand(context))
  command.addCommand(explainCommand(context))
  return command
}

const RULES: LintedKind = {
  noun: 'rule',
  failure: 'the rules have faults',
  lint: async (dir, options) => {
    const { rules, ...report } = await lintRules(dir, options)
    return { ...report, count: rules }
  },
}

async function test(context: RulesContext, folder: string | undefined, flags: TestFlags): Promise<void> {
  const dir = await rulesDirOf(context, folder)
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

function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (text.trim() !== '' && number > 0 && number <= most) return number
    throw new InvalidArgumentError(`Expected a number above 0, at most ${most}.`)
  }
}

function printer({ stdout }: RulesContext): (line: string) => void {
  return (line) => {
    stdout.write(`${line}\n`)
  }
}
