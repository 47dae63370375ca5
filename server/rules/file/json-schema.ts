import { z } from 'zod'
import { ruleFileSchema } from './schema.ts'

/** The rule file's form as JSON Schema (draft 2020-12), for completion and checks in editors. */
export function ruleJsonSchema(): object {
  return z.toJSONSchema(ruleFileSchema(new Map()), { io: 'input', reused: 'inline' })
}
