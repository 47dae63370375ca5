import uPlot from 'uplot'
import type { ChartLine } from '../data/chart-line.ts'

/** The colours that the chart is drawn in, as the theme has them now. */
export type ChartInk = ChartLine['ink'] | 'grid' | 'label'

interface TimeChartOptions {
  readonly width: number
  readonly height: number
  readonly lines: readonly Pick<ChartLine, 'ink' | 'shape'>[]
  /** Asked at each drawing, as the theme may have changed. */
  readonly ink: (name: ChartInk) => string
  /** Beginning of each step, as they are now. */
  readonly times: () => readonly number[]
  readonly unit: (value: number) => string
  /** What stands below a step that begins at this time. */
  readonly timeText: (ms: number) => string
  readonly onHover: (place: number | null) => void
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
/** Room for a name below the axis. */
const LABEL_SPACE = 64

/** Steps stand side by side at the same distance: a day of 23 hours is as wide as any other. */
export function timeChartOptions(options: TimeChartOptions): uPlot.Options {
  const { width, height, lines, ink, times, unit, timeText, onHover } = options
  const axis = { stroke: () => ink('label'), font: FONT, ticks: { show: false } }
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false }, points: { show: false } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        space: LABEL_SPACE,
        grid: { show: false },
        splits: ({ width: wide }) => named(times().length, wide),
        values: (_, splits) => splits.map((place) => timeText(times()[place] ?? 0)),
      },
      {
        ...axis,
        size: 52,
        space: 36,
        values: (_, splits) => splits.map((value) => (value === 0 ? '0' : unit(value))),
        grid: { stroke: () => ink('grid'), width: 1 },
      },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, ink))],
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? null)] },
  }
}

/** As many steps as there is room to name. */
function named(count: number, width: number): number[] {
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor((width - 64) / LABEL_SPACE))))
  return Array.from({ length: Math.ceil(count / every) }, (_, place) => place * every)
}

function seriesOf(
  { ink, shape }: Pick<ChartLine, 'ink' | 'shape'>,
  inkOf: TimeChartOptions['ink'],
): uPlot.Series {
  const stroke = (): string => inkOf(ink)
  if (shape !== 'bars') {
    const dash = shape === 'dashed' ? { dash: [5, 4] } : {}
    return { stroke, width: 2, spanGaps: false, points: { show: true, size: 5, fill: stroke }, ...dash }
  }
  const paths = uPlot.paths.bars?.({ size: [0.6, 36], radius: 0.12 })
  return {
    stroke,
    fill: stroke,
    width: 0,
    points: { show: false },
    ...(paths === undefined ? {} : { paths }),
  }
}
