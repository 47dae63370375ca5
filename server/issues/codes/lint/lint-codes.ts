import { relative } from 'node:path'
import { byPlace, hasErrors, type FileFault } from '../../../platform/yaml/file-fault.ts'
import { silence } from '../../../platform/yaml/ignores.ts'
import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import { loadCodeFrame } from '../code-frame-loader.ts'
import { CODES_FOLDER, kindOf } from '../file/folder.ts'
import { loadCodeTests } from '../testing/load-code-tests.ts'
import { LINT_CHECKS } from './checks.ts'

export interface LintOptions {
  /** Whether a recogniser can ever write a word; null, the default: no model is at hand, and checks of words are left out. */
  readonly hears?: ((word: string) => boolean) | null
  /** `YYYY-MM-DD`, for ignores that end; null, the default: all are in force. */
  readonly today?: string | null
}

export interface LintReport {
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** How many codes could be read. */
  readonly codes: number
  /** No errors; warnings are allowed. */
  readonly ok: boolean
}

/** Looks at the codes and tests of a rules folder. */
export async function lintCodes(rulesDir: string, options: LintOptions = {}): Promise<LintReport> {
  const { frame, documents, lists, ...loaded } = await loadCodeFrame(rulesDir)
  const tests = await loadCodeTests(rulesDir)
  const ownLists = loaded.sources.filter(({ file }) => {
    const within = relative(rulesDir, file)
    return kindOf(within) === 'list' && within.startsWith(CODES_FOLDER)
  })
  const subject = {
    frame,
    documents,
    examples: tests.examples,
    lists,
    ownLists,
    hears: options.hears ?? null,
  }
  // A frame that lacks a file's codes would be told of what only that file has.
  const found = loaded.ok ? LINT_CHECKS.flatMap((check) => check.find(subject)) : []
  const sources = [...loaded.sources, ...tests.sources]
  const checks = LINT_CHECKS.map(({ id }) => id)
  const ownSources = sources.filter(({ file }) => relative(rulesDir, file).startsWith(CODES_FOLDER))
  const silenced = silence({ found, sources: ownSources, checks, today: options.today ?? null })
  const faults = [...loaded.faults, ...tests.faults, ...silenced.faults].toSorted(byPlace)
  return { faults, sources, codes: frame.codes.length, ok: !hasErrors(faults) }
}
