import type { QualityItemFigures, QualityReport, QualityReportQuery } from '../../contracts/quality.ts'
import type { QualityStore, ScoreCountQuery } from '../../contracts/store.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'
import type { LocalDays } from '../../platform/local-days.ts'
import { boundsOf, daysOf, slicesOf, stepsOf, type Period } from './period.ts'
import { NO_SUMS, addResults, addSums, figuresOf, type Sums } from './sums.ts'

const MOST_ROWS = 500
const MOST_POINTS = 50_000

/**
 * So many days are read at a time, some milliseconds of work for 500 agents: sums by place, sums of each item by place
 * (some twenty times as many), and both where there is one row a day.
 */
const DAYS_AT_ONCE = { sums: 3, items: 1, oneRowEach: 31 }

export interface ReportOptions {
  readonly store: Pick<QualityStore, 'countCards' | 'countItems'>
  readonly days: LocalDays
  /** What people call a group of a query; its key where nothing is known. */
  readonly titleOf: (group: QualityReportQuery['group'], key: string) => string
  /** Ids of the items in force, in the order of the file. */
  readonly itemOrder: readonly string[]
  readonly repeatWithinDays: number
}

/** A row while it is added up: its sums by number of the step. */
type Steps = Map<number, Sums>

/**
 * Adds up a period from its days. They are read some at a time, and others run in between.
 * @throws AppError `REQUEST_INVALID` for a period that cannot be.
 */
export async function makeReport(query: QualityReportQuery, options: ReportOptions): Promise<QualityReport> {
  const { store, days, titleOf, itemOrder, repeatWithinDays } = options
  const { from: _from, to: _to, group, step, itemId, ...filter } = query
  const period = daysOf(query, days)
  const steps = stepsOf(period, step)
  const rows = await addUp(store, { ...filter, group, itemId }, steps)
  const withItem = itemId !== undefined
  const items = await addUpItems(store, filter, period)
  const sorted = [...rows]
    .map(([key, points]) => ({ key, points, all: sumOf(points) }))
    .toSorted((one, other) => other.all.calls - one.all.calls || (one.key < other.key ? -1 : 1))
  const shown = sorted.slice(0, Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_POINTS / steps.length))))
  return {
    ...{ group, step, repeatWithinDays, timeZone: days.timeZone, ...boundsOf(period, days) },
    all: figuresOf(
      sorted.reduce((sum, { all }) => addSums(sum, all), NO_SUMS),
      withItem,
    ),
    rows: shown.map(({ key, points, all }) => ({
      key,
      title: titleOf(group, key),
      all: figuresOf(all, withItem),
      points: pointsOf(points, steps).map(({ sums, bounds }) => ({
        at: bounds.from,
        until: bounds.to,
        ...figuresOf(sums, withItem),
      })),
    })),
    rowsLeftOut: sorted.length - shown.length,
    items: inOrder(items, itemOrder),
  }

  function pointsOf(points: Steps, all: readonly Period[]) {
    return all.flatMap((each, at) => {
      const sums = points.get(at)
      return sums === undefined ? [] : [{ sums, bounds: boundsOf(each, days) }]
    })
  }
}

async function addUp(
  store: ReportOptions['store'],
  query: Omit<ScoreCountQuery, 'fromDay' | 'toDay'>,
  steps: readonly Period[],
): Promise<ReadonlyMap<string, Steps>> {
  const rows = new Map<string, Steps>()
  const atOnce = query.agentId === undefined ? DAYS_AT_ONCE.sums : DAYS_AT_ONCE.oneRowEach
  for (const [at, step] of steps.entries()) {
    for (const slice of slicesOf(step, atOnce)) {
      for (const { key, ...sums } of await store.countCards({ ...query, ...slice })) {
        const row = rows.get(key) ?? new Map<number, Sums>()
        rows.set(key, row.set(at, addSums(row.get(at) ?? NO_SUMS, sums)))
      }
      await letOthersRun()
    }
  }
  return rows
}

async function addUpItems(
  store: ReportOptions['store'],
  filter: Omit<ScoreCountQuery, 'fromDay' | 'toDay' | 'group' | 'itemId'>,
  period: Period,
): Promise<readonly QualityItemFigures[]> {
  const items = new Map<string, QualityItemFigures>()
  const isOfAll = Object.values(filter).every((value) => value === undefined)
  const isOneRow = isOfAll || filter.agentId !== undefined
  const atOnce = isOneRow ? DAYS_AT_ONCE.oneRowEach : DAYS_AT_ONCE.items
  for (const slice of slicesOf(period, atOnce)) {
    for (const item of await store.countItems({ ...filter, ...slice })) {
      const known = items.get(item.itemId)
      items.set(item.itemId, known === undefined ? item : { ...item, ...addResults(known, item) })
    }
    await letOthersRun()
  }
  return [...items.values()]
}

function sumOf(points: Steps): Sums {
  return [...points.values()].reduce(addSums, NO_SUMS)
}

/** In the order of the file; those that it no longer has come last. */
function inOrder(
  items: readonly QualityItemFigures[],
  order: readonly string[],
): readonly QualityItemFigures[] {
  const placeOf = ({ itemId }: QualityItemFigures): number =>
    order.includes(itemId) ? order.indexOf(itemId) : order.length
  return items.toSorted((one, other) => placeOf(one) - placeOf(other))
}
