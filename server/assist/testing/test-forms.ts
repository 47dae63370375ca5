import { z } from 'zod'
import { id } from '../files/forms.ts'

const MAX_TESTS = 200

/** What a test says of the call at its end. */
const expectation = z
  .strictObject({
    applies: z.boolean(),
    /** Items that are ticked, in any order. */
    done: z.array(id).optional(),
    /** Required items that are not. */
    missing: z.array(id).optional(),
    /** Of those, the ones whose time has passed; none where the test does not say. */
    late: z.array(id).optional(),
  })
  .refine(
    ({ applies, done, missing }) => applies === (done !== undefined && missing !== undefined),
    'expected done and missing where the checklist applies, and neither where it does not',
  )

/** The form of a `.test.yaml` file beside a checklist. */
export const checklistTestsSchema = z.strictObject({
  checklist: id,
  tests: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(120),
        attributes: z.record(z.string(), z.string()).default({}),
        call: z.string(),
        expect: expectation,
      }),
    )
    .min(1)
    .max(MAX_TESTS),
})

export type ChecklistTest = z.infer<typeof checklistTestsSchema>['tests'][number]

/** The form of `queries.test.yaml`. */
export const queriesSchema = z.strictObject({
  queries: z
    .array(z.strictObject({ say: z.string().min(1).max(300), expect: id }))
    .min(1)
    .max(1000),
})
