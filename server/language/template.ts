/**
 * Texts with places to be filled: `{words}` is what was said, `{slot.amount|it}` what a phrase of the rule caught by
 * that name, `{call.queue}` an attribute of the call, `{article.title}` and `{article.line}` the title and the first
 * line of the article that the card names. What stands after a bar is taken where there is none.
 */

export interface Placeholder {
  readonly kind: 'words' | 'slot' | 'attribute' | 'article'
  /** Name of the slot or attribute, `title` or `line`; empty for `words`. */
  readonly name: string
  /** What is written where there is nothing to fill in. */
  readonly otherwise: string
}

export type TemplatePart = string | Placeholder

const PLACE = /\{([^{}]*)\}/g

/** Each kind of place; the first group is its name, the second what is written otherwise. */
const KINDS: readonly (readonly [kind: Placeholder['kind'], form: RegExp])[] = [
  ['words', /^words()(?:\|([^|]*))?$/],
  // Nobody is sure to have said it, and a number may be masked: what is written then must be decided.
  ['slot', /^slot\.([a-z][a-z0-9-]{0,63})\|([^|]*)$/],
  ['attribute', /^call\.([\w.-]{1,64})(?:\|([^|]*))?$/],
  ['article', /^article\.(title|line)(?:\|([^|]*))?$/],
]

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

/** The places of a template, in order. */
export function placesIn(text: string): readonly Placeholder[] {
  return templateParts(text).filter((part) => typeof part !== 'string')
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
  for (const [kind, form] of KINDS) {
    const found = form.exec(inner)
    if (found !== null) return { kind, name: found[1] ?? '', otherwise: found[2] ?? '' }
  }
  return null
}
