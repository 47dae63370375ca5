import { basename } from 'node:path'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { TEST_SUFFIX, listFiles, readText } from '../file/folder.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { testFileSchema, type TestFile } from './test-schema.ts'

/** A test file that has the right form. */
export interface TestDocument {
  readonly source: YamlSource
  readonly file: TestFile
}

export interface LoadedTests {
  readonly documents: readonly TestDocument[]
  /** Every test file that could be read, faulty or not. */
  readonly sources: readonly YamlSource[]
  readonly faults: readonly FileFault[]
}

/** Reads all `*.test.yaml` files below a folder. Never rejects: what is wrong is in `faults`. */
export async function loadTests(dir: string): Promise<LoadedTests> {
  const { files } = await listFiles(dir)
  const documents: TestDocument[] = []
  const sources: YamlSource[] = []
  const faults: FileFault[] = []
  for (const path of files.filter((file) => file.endsWith(TEST_SUFFIX))) {
    const read = await readText(path)
    if ('check' in read) {
      faults.push(read)
      continue
    }
    const parsed = parseTest(path, read.text)
    sources.push(parsed.source)
    faults.push(...parsed.faults)
    if (parsed.document !== null) documents.push(parsed.document)
  }
  return { documents, sources, faults }
}

export interface ParsedTest {
  readonly source: YamlSource
  /** Null when there are faults. */
  readonly document: TestDocument | null
  readonly faults: readonly FileFault[]
}

/** Reads one test file; `file` is its name for faults and must end in the rule's id and `.test.yaml`. */
export function parseTest(file: string, text: string): ParsedTest {
  const { source, value, faults } = readYaml({ file, text, schema: testFileSchema })
  if (value === null) return { source, document: null, faults }
  const misnamed = fileName(file, source, value)
  return misnamed === null
    ? { source, document: { source, file: value }, faults: [] }
    : { source, document: null, faults: [misnamed] }
}

function fileName(path: string, source: YamlSource, { rule }: TestFile): FileFault | null {
  const expected = `${rule}${TEST_SUFFIX}`
  if (basename(path) === expected) return null
  const message = `the rule "${rule}" is not the name of the file, expected the file to be called ${expected}`
  return { ...source.placeOf(['rule']), check: 'file-name', severity: 'error', message }
}
