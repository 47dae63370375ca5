import type { PhraseLists } from '../../../language/phrases/phrase.ts'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { readYaml } from '../../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import { codesFileSchema, type CodeForm } from './codes-schema.ts'

/** A code as its file has it, and where it stands there. */
export interface CodeDocument {
  readonly form: CodeForm
  readonly source: YamlSource
  /** Index in its file. */
  readonly index: number
}

export interface ReadCodes {
  readonly source: YamlSource
  /** None when the file has a fault. */
  readonly documents: readonly CodeDocument[]
  readonly faults: readonly FileFault[]
}

/** Reads one `.codes.yaml` file; how its codes fit those of others is for `buildFrame`. */
export function readCodes(file: string, text: string, lists: PhraseLists): ReadCodes {
  const { source, value, faults } = readYaml({ file, text, schema: codesFileSchema(lists) })
  const documents = (value?.codes ?? []).map((form, index) => ({ form, source, index }))
  return { source, documents, faults }
}

/** An error at a key of a code. */
export function codeFault(
  { source, index }: CodeDocument,
  { key, check, message }: { readonly key: string; readonly check: string; readonly message: string },
): FileFault {
  return { ...source.placeOf(['codes', index, key]), check, severity: 'error', message }
}
