/** One line, or one row of bars, of a chart over time. */
export interface ChartLine {
  readonly name: string
  readonly ink: 'first' | 'second' | 'third'
  readonly shape: 'bars' | 'line' | 'dashed'
  /** By time; null: not known then. */
  readonly values: readonly (number | null)[]
}

export interface ChartData {
  /** Beginning of each step, in milliseconds since the epoch. */
  readonly times: readonly number[]
  readonly lines: readonly ChartLine[]
}

/** The chart in words, for who cannot see it: each line's first, highest and last value. */
export function chartSentence({ times, lines }: ChartData, unit: (value: number) => string): string {
  if (times.length === 0) return 'Nothing to show.'
  return lines
    .map(({ name, values }) => {
      const known = values.filter((value) => value !== null)
      const [first] = known
      const last = known.at(-1)
      if (first === undefined || last === undefined) return `${name}: not known.`
      return `${name}: from ${unit(first)} to ${unit(last)}, at most ${unit(Math.max(...known))}.`
    })
    .join(' ')
}
