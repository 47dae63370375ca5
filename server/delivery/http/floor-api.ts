import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isInScope, type AccessScope, type Authenticator } from '../../contracts/access.ts'
import type { Floor, FloorSite } from '../../contracts/floor.ts'
import { describeRoute } from './api-route.ts'
import { OVERSEERS, requireRole, scopeOf } from './require-role.ts'
import type { Wire } from './api-schemas.ts'

export interface FloorApiOptions {
  readonly authenticator: Authenticator
  readonly floor: Pick<Floor, 'sites'>
}

const ids = z.array(z.string())
const team = z.object({ teamId: z.string(), title: z.string(), agents: z.number().describe('How many.') })
const site = z.object({ siteId: z.string(), title: z.string(), teams: z.array(team) })

export const floorAnswer = z.object({
  sites: z.array(site).describe('In the order of the floor file; empty where there is none.'),
  scope: z
    .object({ sites: ids, teams: ids })
    .nullable()
    .describe('What whoever asks answers for: these teams, and all teams of these sites. Null: all.'),
}) satisfies z.ZodType<Wire<{ sites: readonly FloorSite[]; scope: AccessScope | null }>>

/** Who works where, as far as whoever asks answers for it. */
export function addFloorApi(server: FastifyInstance, { authenticator, floor }: FloorApiOptions): void {
  const schema = describeRoute({
    summary: 'Sites and teams, and the part of them that whoever asks answers for',
    tag: 'session',
    answer: floorAnswer,
  })
  server.get('/v1/floor', { schema, onRequest: requireRole(authenticator, OVERSEERS) }, async (request) => {
    const scope = scopeOf(request)
    return { sites: sitesWithin(floor.sites(), scope), scope: scope ?? null }
  })
}

function sitesWithin(sites: readonly FloorSite[], scope: AccessScope | undefined): readonly FloorSite[] {
  if (scope === undefined) return sites
  return sites.flatMap((each) => {
    const teams = each.teams.filter(({ teamId }) => isInScope(scope, { site: each.siteId, team: teamId }))
    return teams.length > 0 || scope.sites.includes(each.siteId) ? [{ ...each, teams }] : []
  })
}
