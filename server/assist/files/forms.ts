import { z } from 'zod'
import { parsePhrase, type PhraseLists } from '../../language/phrases/phrase.ts'
import { parseDuration } from '../../platform/duration.ts'

const MAX_PHRASES = 100

/** The form of an id, which is also the name of its file. */
export const id = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens, such as card-payment')

export const owner = z.string().min(1).max(64)

/** Phrases of which any one is enough. Words are heard redacted here, so digits never are. */
export function phrasesForm(lists: PhraseLists): z.ZodArray<z.ZodString> {
  const phrase = z.string().check(({ value, issues }) => {
    const parsed = parsePhrase(value, lists)
    const digits = value.indexOf('<digits>')
    if (parsed.ok && digits < 0) return
    const fault = parsed.ok
      ? { offset: digits, message: 'digits are masked before they come here, expected words around them' }
      : parsed.fault
    const params = { offset: fault.offset, check: 'phrase' }
    issues.push({ code: 'custom', input: value, message: fault.message, params })
  })
  return z.array(phrase).min(1).max(MAX_PHRASES)
}

/** A duration in call time, such as `45s`. */
export const withinForm = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'is not a duration, expected a form such as 45s')
