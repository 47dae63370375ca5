interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
}

/** Tiles of one row differ by less than this in pixels. */
const SAME_ROW_PX = 6

/** The tile that a key leads to from another; null: the key is none for moving, or there is none further on. */
export function stepInTiles(
  boxes: readonly Box[],
  { at, key }: { readonly at: number; readonly key: string },
): number | null {
  const here = boxes[at]
  if (here === undefined) return null
  switch (key) {
    case 'ArrowRight':
      return at + 1 < boxes.length ? at + 1 : null
    case 'ArrowLeft':
      return at > 0 ? at - 1 : null
    case 'Home':
      return 0
    case 'End':
      return boxes.length - 1
    case 'ArrowDown':
      return nearest(boxes, here, (box) => box.top > here.top + SAME_ROW_PX, 1)
    case 'ArrowUp':
      return nearest(boxes, here, (box) => box.top < here.top - SAME_ROW_PX, -1)
    default:
      return null
  }
}

/** In the next row of that direction, the one that is nearest sideways. */
function nearest(
  boxes: readonly Box[],
  here: Box,
  isBeyond: (box: Box) => boolean,
  direction: 1 | -1,
): number | null {
  const beyond = boxes.map((box, index) => ({ box, index })).filter(({ box }) => isBeyond(box))
  const tops = beyond.map(({ box }) => box.top)
  const row = direction === 1 ? Math.min(...tops) : Math.max(...tops)
  const centre = here.left + here.width / 2
  let best: { readonly index: number; readonly away: number } | null = null
  for (const { box, index } of beyond) {
    if (Math.abs(box.top - row) > SAME_ROW_PX) continue
    const away = Math.abs(box.left + box.width / 2 - centre)
    if (best === null || away < best.away) best = { index, away }
  }
  return best?.index ?? null
}
