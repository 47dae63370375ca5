import { hasErrors, type FileFault } from '../../../platform/yaml/file-fault.ts'
import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import type { CodeFrame } from '../code-frame.ts'
import { loadCodeFrame } from '../code-frame-loader.ts'
import type { CodeHit, FoundCodes } from '../find/code-finder.ts'
import { loadCodeTests, type Example } from './load-code-tests.ts'

/** One example, looked at. */
export interface ExampleResult {
  readonly code: string
  readonly text: string
  readonly finds: boolean
  readonly passed: boolean
  /** Null when it passed. */
  readonly failure: FileFault | null
}

export interface CodeTestReport {
  readonly results: readonly ExampleResult[]
  /** What kept files from being run. */
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** All examples passed, there was at least one, and no file had an error. */
  readonly ok: boolean
}

export interface RunCodeTestsOptions {
  readonly rulesDir: string
  /** Only the tests of this code and those below it. */
  readonly code?: string | undefined
}

/** Looks for codes in the examples of the test files, with the finder that runs live. */
export async function runCodeTests({ rulesDir, code }: RunCodeTestsOptions): Promise<CodeTestReport> {
  const loaded = await loadCodeFrame(rulesDir)
  const tests = await loadCodeTests(rulesDir)
  const faults = [...loaded.faults, ...tests.faults]
  const results = tests.examples
    .filter((example) => code === undefined || isBelow(example.code, code))
    // A test without its code is a fault of the lint; one whose file has a fault is among the faults here.
    .filter((example) => loaded.frame.get(example.code) !== undefined)
    .map((example) => runExample(loaded.frame, example))
  const ok = results.length > 0 && results.every(({ passed }) => passed) && !hasErrors(faults)
  return { results, faults, sources: [...loaded.sources, ...tests.sources], ok }
}

function isBelow(id: string, above: string): boolean {
  return id === above || id.startsWith(`${above}.`)
}

export function runExample(frame: CodeFrame, example: Example): ExampleResult {
  const { code, text, finds, source, path } = example
  const { found, hits } = search(frame, example)
  const passed = found.codes.includes(code) === finds
  const message = finds ? missing(code, found) : stray(code, hits)
  const failure: FileFault = { ...source.placeOf(path), check: 'test', severity: 'error', message }
  return { code, text, finds, passed, failure: passed ? null : failure }
}

/** What the frame finds in an example, after what was said before it. */
export function search(
  frame: CodeFrame,
  { text, channel, before }: Pick<Example, 'text' | 'channel' | 'before'>,
): { readonly found: FoundCodes; readonly hits: readonly CodeHit[] } {
  const finder = frame.finder()
  const about = before === null ? null : finder.find({ channel, step: null, about: null, text: before }).about
  const part = { channel, step: null, about, text }
  return { found: finder.find(part), hits: finder.hits(part) }
}

function missing(code: string, { codes }: FoundCodes): string {
  const instead = codes.length === 0 ? 'no code was found' : `found was ${codes.join(', ')}`
  return `${instead}, expected ${code}`
}

function stray(code: string, hits: readonly CodeHit[]): string {
  const hit = hits.find((each) => each.code === code)
  const by = hit === undefined ? '' : ` by "${hit.words}" (phrase "${hit.phrase}")`
  return `${code} was found${by}, expected it not to be`
}
