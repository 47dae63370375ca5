/** Checks of decoded JSON at the edge: `unknown` in, a narrowed type out, without a cast. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList<T>(value: unknown, item: (entry: unknown) => entry is T): value is readonly T[] {
  return Array.isArray(value) && value.every(item)
}

export function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}

export function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number'
}

type Kind = 'string' | 'number' | 'boolean' | 'record' | 'list'

/** Whether a record has each named field with a value of that kind. */
export function hasFields(value: unknown, fields: Readonly<Record<string, Kind>>): value is JsonRecord {
  if (!isRecord(value)) return false
  return Object.entries(fields).every(([name, kind]) => isKind(value[name], kind))
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'record') return isRecord(value)
  if (kind === 'list') return Array.isArray(value)
  return typeof value === kind
}

/** Parses JSON; null when it is none. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return null
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    // Expected for damaged frames; the caller treats null as "not a message".
    return null
  }
}
