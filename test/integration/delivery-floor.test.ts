import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AccessScope } from '../../server/contracts/access.ts'
import type { FloorSite } from '../../server/contracts/floor.ts'
import { floorAnswer } from '../../server/delivery/http/floor-api.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'

const BILLING = { teamId: 'billing', title: 'Billing', agents: 12 }
const SALES = { teamId: 'sales', title: 'Sales', agents: 3 }
const BERLIN: FloorSite = { siteId: 'berlin', title: 'Berlin', teams: [BILLING, SALES] }
const LEEDS: FloorSite = { siteId: 'leeds', title: 'Leeds', teams: [] }

let app: HttpApp

beforeAll(async () => {
  app = await startHttpApp({ floor: { sites: () => [BERLIN, LEEDS] } })
})
afterAll(() => app.close())

async function floorOf(scope: AccessScope | undefined): Promise<unknown> {
  const token = await app.access.issueToken({ role: 'supervisor', scope, ttlMs: 60_000 })
  return floorAnswer.parse(await (await app.get('/v1/floor', token)).json())
}

it.each<[string, AccessScope | undefined, readonly FloorSite[]]>([
  ['of the whole organisation all of it', undefined, [BERLIN, LEEDS]],
  ['of a site the site', { sites: ['berlin'], teams: [] }, [BERLIN]],
  ['of a site without teams the site', { sites: ['leeds'], teams: [] }, [LEEDS]],
  ['of a team the team', { sites: [], teams: ['sales'] }, [{ ...BERLIN, teams: [SALES] }]],
  ['of both both', { sites: ['leeds'], teams: ['billing'] }, [{ ...BERLIN, teams: [BILLING] }, LEEDS]],
  ['of a team that is not there nothing', { sites: [], teams: ['night'] }, []],
])('/v1/floor tells a supervisor %s', async (_whom, scope, sites) => {
  expect(await floorOf(scope)).toEqual({ sites, scope: scope ?? null })
})

it('/v1/floor tells an analyst all of it', async () => {
  const answer = await app.get('/v1/floor', await app.token('analyst'))
  expect(await answer.json()).toEqual({ sites: [BERLIN, LEEDS], scope: null })
})
