import uPlot from 'uplot'
import { type ChartMark, placeMarks } from '../../data/issue-series.ts'

/** The colours that the chart is drawn in, as the theme has them now. */
export type ChartInks = Readonly<Record<'seen' | 'expected' | 'grid' | 'label' | ChartMark['kind'], string>>

interface ChartOptions {
  readonly width: number
  readonly height: number
  readonly stepMs: number
  /** Asked at each drawing, as the theme may have changed. */
  readonly ink: (name: keyof ChartInks) => string
  readonly marks: () => readonly ChartMark[]
  readonly onHover: (column: number | null) => void
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
const HOUR = 3600
const DAY = 24 * HOUR
/** Height of the rows in which marks are named. */
const MARK_ROW = 16
const MARK_ROWS = 3
/** Room beside the plot, into which a name may reach. */
const RIGHT_ROOM = 20

export function chartOptions(options: ChartOptions): uPlot.Options {
  const { width, height, stepMs, ink, marks, onHover } = options
  const axis = { stroke: () => ink('label'), font: FONT, ticks: { show: false } }
  return {
    width,
    height,
    padding: [MARK_ROWS * MARK_ROW + 4, RIGHT_ROOM, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false }, points: { show: false } },
    scales: {
      // The last column is as wide as the others.
      x: { range: (_, min, max) => [min, max + stepMs / 1000] },
      y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        space: 64,
        incrs: [300, 600, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY],
        values: (_, ticks) => {
          const ofDays = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0) > 2 * DAY
          return ticks.map((at) => tickWords(at, ofDays))
        },
      },
      {
        ...axis,
        size: 36,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
        grid: { stroke: () => ink('grid'), width: 1 },
      },
    ],
    series: [
      {},
      {
        stroke: () => ink('seen'),
        fill: () => ink('seen'),
        width: 0,
        points: { show: false },
        ...pathsOf(uPlot.paths.bars?.({ align: 1, size: [0.82, 28], radius: 0.15 })),
      },
      {
        stroke: () => ink('expected'),
        width: 1.5,
        dash: [5, 4],
        points: { show: false },
        ...pathsOf(uPlot.paths.stepped?.({ align: 1 })),
      },
    ],
    hooks: {
      drawAxes: [(plot) => shadeSince(plot, { marks: marks(), ink })],
      draw: [(plot) => drawMarks(plot, { marks: marks(), ink })],
      setCursor: [({ cursor }) => onHover(cursor.idx ?? null)],
    },
  }
}

function pathsOf(paths: uPlot.Series.PathBuilder | undefined): Pick<uPlot.Series, 'paths'> {
  return paths === undefined ? {} : { paths }
}

/** Of several days the day is what matters at midnight. */
function tickWords(seconds: number, ofDays: boolean): string {
  const at = new Date(seconds * 1000)
  if (ofDays && at.getHours() === 0 && at.getMinutes() === 0)
    return at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
  return at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** The time from the onset until the fix, or until now, on a tinted ground. */
function shadeSince(
  plot: uPlot,
  { marks, ink }: { readonly marks: readonly ChartMark[]; readonly ink: ChartOptions['ink'] },
): void {
  const onset = marks.find(({ kind }) => kind === 'onset')
  if (onset === undefined) return
  const { ctx, bbox } = plot
  const end = marks.findLast(({ kind }) => kind === 'fixed')?.at
  const right = bbox.left + bbox.width
  const at = (ms: number): number => Math.min(right, Math.max(bbox.left, plot.valToPos(ms / 1000, 'x', true)))
  const from = at(onset.at)
  const until = end === undefined ? right : at(end)
  ctx.save()
  ctx.globalAlpha = 0.08
  ctx.fillStyle = ink('onset')
  ctx.fillRect(from, bbox.top, Math.max(0, until - from), bbox.height)
  ctx.restore()
}

/** A line through the plot for each mark, named above it. */
function drawMarks(
  plot: uPlot,
  { marks, ink }: { readonly marks: readonly ChartMark[]; readonly ink: ChartOptions['ink'] },
): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const right = bbox.left + bbox.width
  ctx.save()
  ctx.font = FONT.replace('12px', `600 ${12 * ratio}px`)
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  ctx.lineWidth = 1.5 * ratio
  const seen = marks.flatMap((mark) => {
    const x = Math.round(plot.valToPos(mark.at / 1000, 'x', true))
    const wide = ctx.measureText(shortened(mark.text)).width + 10 * ratio
    return x < bbox.left || x > right ? [] : [{ mark, x, wide }]
  })
  for (const { mark, x, left, row } of placeMarks(seen, {
    right: right + RIGHT_ROOM * ratio,
    rows: MARK_ROWS,
  })) {
    const y = bbox.top - (MARK_ROWS - row) * MARK_ROW * ratio + (MARK_ROW / 2 - 2) * ratio
    ctx.strokeStyle = ctx.fillStyle = ink(mark.kind)
    ctx.setLineDash(mark.kind === 'change' ? [3 * ratio, 3 * ratio] : [])
    ctx.beginPath()
    ctx.moveTo(x, y)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    ctx.fillText(shortened(mark.text), left + 5 * ratio, y)
  }
  ctx.restore()
}

function shortened(text: string): string {
  return text.length <= 28 ? text : `${text.slice(0, 27).trimEnd()}…`
}
