/** So many UTF-16 units of one part of a contact are kept: as much as feedback may have. */
const MAX_UNITS = 20_000

/** Texts until there are enough of them; no character is cut in two. */
export function cutTexts(texts: readonly string[]): readonly string[] {
  let left = MAX_UNITS
  const kept: string[] = []
  for (const text of texts) {
    if (left <= 0) break
    const cut = text.length <= left ? text : text.slice(0, left).replace(/[\uD800-\uDBFF]$/, '')
    kept.push(cut)
    left -= text.length
  }
  return kept
}
