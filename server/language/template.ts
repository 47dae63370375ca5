/**
 * Texts with places to be filled: `{words}` is what was said, `{call.queue}` an attribute of the call, and what stands
 * after a bar is taken where there is none: `{call.queue|your queue}`.
 */

export interface Placeholder {
  readonly kind: 'words' | 'attribute'
  /** Name of the attribute; empty for `words`. */
  readonly name: string
  /** What is written where there is nothing to fill in. */
  readonly otherwise: string
}

export type TemplatePart = string | Placeholder

const PLACE = /\{([^{}]*)\}/g
const WORDS = /^words(?:\|([^|]*))?$/
const ATTRIBUTE = /^call\.([\w.-]{1,64})(?:\|([^|]*))?$/

/** The texts and places of a template, in order. A brace that opens no known place stands for itself. */
export function templateParts(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let from = 0
  for (const match of text.matchAll(PLACE)) {
    const place = placeholderOf(match[1] ?? '')
    if (place === null) continue
    if (match.index > from) parts.push(text.slice(from, match.index))
    parts.push(place)
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

/** What is between braces and is no place to fill, in order; also a brace without its other half. */
export function unknownPlaces(text: string): readonly string[] {
  const unknown = [...text.matchAll(PLACE)].flatMap((match) =>
    placeholderOf(match[1] ?? '') === null ? [match[0]] : [],
  )
  const loose = /[{}]/.exec(text.replaceAll(PLACE, ''))
  return loose === null ? unknown : [...unknown, loose[0]]
}

function placeholderOf(inner: string): Placeholder | null {
  const words = WORDS.exec(inner)
  if (words !== null) return { kind: 'words', name: '', otherwise: words[1] ?? '' }
  const attribute = ATTRIBUTE.exec(inner)
  if (attribute === null) return null
  return { kind: 'attribute', name: attribute[1] ?? '', otherwise: attribute[2] ?? '' }
}
