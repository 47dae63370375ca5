import type { Word } from '../../contracts/transcript.ts'

/** Masks the numbers in words that were said one after another; as many words come back, with their times. */
export type MaskWords = (words: readonly Word[]) => readonly Word[]

/**
 * A state fit to be written down: whatever its form, numbers in its words are masked wherever they lie, texts
 * beside words are made from those, and other readings of the recogniser are left out.
 */
export function maskState(value: unknown, mask: MaskWords): unknown {
  if (Array.isArray(value)) return maskList(value, mask)
  if (typeof value !== 'object' || value === null) return value
  if (isWord(value)) return mask([value])[0]
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'alternatives')
    .map(([key, held]): [string, unknown] => [key, maskState(held, mask)])
  const masked: Record<string, unknown> = Object.fromEntries(entries)
  const { words, text } = masked
  if (typeof text !== 'string' || !isWords(words)) return masked
  return { ...masked, text: words.map((word) => word.text).join(' ') }
}

/** Words are masked together: only beside each other do they show that they are a number. */
function maskList(list: readonly unknown[], mask: MaskWords): readonly unknown[] {
  if (isWords(list)) return mask(list)
  const held = list.map((item) => (isHolder(item) ? item.word : null))
  const words = held.filter((word) => word !== null)
  if (words.length === 0 || words.length < list.length) return list.map((item) => maskState(item, mask))
  const masked = mask(words)
  return list.map((item, place) => (isHolder(item) ? { ...item, word: masked[place] } : item))
}

function isWords(value: unknown): value is readonly Word[] {
  return Array.isArray(value) && value.length > 0 && value.every(isWord)
}

function isHolder(value: unknown): value is { readonly word: Word } {
  return typeof value === 'object' && value !== null && 'word' in value && isWord(value.word)
}

function isWord(value: unknown): value is Word {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'startMs' in value &&
    'endMs' in value &&
    'stayedMs' in value
  )
}
