import type { AccessScope } from '../../../server/contracts/access.ts'
import type { FloorSite } from '../../../server/contracts/floor.ts'

/** More than this in a row is only counted. */
const MOST_NAMED = 3

/** Whom somebody answers for, such as "Team Billing" or "Sites Berlin, Leeds"; ids where the floor knows no titles. */
export function scopeWords({ teams, sites }: AccessScope, floor: readonly FloorSite[]): string {
  const siteTitles = new Map(floor.map(({ siteId, title }) => [siteId, title]))
  const teamTitles = new Map(floor.flatMap((site) => site.teams).map(({ teamId, title }) => [teamId, title]))
  return [named('Site', sites, siteTitles), named('Team', teams, teamTitles)].filter(Boolean).join(' · ')
}

function named(word: string, ids: readonly string[], titles: ReadonlyMap<string, string>): string {
  if (ids.length === 0) return ''
  if (ids.length > MOST_NAMED) return `${ids.length} ${word.toLowerCase()}s`
  const names = ids.map((id) => titles.get(id) ?? id)
  return `${word}${ids.length === 1 ? '' : 's'} ${names.join(', ')}`
}
