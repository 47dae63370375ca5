type Paint = (text: string) => string

/** How the parts of a terminal line look. */
export interface Style {
  readonly agent: Paint
  readonly customer: Paint
  readonly loud: Paint
  readonly faint: Paint
}

/** ECMA-48 "select graphic rendition". */
const paint =
  (on: number, off: number): Paint =>
  (text) =>
    `\u001b[${on}m${text}\u001b[${off}m`

const plain: Paint = (text) => text

export function createStyle(colour: boolean): Style {
  if (!colour) return { agent: plain, customer: plain, loud: plain, faint: plain }
  return { agent: paint(36, 39), customer: paint(35, 39), loud: paint(1, 22), faint: paint(2, 22) }
}
