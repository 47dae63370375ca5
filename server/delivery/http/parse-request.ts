import type { z } from 'zod'
import { AppError } from '../../contracts/errors.ts'

export interface ParseRequest<S extends z.ZodType> {
  readonly schema: S
  readonly value: unknown
  /** Where the value stands, for the error. */
  readonly place: 'query' | 'path' | 'body'
}

/** The typed value. @throws AppError `REQUEST_INVALID` that names each field at fault, never its value. */
export function parseRequest<S extends z.ZodType>({ schema, value, place }: ParseRequest<S>): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${[place, ...issue.path].join('.')}: ${issue.message}`)
  throw new AppError('REQUEST_INVALID', issues.join('; '))
}
