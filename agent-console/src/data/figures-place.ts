import type { FiguresStep } from '../../../server/contracts/figures.ts'

export const PERIODS = ['today', '7-days', '4-weeks', '12-weeks'] as const

export type Period = (typeof PERIODS)[number]

export const PERIOD_NAMES: Readonly<Record<Period, string>> = {
  today: 'Today',
  '7-days': '7 days',
  '4-weeks': '4 weeks',
  '12-weeks': '12 weeks',
}

const DAY_MS = 86_400_000

const STEPS: Readonly<Record<Period, { readonly days: number; readonly step: FiguresStep }>> = {
  today: { days: 0, step: 'day' },
  '7-days': { days: 6, step: 'day' },
  '4-weeks': { days: 27, step: 'day' },
  '12-weeks': { days: 77, step: 'week' },
}

/** What the page of figures looks at, as its address says. Empty texts of a place: calls of which nobody says it. */
export interface FiguresPlace {
  readonly period: Period
  readonly site: string | null
  readonly team: string | null
}

export function figuresPlaceFrom(search: string): FiguresPlace {
  const query = new URLSearchParams(search)
  const named = query.get('period')
  return {
    period: PERIODS.find((period) => period === named) ?? '7-days',
    site: query.get('site'),
    team: query.get('team'),
  }
}

export function figuresSearch({ period, site, team }: FiguresPlace): string {
  const query = new URLSearchParams({ period })
  if (site !== null) query.set('site', site)
  if (team !== null) query.set('team', team)
  return `?${query.toString()}`
}

/** What is asked of the server: whole days or weeks until now. */
export function figuresQuery({ period, site, team }: FiguresPlace, now: number): URLSearchParams {
  const { days, step } = STEPS[period]
  const to = Math.floor(now)
  const query = new URLSearchParams({ from: String(to - days * DAY_MS), to: String(to), step })
  if (site !== null) query.set('site', site)
  if (team !== null) query.set('team', team)
  return query
}
