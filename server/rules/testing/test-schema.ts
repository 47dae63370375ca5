import { z } from 'zod'
import { parseDuration } from '../../platform/duration.ts'
import { parseCallScript } from './call-script.ts'
import { parseCallTime } from './call-time.ts'

const at = z
  .string()
  .refine(
    (text) => parseCallTime(text) !== null,
    'is not a time in the call, expected a form such as "00:35" or "00:35.5"',
  )

const expectation = z
  .strictObject({
    at,
    prompt: z.string().min(1).optional(),
    alert: z.string().min(1).optional(),
  })
  .refine(
    ({ prompt, alert }) => (prompt === undefined) !== (alert === undefined),
    'expected exactly one of prompt, alert',
  )

const call = z.string().check((context) => {
  for (const { message, line, column } of parseCallScript(context.value).faults) {
    const params = { line, column, check: 'call-script' }
    context.issues.push({ code: 'custom', input: context.value, message, params })
  }
})

const ruleTest = z.strictObject({
  name: z.string().min(1).max(120),
  call,
  /** `[]` says that the rule must stay quiet. */
  expect: z.array(expectation),
})

/** The form of a `.test.yaml` file. */
export const testFileSchema = z.strictObject({
  rule: z.string().min(1),
  /** How far an outcome may be from its `at`. */
  tolerance: z
    .string()
    .refine((text) => parseDuration(text) !== null, 'is not a duration, expected a form such as 500ms')
    .optional(),
  tests: z.array(ruleTest).min(1),
})

export type TestFile = z.infer<typeof testFileSchema>
export type RuleTest = z.infer<typeof ruleTest>
