import { SAYS_NOTHING, type Sayings } from './inherit.ts'

/** The floor as a file has it: plain data, in the order of the file. */
export interface FloorPlan {
  readonly organisation: Sayings
  readonly sites: readonly SitePlan[]
}

export interface SitePlan {
  readonly siteId: string
  readonly title: string
  readonly says: Sayings
  readonly teams: readonly TeamPlan[]
}

export interface TeamPlan {
  /** Of one site only: calls name teams without their site. */
  readonly teamId: string
  readonly title: string
  readonly says: Sayings
  readonly agents: readonly string[]
  /** Those of the agents who have something of their own. */
  readonly people: ReadonlyMap<string, Sayings>
}

export const EMPTY_PLAN: FloorPlan = { organisation: SAYS_NOTHING, sites: [] }
