import { basename } from 'node:path'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { TEST_SUFFIX, listFiles, readText } from '../file/load.ts'
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
    const { source, value, faults: found } = readYaml({ file: path, text: read.text, schema: testFileSchema })
    sources.push(source)
    faults.push(...found)
    if (value === null) continue
    const misnamed = fileName(path, source, value)
    if (misnamed === null) documents.push({ source, file: value })
    else faults.push(misnamed)
  }
  return { documents, sources, faults }
}

function fileName(path: string, source: YamlSource, { rule }: TestFile): FileFault | null {
  const expected = `${rule}${TEST_SUFFIX}`
  if (basename(path) === expected) return null
  const message = `the rule "${rule}" is not the name of the file, expected the file to be called ${expected}`
  return { ...source.placeOf(['rule']), check: 'file-name', severity: 'error', message }
}
