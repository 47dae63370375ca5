import { z } from 'zod'
import { SLOT_NAMES, isSpokenWord } from '../../../language/phrases/phrase.ts'
import { LIST_NAME } from '../forms/list-names.ts'

const MAX_ENTRIES = 500
const MAX_WORDS = 6

export interface ListFile {
  readonly list: string
  readonly words: readonly string[]
}

const entry = z
  .string()
  .check(({ value, issues }) => {
    const fault = entryFault(value)
    if (fault === null) return
    const { offset, message } = fault
    issues.push({ code: 'custom', input: value, message, params: { offset, check: 'phrase' } })
  })
  .meta({ description: 'One to six words as the recogniser writes them.' })

/** The form of a file in `lists/`: words that phrases name as `<list>`. */
export const listFileSchema: z.ZodType<ListFile> = z.strictObject({
  list: z
    .string()
    .max(64)
    .regex(LIST_NAME, 'expected lower-case words joined by hyphens, such as competitors')
    .refine(
      (name) => !SLOT_NAMES.some((slot) => slot === name),
      'is a name that phrases have a meaning for, expected another',
    ),
  words: z
    .array(entry)
    .min(1)
    .max(MAX_ENTRIES)
    .check(({ value, issues }) => {
      for (const [index, text] of value.entries()) {
        if (value.indexOf(text) === index) continue
        const message = `"${text}" stands in this list already, expected it once`
        issues.push({ code: 'custom', input: value, path: [index], message })
      }
    }),
})

function entryFault(text: string): { readonly offset: number; readonly message: string } | null {
  const words = [...text.matchAll(/\S+/g)]
  if (words.length === 0) return { offset: 0, message: 'the entry is empty, expected a word or more' }
  const odd = words.find(([word]) => !isSpokenWord(word))
  if (odd !== undefined) {
    const message = `"${odd[0]}" is not written as the recogniser writes, expected lower-case words without punctuation, numbers spelled out`
    return { offset: odd.index, message }
  }
  const spaced = words.map(([word]) => word).join(' ')
  if (spaced !== text) return { offset: 0, message: `"${text}" has other spaces, expected "${spaced}"` }
  if (words.length <= MAX_WORDS) return null
  return { offset: 0, message: `the entry has ${words.length} words, expected at most ${MAX_WORDS}` }
}
