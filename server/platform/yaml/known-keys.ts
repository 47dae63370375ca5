import { z } from 'zod'
import type { Path } from './yaml-source.ts'

/** The keys that a schema allows at a path; none when there is no map. */
export function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  const found = path.reduce<unknown>((at, part) => child(unwrap(at), part), schema)
  const map = unwrap(found)
  return map instanceof z.ZodObject ? Object.keys(map.shape) : []
}

function child(schema: unknown, part: string | number): unknown {
  if (schema instanceof z.ZodArray) return schema.element
  if (!(schema instanceof z.ZodObject)) return undefined
  const shape: Readonly<Record<string, unknown>> = schema.shape
  return shape[part]
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema
}
