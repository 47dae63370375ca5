import { join, relative } from 'node:path'
import type { CodeDraft } from '../../../contracts/issue-desk.ts'
import type { RuleFault } from '../../../contracts/rule-fault.ts'
import { hasErrors, type FileFault } from '../../../platform/yaml/file-fault.ts'
import { loadCodeFrame } from '../code-frame-loader.ts'
import { buildFrame } from '../file/build-frame.ts'
import { readCodes } from '../file/read-codes.ts'
import { readCodeTests } from '../testing/load-code-tests.ts'
import { runExample } from '../testing/run-code-tests.ts'

/**
 * What would be wrong in the folder with the files of this draft in it: their form, how its codes fit the others, and
 * examples that they fail. Paths are within the folder. Nothing is written.
 */
export async function checkDraft(
  rulesDir: string,
  draft: Pick<CodeDraft, 'file' | 'text' | 'testFile' | 'testText'>,
): Promise<readonly RuleFault[]> {
  const folder = await loadCodeFrame(rulesDir)
  const read = readCodes(draft.file, draft.text, folder.lists)
  const tests = readCodeTests(draft.testFile, draft.testText)
  const faults: FileFault[] = [...read.faults, ...tests.faults]
  if (hasErrors(faults)) return faults
  const replaced = join(rulesDir, draft.file)
  const others = folder.documents.filter(({ source }) => source.file !== replaced)
  const { frame, faults: misfits } = buildFrame([...others, ...read.documents], folder.lists)
  const within = misfits.map((fault) =>
    fault.file === draft.file ? fault : { ...fault, file: relative(rulesDir, fault.file) },
  )
  if (hasErrors(within)) return within
  return tests.examples.flatMap((example) => {
    if (frame.get(example.code) !== undefined) return runExample(frame, example).failure ?? []
    const message = `there is no code "${example.code}", expected one of this draft`
    const place = example.source.placeOf(example.path.slice(0, 2))
    return [{ ...place, check: 'orphan-test', severity: 'error' as const, message }]
  })
}
