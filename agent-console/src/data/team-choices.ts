import type { FloorSite } from '../../../server/contracts/floor.ts'
import type { BoardPlace } from './board-place.ts'

/** Something that the board can be narrowed to: a team, or all teams of a site. */
export interface TeamChoice {
  readonly label: string
  readonly where: Pick<BoardPlace, 'site' | 'team'>
}

/** Choices under the name of their site; null: of no site that the floor knows. */
export interface TeamGroup {
  readonly site: string | null
  readonly choices: readonly TeamChoice[]
}

/** The floor's sites and teams in its order, then the teams that only calls name; an empty name: those that name none. */
export function teamGroups(
  { sites, names }: { readonly sites: readonly FloorSite[]; readonly names: readonly string[] },
  { site: chosen }: Pick<BoardPlace, 'site'>,
): readonly TeamGroup[] {
  const known = new Set(sites.flatMap((site) => site.teams.map(({ teamId }) => teamId)))
  const others = names
    .filter((name) => !known.has(name))
    .map((team) => choice(team === '' ? 'none' : team, team))
  // An address may name a site that is no longer there; what is looked at must be seen to be.
  const gone =
    chosen !== null && sites.every(({ siteId }) => siteId !== chosen)
      ? [allOf({ siteId: chosen, title: chosen })]
      : []
  const groups = sites.map((site): TeamGroup => {
    const teams = site.teams.map(({ teamId, title }) => choice(title, teamId))
    return { site: site.title, choices: [allOf(site), ...teams] }
  })
  return [...groups, { site: null, choices: [...gone, ...others] }].filter(
    ({ choices }) => choices.length > 0,
  )
}

/** The teams whose calls are those of the site that is looked at; null: of every site. */
export function teamsLookedAt(
  sites: readonly FloorSite[],
  { site }: Pick<BoardPlace, 'site'>,
): ReadonlySet<string> | null {
  if (site === null) return null
  const found = sites.find(({ siteId }) => siteId === site)
  return new Set(found?.teams.map(({ teamId }) => teamId))
}

function choice(label: string, team: string): TeamChoice {
  return { label, where: { site: null, team } }
}

function allOf({ siteId, title }: Pick<FloorSite, 'siteId' | 'title'>): TeamChoice {
  return { label: `all of ${title}`, where: { site: siteId, team: null } }
}
