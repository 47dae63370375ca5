import { readFileSync } from 'node:fs'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { normaliseError } from './normalise-error.ts'

export interface FileValue {
  /** As it would be written into the environment. */
  readonly value: string | readonly string[] | null
  /** `file:line:column`. */
  readonly place: string
}

export interface ConfigFile {
  readonly values: ReadonlyMap<string, FileValue>
  readonly faults: readonly string[]
}

/** Reads a YAML file of `key: value` lines, where a value is one word, number or list of such. */
export function readConfigFile(path: string): ConfigFile {
  const values = new Map<string, FileValue>()
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (thrown) {
    return { values, faults: [`the configuration file cannot be read: ${normaliseError(thrown).message}`] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const faults = document.errors.map(({ message, pos }) => `${placeOf(pos[0])}: ${message}`)
  const { contents } = document
  if (contents === null || faults.length > 0) return { values, faults }
  if (!isMap(contents)) return { values, faults: [`${placeOf(0)}: expected lines of "key: value"`] }

  for (const { key, value } of contents.items) {
    const place = placeOf(startOf(key))
    const raw = toRaw(value)
    if (!isScalar(key) || raw === undefined)
      faults.push(`${place}: expected a word, a number or a list of them`)
    else values.set(String(key.value), { value: raw, place })
  }
  return { values, faults }
}

function startOf(key: unknown): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0
}

function toRaw(node: unknown): string | readonly string[] | null | undefined {
  if (node === null) return null
  if (isScalar(node)) return toText(node.value)
  if (!isSeq(node)) return undefined
  const items = node.items.map((item) => (isScalar(item) ? toText(item.value) : undefined))
  return items.every((item) => typeof item === 'string') ? items : undefined
}

function toText(value: unknown): string | null | undefined {
  if (value === null) return null
  const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return simple ? String(value) : undefined
}
