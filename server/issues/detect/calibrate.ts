import { CLASSES } from './cusum-bank.ts'
import { type SeriesWatch } from './series-watch.ts'
import { TICKS_PER_DAY } from './tick.ts'

/** History that a calibration needs; before, the thresholds come from theory. */
const LEAST_DAYS = 7
/** No threshold is lower than this: about one in a hundred and fifty for a single look. */
const LOWEST = 5

/**
 * Sets the thresholds of a watch so that all its series together raise `perDay` false alarms a day. Each size class
 * has a share of the budget by how many series are in it, so that no code is more likely to cry wolf than another.
 * Without enough history a threshold is that of theory, ln(series x ticks a day / budget).
 */
export function calibrate(watch: SeriesWatch, perDay: number, perHour: (series: number) => number): void {
  const sizes = watch.classSizes(perHour)
  const series = Math.max(1, watch.baseline.series)
  const theory = Math.log((series * TICKS_PER_DAY) / perDay)
  for (let sizeClass = 0; sizeClass < CLASSES; sizeClass += 1) {
    const budget = (perDay * Math.max(1, sizes[sizeClass] ?? 0)) / series
    const measured = watch.history.days < LEAST_DAYS ? null : watch.history.threshold(sizeClass, budget)
    watch.bank.setThreshold(sizeClass, Math.max(LOWEST, measured ?? theory))
  }
}
