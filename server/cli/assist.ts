import { Command } from 'commander'
import { lintAssist } from '../assist/testing/lint-assist.ts'
import { runAssistTests, type PlayCall } from '../assist/testing/run-assist-tests.ts'
import type { FileFault } from '../platform/yaml/file-fault.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import type { YamlSource } from '../platform/yaml/yaml-source.ts'
import { parseCallScript } from '../rules/testing/call-script.ts'
import { playScript } from '../rules/testing/play-script.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { rulesDirOf } from './rules-dir.ts'
import { readHearing } from './rules-hearing.ts'

type AssistContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings'>

interface Flags {
  readonly json?: true
}

const FOLDER =
  'folder of rules, with checklists/, knowledge/ and dispositions.yaml; EARSHOT_RULES_DIR by default'

/** `earshot assist lint|test`. Results go to standard output; the exit code is 1 when there are faults or failures. */
export function assistCommand(context: AssistContext): Command {
  const command = new Command('assist').description(
    'check and test what agents lean on: checklists, articles, dispositions',
  )
  command
    .command('lint')
    .argument('[folder]', FOLDER)
    .description('say what is wrong with them, and where')
    .option('--json', 'one JSON object a line: each fault, then a summary')
    .action((folder: string | undefined, flags: Flags) => lint(context, folder, flags))
  command
    .command('test')
    .argument('[folder]', FOLDER)
    .description('play the calls of checklist tests and ask the queries of the knowledge')
    .option('--json', 'one JSON object a line: each fault and test, then a summary')
    .action((folder: string | undefined, flags: Flags) => test(context, folder, flags))
  return command
}

async function lint(context: AssistContext, folder: string | undefined, { json }: Flags): Promise<void> {
  const dir = await rulesDirOf(context, folder)
  const { hearing, missing } = await readHearing(context.settings())
  const hears = hearing === null ? null : (word: string): boolean => hearing.hears(word)
  const { faults, sources, counts, ok } = await lintAssist(dir, hears)
  const errors = faults.filter(({ severity }) => severity === 'error').length
  const warnings = faults.length - errors
  tellFaults(context, { faults, sources, json: json === true })
  const { checklists, articles, dispositions } = counts
  print(
    context,
    json === true
      ? JSON.stringify({ type: 'summary', ...counts, errors, warnings, ok })
      : `${countOf(checklists, 'checklist')}, ${countOf(articles, 'article')}, ${countOf(dispositions, 'disposition')}, ` +
          `${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}`,
  )
  if (hearing === null) {
    context.stderr.write(`words were not checked: no model is installed (${missing.join(', ')})\n`)
  }
  if (!ok) throw new CliError('what agents lean on has faults', { exitCode: EXIT.faults })
}

async function test(context: AssistContext, folder: string | undefined, { json }: Flags): Promise<void> {
  const dir = await rulesDirOf(context, folder)
  const { results, faults, sources, ok } = await runAssistTests(dir, playCall)
  const failed = results.filter(({ passed }) => !passed)
  const passed = results.length - failed.length
  tellFaults(context, { faults, sources, json: json === true })
  if (json === true) {
    for (const result of results) print(context, JSON.stringify({ type: 'test', ...result }))
    print(context, JSON.stringify({ type: 'summary', passed, failed: failed.length, ok }))
  } else {
    for (const { failure } of failed) if (failure !== null) print(context, `${showFault(failure, sources)}\n`)
    print(context, `${passed} passed, ${failed.length} failed`)
  }
  if (ok) return
  if (results.length === 0 && faults.length === 0) {
    throw new CliError(`there are no tests in ${dir}`, { exitCode: EXIT.wrongUse })
  }
  throw new CliError('the tests do not pass', { exitCode: EXIT.faults })
}

/** The scripts are those of rule tests. */
const playCall: PlayCall = (text, attributes) => {
  const { script, faults } = parseCallScript(text)
  return { faults, messages: faults.length > 0 ? [] : playScript('assist-test', script, { attributes }) }
}

function tellFaults(
  context: AssistContext,
  told: {
    readonly faults: readonly FileFault[]
    readonly sources: readonly YamlSource[]
    readonly json: boolean
  },
): void {
  for (const fault of told.faults) {
    print(
      context,
      told.json ? JSON.stringify({ type: 'fault', ...fault }) : `${showFault(fault, told.sources)}\n`,
    )
  }
}

function print({ stdout }: AssistContext, line: string): void {
  stdout.write(`${line}\n`)
}
