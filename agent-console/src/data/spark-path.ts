export interface SparkBox {
  readonly width: number
  readonly height: number
}

/** As far as the words of a call go in either direction; what goes further is drawn there. */
const SPAN = 0.7
/** A bound that keeps a line's stroke within its box. */
const EDGE = 1.5

/** Levels of -1 to 1 as an SVG path over the whole width, the happy ones on top; a single one is a flat line. */
export function sparkPath(levels: readonly number[], { width, height }: SparkBox): string {
  const points = levels.length === 1 ? [...levels, ...levels] : levels
  const step = width / Math.max(1, points.length - 1)
  return points
    .map((level, index) => {
      const y = EDGE + ((1 - clamped(level)) / 2) * (height - 2 * EDGE)
      return `${index === 0 ? 'M' : 'L'}${short(index * step)} ${short(y)}`
    })
    .join('')
}

function clamped(level: number): number {
  return Math.min(1, Math.max(-1, level / SPAN))
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10)
}
