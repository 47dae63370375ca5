import { basename } from 'node:path'
import { plainWords } from '../../language/phrases/phrase.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'
import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { faultAtStart } from '../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { idOf, listAssistFiles } from '../files/folder.ts'
import { loadLibrary } from '../files/load-library.ts'

export interface AssistLintReport {
  readonly faults: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  readonly counts: { readonly checklists: number; readonly articles: number; readonly dispositions: number }
  /** No errors; warnings are allowed. */
  readonly ok: boolean
}

/**
 * Looks at checklists, articles and dispositions of a rules folder. `hears`: whether a recogniser can ever write a
 * word; null: no model is at hand, and words are not looked at.
 */
export async function lintAssist(
  rulesDir: string,
  hears: ((word: string) => boolean) | null,
): Promise<AssistLintReport> {
  const { library, sources, ...loaded } = await loadLibrary(rulesDir)
  const files = await listAssistFiles(rulesDir)
  const tested = new Set(files.of('checklist-test').map(idOf))
  const faults = [
    ...loaded.faults,
    ...files.of('checklist').flatMap((file) => (tested.has(idOf(file)) ? [] : [untested(file)])),
  ]
  const { checklists } = library.checklists
  for (const { id, applies, items } of hears === null ? [] : checklists) {
    const source = sources.find(({ file }) => basename(file) === `${id}.yaml`)
    const phrases = [...(applies.said?.phrases ?? []), ...items.flatMap(({ said }) => said.phrases)]
    if (source !== undefined && hears !== null) faults.push(...unknownWords(source, phrases, hears))
  }
  return {
    faults: faults.toSorted(byPlace),
    sources,
    counts: {
      checklists: checklists.length,
      articles: library.articles.articles.length,
      dispositions: library.filing.filing.choices.length,
    },
    ok: !hasErrors(faults),
  }
}

function untested(file: string): FileFault {
  const message = `nothing tests this checklist, expected ${idOf(file)}.test.yaml beside it`
  return faultAtStart(file, 'missing-test', message)
}

/** A word that no model writes can never tick anything. */
function unknownWords(
  source: YamlSource,
  phrases: readonly Phrase[],
  hears: (word: string) => boolean,
): readonly FileFault[] {
  const unknown = new Set(
    phrases.flatMap((phrase) => plainWords(phrase).flat()).filter((word) => !hears(word)),
  )
  return [...unknown].map((word) => {
    const line = Math.max(
      0,
      source.lines.findIndex((text) => new RegExp(`(^|[^a-z'])${word}($|[^a-z'])`).test(text)),
    )
    const column = (source.lines[line] ?? '').indexOf(word) + 1
    const message = `no installed model writes "${word}", expected words that it knows`
    return { file: source.file, line: line + 1, column, check: 'unknown-word', severity: 'warning', message }
  })
}
