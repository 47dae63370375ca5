import { z } from 'zod'
import type { Path } from './yaml-source.ts'

/** The keys that a schema allows at a path, those of all forms of a union; none when there is no map. */
export function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  return keysOf(schemaAt(schema, path))
}

function keysOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.flatMap((form) => keysOf(unwrap(form))))]
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** The schema of what stands at a path; undefined where the path leads nowhere. A union is entered by its first form that goes on. */
export function schemaAt(schema: z.ZodType, path: Path): unknown {
  return unwrap(path.reduce<unknown>((at, part) => child(unwrap(at), part), schema))
}

function child(schema: unknown, part: string | number): unknown {
  if (schema instanceof z.ZodArray) return typeof part === 'number' ? schema.element : undefined
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((form) => child(unwrap(form), part)).find((found) => found !== undefined)
  }
  if (!(schema instanceof z.ZodObject) || typeof part === 'number') return undefined
  const shape: Readonly<Record<string, unknown>> = schema.shape
  return shape[part]
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodLazy ? unwrap(schema.unwrap()) : schema
}
