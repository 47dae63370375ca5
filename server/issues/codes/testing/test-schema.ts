import { z } from 'zod'
import { CHANNELS, type Channel } from '../../../contracts/contact.ts'
import { CODE_ID, CODE_ID_FORM } from '../file/code-id.ts'

const MAX_TEXT = 2000
const MAX_EXAMPLES = 100

/** What a customer says or writes, as an example in a test file has it. */
export interface ExampleForm {
  readonly text: string
  /** By what it was heard; `call` where the file does not say. */
  readonly channel?: Channel | undefined
  /** An earlier part of the same contact. */
  readonly before?: string | undefined
  /** Other codes that the same words are about. */
  readonly also?: readonly string[] | undefined
}

export interface CodeTests {
  readonly code: string
  readonly finds: readonly (string | ExampleForm)[]
  readonly quiet: readonly (string | ExampleForm)[]
}

export interface TestFile {
  readonly tests: readonly CodeTests[]
}

const id = z.string().regex(CODE_ID, CODE_ID_FORM)
const text = z.string().min(1).max(MAX_TEXT)

const example = z.union([
  text,
  z.strictObject({
    text,
    channel: z.enum(CHANNELS).optional(),
    before: text.optional(),
    also: z.array(id).min(1).optional(),
  }),
])

/** The form of a `.test.yaml` file beside codes. */
export const testFileSchema: z.ZodType<TestFile> = z.strictObject({
  tests: z
    .array(
      z.strictObject({
        code: id,
        finds: z.array(example).min(1).max(MAX_EXAMPLES),
        quiet: z.array(example).min(1).max(MAX_EXAMPLES),
      }),
    )
    .min(1),
})
