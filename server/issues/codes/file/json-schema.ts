import { z } from 'zod'
import { codesFileSchema } from './codes-schema.ts'

/** The form of a file of codes as JSON Schema (draft 2020-12), for completion and checks in editors. */
export function codesJsonSchema(): object {
  return z.toJSONSchema(codesFileSchema(new Map()), { io: 'input', reused: 'inline' })
}
