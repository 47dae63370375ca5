import { z } from 'zod'
import { parseDuration } from '../../platform/duration.ts'
import { parseCallScript } from './call-script.ts'
import { parseCallTime } from './call-time.ts'
import { momentOf } from './local-time.ts'

const MAX_ATTRIBUTES = 64
const MAX_CONTACTS = 50

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
    /** It came, and was withdrawn when the words were final. */
    state: z.literal('retracted').optional(),
    /** The words that it came of. */
    words: z.string().min(1).optional(),
    /** Values that its phrases caught, by name; others may be caught as well. */
    slots: z.record(z.string().min(1), z.string().min(1)).optional(),
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

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'is not a duration, expected a form such as 2d or 5h')

const ruleTest = z.strictObject({
  name: z.string().min(1).max(120),
  /** When the call starts, on the clocks of the rule's calendar, or with an offset of its own. */
  starts: z
    .string()
    .refine(
      (text) => momentOf(text, 'UTC') !== null,
      'is not a date and time, expected a form such as "2026-03-02T09:00"',
    )
    .optional(),
  /** BCP 47. */
  language: z.string().min(2).max(35).optional(),
  attributes: z
    .record(z.string().min(1).max(128), z.string().max(1024))
    .refine(
      (values) => Object.keys(values).length <= MAX_ATTRIBUTES,
      `expected at most ${MAX_ATTRIBUTES} attributes`,
    )
    .optional(),
  /** How long before this call the customer called. */
  'earlier-contacts': z.array(duration).max(MAX_CONTACTS).optional(),
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
export type Expectation = z.infer<typeof expectation>
