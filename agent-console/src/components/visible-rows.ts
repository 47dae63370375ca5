/** Rows beyond the visible ones, so that a quick scroll does not show blanks. */
const MARGIN = 8

interface Viewport {
  readonly scrollTop: number
  readonly height: number
  readonly rowHeight: number
}

/** Half-open range of the rows that need to be in the document, of `count` rows of one height. */
export function visibleRows(
  count: number,
  { scrollTop, height, rowHeight }: Viewport,
): { from: number; to: number } {
  const first = Math.floor(scrollTop / rowHeight) - MARGIN
  const last = Math.ceil((scrollTop + height) / rowHeight) + MARGIN
  const to = Math.max(0, Math.min(count, last))
  return { from: Math.max(0, Math.min(first, to)), to }
}
