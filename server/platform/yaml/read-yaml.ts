import type { z } from 'zod'
import { MAX_DEPTH, tooDeep } from './depth.ts'
import { describeIssues } from './describe-issues.ts'
import type { FileFault } from './file-fault.ts'
import { YamlSource } from './yaml-source.ts'

export interface ReadYamlOptions<T> {
  /** The name that faults show. */
  readonly file: string
  readonly text: string
  readonly schema: z.ZodType<T>
}

export interface YamlResult<T> {
  readonly source: YamlSource
  /** Null when there are faults. */
  readonly value: T | null
  readonly faults: readonly FileFault[]
}

/** Reads a YAML text that must have a schema's form; every fault is located. */
export function readYaml<T>(options: ReadYamlOptions<T>): YamlResult<T> {
  const { file, text, schema } = options
  const source = new YamlSource(file, text)
  if (source.syntaxErrors.length > 0) {
    const faults = source.syntaxErrors.map(({ place, message }) => ({
      ...place,
      check: 'yaml',
      severity: 'error' as const,
      message: `${message.charAt(0).toLowerCase()}${message.slice(1)}, expected well-formed YAML`,
    }))
    return { source, value: null, faults }
  }
  const deep = tooDeep(source.value)
  if (deep !== null) {
    const message = `values lie more than ${MAX_DEPTH} deep within each other, expected fewer`
    const fault: FileFault = { ...source.placeOf(deep), check: 'yaml', severity: 'error', message }
    return { source, value: null, faults: [fault] }
  }
  const parsed = schema.safeParse(source.value)
  if (parsed.success) return { source, value: parsed.data, faults: [] }
  const faults = describeIssues({ source, schema, issues: parsed.error.issues })
  return { source, value: null, faults }
}
