import type { ChecklistItem, ChecklistState } from '../../contracts/assist.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import { hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import { readText } from '../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { AssistLibrary } from '../assist-library.ts'
import { CallAssist } from '../call-assist.ts'
import { idOf, listAssistFiles } from '../files/folder.ts'
import { loadLibrary } from '../files/load-library.ts'
import { checklistTestsSchema, queriesSchema, type ChecklistTest } from './test-forms.ts'

/** Makes of a call that is written as text what recognition would publish; faults count lines from 0 in the text. */
export type PlayCall = (
  text: string,
  attributes: Readonly<Record<string, string>>,
) => {
  readonly messages: readonly CallMessage[]
  readonly faults: readonly { readonly line: number; readonly message: string }[]
}

export interface AssistTestResult {
  /** The checklist, or `knowledge`. */
  readonly subject: string
  readonly name: string
  readonly passed: boolean
  /** Null when it passed. */
  readonly failure: FileFault | null
}

export interface AssistTestReport {
  readonly results: readonly AssistTestResult[]
  /** What kept files from being run. */
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** All passed, there was at least one, and no file had an error. */
  readonly ok: boolean
}

/** Articles that are suggested at once. */
const MOST_ARTICLES = 3

/** Plays the calls of checklist tests and asks the queries of the knowledge, with what runs live. */
export async function runAssistTests(rulesDir: string, play: PlayCall): Promise<AssistTestReport> {
  const loaded = await loadLibrary(rulesDir)
  const files = await listAssistFiles(rulesDir)
  const run: Run = { library: loaded.library, play, sources: [...loaded.sources], faults: [...loaded.faults] }
  const results: AssistTestResult[] = []
  for (const file of files.of('checklist-test')) results.push(...(await runChecklistFile(run, file)))
  for (const file of files.of('queries')) results.push(...(await runQueries(run, file)))
  const ok = results.length > 0 && results.every(({ passed }) => passed) && !hasErrors(run.faults)
  return { results, faults: run.faults, sources: run.sources, ok }
}

interface Run {
  readonly library: AssistLibrary
  readonly play: PlayCall
  readonly sources: YamlSource[]
  readonly faults: FileFault[]
}

async function runChecklistFile(run: Run, file: string): Promise<readonly AssistTestResult[]> {
  const text = await readText(file)
  if ('check' in text) {
    run.faults.push(text)
    return []
  }
  const { source, value, faults } = readYaml({ file, text: text.text, schema: checklistTestsSchema })
  run.sources.push(source)
  run.faults.push(...faults)
  if (value === null) return []
  const { checklist, tests } = value
  if (checklist !== idOf(file) || !run.library.checklists.checklists.some(({ id }) => id === checklist)) {
    const message = `there is no checklist "${checklist}" that could be read beside this file, expected ${idOf(file)}.yaml`
    run.faults.push({ ...source.placeOf(['checklist']), check: 'orphan-test', severity: 'error', message })
    return []
  }
  return tests.map((test, at) => {
    const message = failureOf(run, checklist, test)
    const place = source.placeOf(['tests', at, 'name'])
    const failure: FileFault | null =
      message === null ? null : { ...place, check: 'test', severity: 'error', message }
    return { subject: checklist, name: test.name, passed: failure === null, failure }
  })
}

function failureOf({ library, play }: Run, checklistId: string, test: ChecklistTest): string | null {
  const { messages, faults } = play(test.call, test.attributes)
  const [fault] = faults
  if (fault !== undefined) return `line ${fault.line + 1} of the call: ${fault.message}`
  const [start] = messages
  if (start?.type !== 'start') return 'the call has no beginning'
  const call = new CallAssist(start.call, library)
  for (const message of messages) call.take(message)
  const state = call.news()?.checklists.find((each) => each.checklistId === checklistId) ?? null
  return difference(state, test.expect)
}

function difference(state: ChecklistState | null, expect: ChecklistTest['expect']): string | null {
  if (state === null) return expect.applies ? 'the checklist did not apply, expected it to' : null
  if (!expect.applies) return `the checklist applied by "${state.because}", expected it not to`
  const ids = (has: (item: ChecklistItem) => boolean): readonly string[] =>
    state.items.filter(has).map(({ itemId }) => itemId)
  return (
    unlike(
      'done',
      ids(({ progress }) => progress === 'done'),
      expect.done ?? [],
    ) ??
    unlike(
      'missing',
      ids((item) => item.required && item.progress === 'open'),
      expect.missing ?? [],
    ) ??
    unlike(
      'late',
      ids(({ late }) => late),
      expect.late ?? [],
    )
  )
}

function unlike(what: string, found: readonly string[], expected: readonly string[]): string | null {
  const [one, other] = [found, expected].map((ids) => ids.toSorted().join(', ') || 'none')
  return one === other ? null : `${what}: ${one ?? ''}, expected ${other ?? ''}`
}

async function runQueries(run: Run, file: string): Promise<readonly AssistTestResult[]> {
  const text = await readText(file)
  if ('check' in text) {
    run.faults.push(text)
    return []
  }
  const { source, value, faults } = readYaml({ file, text: text.text, schema: queriesSchema })
  run.sources.push(source)
  run.faults.push(...faults)
  return (value?.queries ?? []).map(({ say, expect }, at) => {
    const found = run.library.articles
      .search([say], { limit: MOST_ARTICLES, asked: false })
      .map(({ articleId }) => articleId)
    const passed = expect === 'none' ? found.length === 0 : found.includes(expect)
    const message = `${found.length === 0 ? 'nothing' : found.join(', ')} was suggested, expected ${expect}`
    const place = source.placeOf(['queries', at, 'say'])
    const failure: FileFault = { ...place, check: 'test', severity: 'error', message }
    return { subject: 'knowledge', name: say, passed, failure: passed ? null : failure }
  })
}
