import { Command } from 'commander'
import { loadCodeFrame } from '../issues/codes/code-frame-loader.ts'
import type { FrameCode } from '../issues/codes/frame-code.ts'
import { lintCodes } from '../issues/codes/lint/lint-codes.ts'
import { runCodeTests } from '../issues/codes/testing/run-code-tests.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { CliError, EXIT } from './cli-error.ts'
import { coverageCommand } from './codes-coverage.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { type LintedKind, lintFiles } from './lint-files.ts'
import { rulesDirOf } from './rules-dir.ts'

type CodesContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings' | 'clock'>

interface Flags {
  readonly json?: true
}

interface TestFlags extends Flags {
  readonly code?: string
}

const FOLDER = 'folder of rules, with the frame in codes/; EARSHOT_RULES_DIR by default'

/** `earshot codes lint|test|coverage|list`. Results go to standard output; the exit code is 1 when there are faults or failures. */
export function codesCommand(context: CodesContext): Command {
  const command = new Command('codes').description('check and test the code frame, and say what it covers')
  command
    .command('lint')
    .argument('[folder]', FOLDER)
    .description('say what is wrong with the codes and their tests, where they overlap, and where')
    .option('--json', 'one JSON object a line: each fault, then a summary')
    .action((folder: string | undefined, { json }: Flags) =>
      lintFiles(context, { folder, json: json === true }, CODES),
    )
  command
    .command('test')
    .argument('[folder]', FOLDER)
    .description('look for codes in the examples of the test files')
    .option('--code <id>', 'only the tests of this code and those below it')
    .option('--json', 'one JSON object a line: each fault and example, then a summary')
    .action((folder: string | undefined, flags: TestFlags) => test(context, folder, flags))
  command
    .command('list')
    .argument('[folder]', FOLDER)
    .description('print the tree of codes')
    .option('--json', 'one JSON object a line: each code, then a summary')
    .action((folder: string | undefined, flags: Flags) => list(context, folder, flags))
  command.addCommand(coverageCommand(context, (folder) => rulesDirOf(context, folder)))
  return command
}

const CODES: LintedKind = {
  noun: 'code',
  failure: 'the code frame has faults',
  lint: async (dir, { hearing, today }) => {
    const hears = hearing === null ? null : (word: string): boolean => hearing.hears(word)
    const { codes, ...report } = await lintCodes(dir, { hears, today })
    return { ...report, count: codes }
  },
}

async function test(context: CodesContext, folder: string | undefined, flags: TestFlags): Promise<void> {
  const dir = await rulesDirOf(context, folder)
  const { results, faults, sources, ok } = await runCodeTests({ rulesDir: dir, code: flags.code })
  const failed = results.filter(({ passed }) => !passed)
  const passed = results.length - failed.length
  const print = printer(context)
  if (flags.json === true) {
    for (const fault of faults) print(JSON.stringify({ type: 'fault', ...fault }))
    for (const result of results) print(JSON.stringify({ type: 'test', ...result }))
    print(JSON.stringify({ type: 'summary', passed, failed: failed.length, ok }))
  } else {
    for (const fault of faults) print(`${showFault(fault, sources)}\n`)
    for (const { failure } of failed) if (failure !== null) print(`${showFault(failure, sources)}\n`)
    print(`${passed} passed, ${failed.length} failed`)
  }
  if (ok) return
  if (results.length === 0 && faults.length === 0) {
    const about = flags.code === undefined ? '' : ` of the code "${flags.code}"`
    throw new CliError(`there are no tests${about} in ${dir}`, { exitCode: EXIT.wrongUse })
  }
  throw new CliError('the codes do not pass their tests', { exitCode: EXIT.faults })
}

async function list(context: CodesContext, folder: string | undefined, { json }: Flags): Promise<void> {
  const dir = await rulesDirOf(context, folder)
  const { frame, faults, sources, ok } = await loadCodeFrame(dir)
  const print = printer(context)
  if (json === true) {
    for (const fault of faults) print(JSON.stringify({ type: 'fault', ...fault }))
    for (const code of frame.codes) print(JSON.stringify({ type: 'code', ...plain(code) }))
    print(JSON.stringify({ type: 'summary', codes: frame.codes.length, hash: frame.hash, ok }))
  } else {
    for (const fault of faults) print(`${showFault(fault, sources)}\n`)
    for (const code of frame.codes) print(line(code))
    print(countOf(frame.codes.length, 'code'))
  }
  if (!ok) throw new CliError('the code frame has faults', { exitCode: EXIT.faults })
}

/** A code with its phrases as they are written. */
function plain(code: FrameCode): object {
  const texts = (phrases: FrameCode['phrases']): readonly string[] => phrases.map(({ text }) => text)
  return {
    ...code,
    phrases: texts(code.phrases),
    inChannel: texts(code.inChannel),
    names: texts(code.names),
  }
}

const ID_WIDTH = 36
const ABOUT_WIDTH = 18

function line({ id, title, channel, step, severity }: FrameCode): string {
  const depth = id.split('.').length - 1
  const about = [channel ?? 'any', step].filter((part) => part !== null).join(' ')
  return (
    `${'  '.repeat(depth)}${id}`.padEnd(ID_WIDTH) +
    ` ${about.padEnd(ABOUT_WIDTH)} ${severity.padEnd(8)} ${title}`
  )
}

function printer({ stdout }: CodesContext): (line: string) => void {
  return (text) => {
    stdout.write(`${text}\n`)
  }
}
