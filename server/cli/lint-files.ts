import type { FileFault } from '../platform/yaml/file-fault.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import type { YamlSource } from '../platform/yaml/yaml-source.ts'
import type { Hearing } from '../rules/lint/check.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { rulesDirOf } from './rules-dir.ts'
import { readHearing } from './rules-hearing.ts'

export type LintContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings' | 'clock'>

export interface LintWish {
  /** The folder that somebody named; the one of the settings where nobody did. */
  readonly folder: string | undefined
  /** One JSON object a line. */
  readonly json: boolean
}

/** What a linter says of a folder. */
interface Linted {
  readonly faults: readonly FileFault[]
  /** What was read, for showing where a fault is. */
  readonly sources: readonly YamlSource[]
  readonly ok: boolean
  /** How many of the things that were looked for are there. */
  readonly count: number
}

/** One kind of thing that lies in files. */
export interface LintedKind {
  readonly noun: 'rule' | 'code'
  /** Said when the command ends with faults. */
  readonly failure: string
  readonly lint: (
    dir: string,
    options: { readonly hearing: Hearing | null; readonly today: string },
  ) => Promise<Linted>
}

/**
 * Prints what is wrong in the files of a folder, and a summary.
 * @throws CliError when something is.
 */
export async function lintFiles(
  context: LintContext,
  { folder, json }: LintWish,
  { noun, failure, lint }: LintedKind,
): Promise<void> {
  const print = (line: string): unknown => context.stdout.write(`${line}\n`)
  const dir = await rulesDirOf(context, folder)
  const { hearing, missing } = await readHearing(context.settings())
  const today = new Date(context.clock.now()).toISOString().slice(0, 10)
  const { faults, sources, ok, count } = await lint(dir, { hearing, today })
  const errors = faults.filter(({ severity }) => severity === 'error').length
  const warnings = faults.length - errors
  if (json) {
    const wordsChecked = hearing !== null
    for (const fault of faults) print(JSON.stringify({ type: 'fault', ...fault }))
    print(JSON.stringify({ type: 'summary', [`${noun}s`]: count, errors, warnings, wordsChecked, ok }))
  } else {
    for (const fault of faults) print(`${showFault(fault, sources)}\n`)
    print(`${countOf(count, noun)}, ${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}`)
  }
  if (hearing === null) {
    context.stderr.write(`words were not checked: no model is installed (${missing.join(', ')})\n`)
  }
  if (!ok) throw new CliError(failure, { exitCode: EXIT.faults })
}
