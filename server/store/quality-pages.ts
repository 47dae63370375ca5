import type { QualityFilter, QualityGroup } from '../contracts/quality.ts'
import type { ScoreCardPage, ScoreCountQuery } from '../contracts/store.ts'
import { EVERYWHERE } from './migrations/0015-quality.ts'
import { checkLimit } from './page.ts'
import { CARD_COLUMNS } from './quality-sql.ts'
import { whereAll, type Condition, type Selection } from './where.ts'

/** What tells the groups apart. */
const GROUP_KEYS: Readonly<Record<QualityGroup, string>> = {
  all: `'all'`,
  site: 'site',
  team: 'team',
  agent: 'agent_id',
  queue: 'queue',
}

const DAY_SUMS = `
  total(calls) AS calls, total(scored) AS scored, total(score_sum) AS score_sum, total(failed) AS failed,
  total(duration_sum) AS duration_sum, total(first) AS first, total(open) AS open, total(repeated) AS repeated,
  total(unknown) AS unknown`

/** One of the values of a JSON list. */
const LISTED = '(SELECT value FROM json_each(?))'

const ITEM_SUMS = 'total(met) AS met, total(missed) AS missed, total(not_applicable) AS not_applicable'

/**
 * The statement for a page of cards. The moments are read for those alone that are on the page.
 * @throws AppError `REQUEST_INVALID` when the limit is not 1 to 500.
 */
export function selectCards(page: ScoreCardPage): Selection {
  checkLimit(page.limit)
  const order = page.order === 'newest' ? newest(page) : lowest(page)
  const { where, values } = whereAll([
    ...order.conditions,
    ...placeConditions(page, order.ofOne ? 'place_id' : '+place_id'),
    ['+resolution = ?', page.resolution],
    ['failed = ?', page.failed === undefined ? undefined : Number(page.failed)],
    [hasResult(page.item?.result), page.item?.itemId],
  ])
  const cards = `SELECT * FROM quality_cards ${where} ORDER BY ${order.by} LIMIT ?`
  return {
    sql: `WITH cards AS MATERIALIZED (${cards}) ${CARD_COLUMNS} ORDER BY ${order.by}`,
    values: [...values, page.limit],
  }
}

interface Order {
  readonly by: string
  readonly conditions: readonly Condition[]
  /** One agent has few cards: the index of the place is the best one. Of all others it is the one of the order. */
  readonly ofOne: boolean
}

function newest({ from, to, after, agentId }: ScoreCardPage): Order {
  return {
    by: 'started_at DESC, call_id DESC',
    conditions: [
      ['started_at >= ?', from],
      ['started_at < ?', to],
      ['(started_at, call_id) < (?, ?)', after?.startedAt, after?.callId],
    ],
    ofOne: agentId !== undefined,
  }
}

function lowest({ from, to, fromDay, toDay, after, atMost, agentId }: ScoreCardPage): Order {
  const ofOne = agentId !== undefined
  // A plus sign keeps an index out of it.
  const [plus, otherPlus] = ofOne ? ['+', ''] : ['', '+']
  const next = '(score > ? OR (score = ? AND (started_at, call_id) < (?, ?)))'
  return {
    by: 'score, started_at DESC, call_id DESC',
    conditions: [
      [`${plus}day >= ?`, fromDay],
      [`${plus}day < ?`, toDay],
      [`${plus}score <= ?`, atMost],
      ['score IS NOT NULL'],
      [`${otherPlus}started_at >= ?`, from],
      [`${otherPlus}started_at < ?`, to],
      [next, after?.score ?? undefined, after?.score ?? undefined, after?.startedAt, after?.callId],
    ],
    ofOne,
  }
}

/** Results are kept by the number of their item: `[[3,"met"],[4,"missed"]]`. */
function hasResult(result = ''): string {
  return `instr(results, '[' || (SELECT item_no FROM quality_items WHERE item_id = ?) || ',"${result}"]') > 0`
}

/** The statement for the sums by group over some days. */
export function selectCounts(query: ScoreCountQuery): Selection {
  const { where, values } = whereAll([
    [`days.day IN ${LISTED}`, daysOf(query)],
    ...placeConditions(query, 'days.place_id'),
  ])
  const groups = `FROM quality_days AS days JOIN quality_places USING (place_id)`
  const key = `${GROUP_KEYS[query.group]} AS key`
  if (query.itemId === undefined) {
    return { sql: `SELECT ${key}, ${DAY_SUMS} ${groups} ${where} GROUP BY 1`, values }
  }
  const item = `
    LEFT JOIN quality_item_days AS items ON items.day = days.day AND items.place_id = days.place_id
      AND items.item_no = (SELECT item_no FROM quality_items WHERE item_id = ?)`
  return {
    sql: `SELECT ${key}, ${DAY_SUMS}, ${ITEM_SUMS} ${groups} ${item} ${where} GROUP BY 1`,
    values: [query.itemId, ...values],
  }
}

/** The statement for the sums by item over some days. */
export function selectItems(query: Omit<ScoreCountQuery, 'group' | 'itemId'>): Selection {
  const places = placeConditions(query, 'place_id')
  const { where, values } = whereAll([
    [`day IN ${LISTED}`, daysOf(query)],
    ...(places.length === 0 ? [['place_id = ?', EVERYWHERE] as const] : places),
  ])
  const sums = `SELECT item_no, ${ITEM_SUMS} FROM quality_item_days ${where} GROUP BY item_no`
  return { sql: `SELECT * FROM (${sums}) JOIN quality_items USING (item_no) ORDER BY item_no`, values }
}

/** Days are listed and not bounded, so that of each of them the places that are asked for are looked up. */
function daysOf({ fromDay, toDay }: Pick<ScoreCountQuery, 'fromDay' | 'toDay'>): string {
  return JSON.stringify(Array.from({ length: toDay - fromDay }, (_, at) => fromDay + at))
}

function placeConditions(filter: Omit<QualityFilter, 'from' | 'to'>, column: string): readonly Condition[] {
  const { site, team, agentId, queue, scope } = filter
  const { where, values } = whereAll([
    ['site = ?', site],
    ['team = ?', team],
    ['agent_id = ?', agentId],
    ['queue = ?', queue],
    [
      `(site IN ${LISTED} OR team IN ${LISTED})`,
      scope && JSON.stringify(scope.sites),
      scope && JSON.stringify(scope.teams),
    ],
  ])
  return where === '' ? [] : [[`${column} IN (SELECT place_id FROM quality_places ${where})`, ...values]]
}
