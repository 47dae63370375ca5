import { expect, test } from 'vitest'
import { placeFrom, placeSearch } from '../../../agent-console/src/data/board-place.ts'
import { teamGroups, teamsLookedAt } from '../../../agent-console/src/data/team-choices.ts'

const team = (teamId: string, title: string) => ({ teamId, title, agents: 1 })
const SITES = [
  { siteId: 'b', title: 'Berlin', teams: [team('billing', 'Billing'), team('night', 'Night shift')] },
  { siteId: 'l', title: 'Leeds', teams: [] },
]
const EVERYWHERE = { site: null }

function labels(
  names: readonly string[],
  sites = SITES,
  place: { site: string | null } = EVERYWHERE,
): unknown {
  return teamGroups({ sites, names }, place).map((group) => [
    group.site,
    ...group.choices.map(({ label, where }) => `${label} = ${where.site ?? ''}/${where.team ?? '*'}`),
  ])
}

test('the board can be narrowed to each site and team of the floor, by title, and to what only calls name', () => {
  expect(labels(['', 'billing', 'sales'])).toEqual([
    ['Berlin', 'all of Berlin = b/*', 'Billing = /billing', 'Night shift = /night'],
    ['Leeds', 'all of Leeds = l/*'],
    [null, 'none = /', 'sales = /sales'],
  ])
})

test('without a floor there are the teams that calls name', () => {
  expect(labels(['north', 'south'], [])).toEqual([[null, 'north = /north', 'south = /south']])
  expect(labels([], [])).toEqual([])
})

test('a site that is no longer there can be seen to be looked at', () => {
  expect(labels(['billing'], SITES, { site: 'gone' })).toContainEqual([null, 'all of gone = gone/*'])
  expect(teamsLookedAt(SITES, { site: 'gone' })).toEqual(new Set())
  expect(teamsLookedAt(SITES, { site: 'b' })).toEqual(new Set(['billing', 'night']))
  expect(teamsLookedAt(SITES, EVERYWHERE)).toBeNull()
})

test('the address remembers the site', () => {
  const place = placeFrom('?site=b&view=map')
  expect(place).toMatchObject({ site: 'b', team: null, view: 'map' })
  expect(placeSearch(place, '')).toBe('?view=map&site=b')
})
