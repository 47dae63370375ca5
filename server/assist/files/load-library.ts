import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { readLists } from '../../platform/yaml/word-lists.ts'
import { readText } from '../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { AssistLibrary } from '../assist-library.ts'
import { ChecklistSet } from '../checklists/checklist-set.ts'
import { ArticleIndex } from '../knowledge/article-index.ts'
import { NO_FILING } from '../wrap-up/filing.ts'
import { FilingFinder } from '../wrap-up/filing-finder.ts'
import { readArticle } from './article-file.ts'
import { readChecklist } from './checklist-file.ts'
import { readFiling } from './dispositions-file.ts'
import { listAssistFiles, type AssistFileKind } from './folder.ts'

export interface LoadedLibrary {
  /** Only when `ok` may it be put in force: files with an error are missing in it. */
  readonly library: AssistLibrary
  readonly sources: readonly YamlSource[]
  /** Paths begin with the folder that was given. */
  readonly faults: readonly FileFault[]
  readonly ok: boolean
}

/** Reads checklists, articles and dispositions of a rules folder. Never rejects: what is wrong is in `faults`. */
export async function loadLibrary(rulesDir: string): Promise<LoadedLibrary> {
  const files = await listAssistFiles(rulesDir)
  const { lists, ...named } = await readLists(files.of('list'))
  const faults: FileFault[] = [...files.faults, ...named.faults]
  const sources: YamlSource[] = [...named.sources]
  const readAll = async <
    T extends { readonly source: YamlSource | null; readonly faults: readonly FileFault[] },
  >(
    kind: AssistFileKind,
    read: (file: string, text: string) => T,
  ): Promise<readonly T[]> => {
    const all: T[] = []
    for (const file of files.of(kind)) {
      const text = await readText(file)
      if ('check' in text) {
        faults.push(text)
        continue
      }
      const each = read(file, text.text)
      faults.push(...each.faults)
      if (each.source !== null) sources.push(each.source)
      all.push(each)
    }
    return all
  }
  const checklists = await readAll('checklist', (file, text) => readChecklist(file, text, lists))
  const articles = await readAll('article', (file, text) => readArticle(file, text, lists))
  const filings = await readAll('dispositions', (file, text) => readFiling(file, text, lists))
  return {
    library: {
      checklists: new ChecklistSet(checklists.flatMap(({ checklist }) => checklist ?? [])),
      articles: new ArticleIndex(
        articles.flatMap(({ article }) => article ?? []),
        lists,
      ),
      filing: new FilingFinder(filings[0]?.filing ?? NO_FILING),
    },
    sources,
    faults: faults.toSorted(byPlace),
    ok: !hasErrors(faults),
  }
}
