import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'

/** Capitals mean nothing in a tag, and a beginning ends between two of its parts: `en` is no beginning of `eng`. */
export function languageHolds({ language }: Measures, { languages }: StateOf<'language'>): boolean {
  if (language === null) return false
  const tag = language.toLowerCase()
  return languages.some((asked) => tag === asked.toLowerCase() || tag.startsWith(`${asked.toLowerCase()}-`))
}
