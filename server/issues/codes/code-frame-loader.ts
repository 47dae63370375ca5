import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { readText } from '../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { PhraseLists } from '../../language/phrases/phrase.ts'
import type { CodeFrame } from './code-frame.ts'
import { buildFrame } from './file/build-frame.ts'
import { listFrameFiles } from './file/folder.ts'
import { readCodes, type CodeDocument } from './file/read-codes.ts'
import { readLists } from '../../platform/yaml/word-lists.ts'

/** What a rules folder holds of a code frame. */
export interface LoadedFrame {
  /** Only when `ok` may it be put in force: files with an error are missing in it. */
  readonly frame: CodeFrame
  readonly documents: readonly CodeDocument[]
  readonly lists: PhraseLists
  /** Every file of codes and lists that could be read, faulty or not. */
  readonly sources: readonly YamlSource[]
  /** Paths begin with the folder that was given. */
  readonly faults: readonly FileFault[]
  readonly ok: boolean
}

/** Reads `codes/` below a rules folder and the lists that its phrases name. Never rejects: what is wrong is in `faults`. */
export async function loadCodeFrame(rulesDir: string): Promise<LoadedFrame> {
  const files = await listFrameFiles(rulesDir)
  const { lists, ...read } = await readLists(files.of('list'))
  const sources = [...read.sources]
  const faults = [...files.faults, ...read.faults]
  const documents: CodeDocument[] = []
  for (const file of files.of('codes')) {
    const text = await readText(file)
    if ('check' in text) {
      faults.push(text)
      continue
    }
    const codes = readCodes(file, text.text, lists)
    sources.push(codes.source)
    faults.push(...codes.faults)
    documents.push(...codes.documents)
  }
  const built = buildFrame(documents, lists)
  // Codes of a faulty file are missing, so what depends on them would be told wrongly.
  const isWhole = !hasErrors(faults)
  faults.push(...built.faults.filter(({ check }) => isWhole || check === 'duplicate-id'))
  return {
    frame: built.frame,
    documents,
    lists,
    sources,
    faults: faults.toSorted(byPlace),
    ok: !hasErrors(faults),
  }
}
