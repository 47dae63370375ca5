import type {
  ContactResolution,
  QualityGroup,
  QualityStep,
  ScoreCardOrder,
  ScoreResult,
} from '../../../server/contracts/quality.ts'

const DAY_MS = 86_400_000

/** Lengths of time that can be looked at, in days, and the step that fits each. */
export const PERIODS: readonly {
  readonly days: number
  readonly name: string
  readonly step: QualityStep
}[] = [
  { days: 7, name: '7 days', step: 'day' },
  { days: 28, name: '4 weeks', step: 'day' },
  { days: 84, name: '12 weeks', step: 'week' },
  { days: 364, name: 'Year', step: 'month' },
]

const USUAL_DAYS = 28

/** Whose calls: by place, each in its own right; an empty text stands for calls of which nobody says it. */
export const PLACE_FILTERS = ['site', 'team', 'agent', 'queue'] as const

export type PlaceFilter = (typeof PLACE_FILTERS)[number]

export type PlaceFilters = Readonly<Partial<Record<PlaceFilter, string>>>

/** Which calls are listed. `from` and `to` narrow the period to one step of it. */
export interface ListedCalls {
  readonly order: ScoreCardOrder
  readonly from?: number
  readonly to?: number
  readonly item?: string
  readonly result?: ScoreResult
  readonly resolution?: ContactResolution
  readonly failed?: true
}

/** Where on the page `/quality` somebody is, as its address says after `#`: enough to show somebody else the same. */
export interface QualityPlace {
  readonly days: number
  readonly group: QualityGroup
  readonly filters: PlaceFilters
  /** The item whose trend is drawn; null: that of the score. */
  readonly trendOf: string | null
  /** Null: figures alone. */
  readonly calls: ListedCalls | null
  /** The call whose card is open. */
  readonly callId: string | null
}

const GROUPS: ReadonlySet<string> = new Set<QualityGroup>(['all', 'site', 'team', 'agent', 'queue'])
const RESULTS: ReadonlySet<string> = new Set<ScoreResult>(['met', 'missed', 'not-applicable'])
const RESOLUTIONS: ReadonlySet<string> = new Set<ContactResolution>(['first', 'open', 'repeated', 'unknown'])

/** What makes up the next level of each group. */
const BELOW: Readonly<Record<QualityGroup, QualityGroup>> = {
  all: 'team',
  site: 'team',
  team: 'agent',
  queue: 'agent',
  agent: 'all',
}

export const START: QualityPlace = {
  days: USUAL_DAYS,
  group: 'team',
  filters: {},
  trendOf: null,
  calls: null,
  callId: null,
}

export function qualityPlaceFrom(hash: string): QualityPlace {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const days = Number(query.get('days') ?? USUAL_DAYS)
  const group = query.get('group') ?? START.group
  const filters = Object.fromEntries(
    PLACE_FILTERS.flatMap((name) => {
      const value = query.get(name)
      return value === null ? [] : [[name, value] as const]
    }),
  )
  return {
    days: PERIODS.some((period) => period.days === days) ? days : USUAL_DAYS,
    group: isGroup(group) ? group : START.group,
    filters,
    trendOf: query.get('trend'),
    calls: query.has('calls') ? callsFrom(query) : null,
    callId: query.get('call'),
  }
}

function callsFrom(query: URLSearchParams): ListedCalls {
  const [result, resolution, item] = [query.get('result'), query.get('resolution'), query.get('item')]
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
  return {
    order: query.get('calls') === 'lowest' ? 'lowest' : 'newest',
    ...(from > 0 && to > from ? { from, to } : {}),
    ...(item === null ? {} : { item, result: result !== null && isResult(result) ? result : 'missed' }),
    ...(resolution !== null && isResolution(resolution) ? { resolution } : {}),
    ...(query.get('failed') === 'true' ? { failed: true } : {}),
  }
}

export function qualityAddress(place: QualityPlace): string {
  const { days, group, filters, trendOf, calls, callId } = place
  const query = new URLSearchParams({ days: String(days), group, ...filters })
  if (trendOf !== null) query.set('trend', trendOf)
  if (calls !== null) {
    query.set('calls', calls.order)
    const { order: _, ...others } = calls
    for (const [name, value] of Object.entries(others)) query.set(name, String(value))
  }
  if (callId !== null) query.set('call', callId)
  return `#${query.toString()}`
}

/** What one row of a group is made of: a site's teams, a team's agents, an agent's calls. */
export function intoRow(place: QualityPlace, key: string): QualityPlace {
  const { group } = place
  if (group === 'all') return { ...place, group: BELOW.all }
  const filters = { ...place.filters, [group]: key }
  const calls: ListedCalls | null = group === 'agent' ? { order: 'lowest' } : place.calls
  return { ...place, group: BELOW[group], filters, calls, callId: null }
}

/** The same place with the calls behind one figure of a row listed. */
export function withCalls(place: QualityPlace, key: string | null, calls: ListedCalls): QualityPlace {
  const { group } = place
  const filters = key === null || group === 'all' ? place.filters : { ...place.filters, [group]: key }
  return { ...place, filters, calls, callId: null }
}

export function withoutFilter(place: QualityPlace, name: PlaceFilter): QualityPlace {
  const { [name]: _, ...filters } = place.filters
  return { ...place, filters, callId: null }
}

export function stepOf(place: QualityPlace): QualityStep {
  return PERIODS.find(({ days }) => days === place.days)?.step ?? 'day'
}

/** The query of `/v1/quality/report` for what is looked at, as of now. */
export function reportQuery(place: QualityPlace, now: number): URLSearchParams {
  const query = new URLSearchParams({ ...periodOf(place, now), ...place.filters })
  query.set('group', place.group)
  query.set('step', stepOf(place))
  if (place.trendOf !== null) query.set('item', place.trendOf)
  return query
}

/** The query of `/v1/quality/cards` for the calls that are listed. */
export function cardsQuery(place: QualityPlace, calls: ListedCalls, now: number): URLSearchParams {
  const { order, from, to, ...others } = calls
  const period = from === undefined || to === undefined ? periodOf(place, now) : { from, to }
  const query = new URLSearchParams({ ...place.filters, order })
  for (const [name, value] of Object.entries({ ...period, ...others })) query.set(name, String(value))
  return query
}

function periodOf(place: QualityPlace, now: number): { readonly from: string; readonly to: string } {
  return { from: String(Math.floor(now - place.days * DAY_MS)), to: String(Math.ceil(now)) }
}

function isGroup(text: string): text is QualityGroup {
  return GROUPS.has(text)
}

function isResult(text: string): text is ScoreResult {
  return RESULTS.has(text)
}

function isResolution(text: string): text is ContactResolution {
  return RESOLUTIONS.has(text)
}
