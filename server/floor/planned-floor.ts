import type { Floor, FloorPlace, FloorQuestion, FloorSite, FloorTemplate } from '../contracts/floor.ts'
import type { FloorPlan, SitePlan, TeamPlan } from './floor-plan.ts'
import { inherit, openTemplate, type Level } from './inherit.ts'

interface Team extends TeamPlan {
  readonly site: SitePlan
}

/** Answers from one plan, which never changes; another plan is another floor. */
export class PlannedFloor implements Floor {
  readonly #plan: FloorPlan
  readonly #limits: FloorTemplate['limits']
  readonly #teams = new Map<string, Team>()
  readonly #teamOfAgent = new Map<string, Team>()

  /** `limits` hold where the plan names none. Of what stands twice in the plan the first counts. */
  constructor(plan: FloorPlan, limits: FloorTemplate['limits']) {
    this.#plan = plan
    this.#limits = limits
    for (const site of plan.sites) {
      for (const each of site.teams) {
        const team = { ...each, site }
        if (!this.#teams.has(each.teamId)) this.#teams.set(each.teamId, team)
        for (const agentId of each.agents) {
          if (!this.#teamOfAgent.has(agentId)) this.#teamOfAgent.set(agentId, team)
        }
      }
    }
  }

  /** A team that the plan does not know is at no site: a guess would show its calls to people who do not answer for them. */
  placeOf(question: FloorQuestion): FloorPlace {
    const team = this.#teamOf(question)
    return { site: team?.site.siteId ?? null, team: question.team ?? team?.teamId ?? null }
  }

  templateOf(question: FloorQuestion): FloorTemplate {
    return inherit(openTemplate(this.#limits), this.levelsOf(question))
  }

  sites(): readonly FloorSite[] {
    return this.#plan.sites.map(({ siteId, title, teams }) => ({
      siteId,
      title,
      teams: teams.map((team) => ({ teamId: team.teamId, title: team.title, agents: team.agents.length })),
    }))
  }

  /** From the organisation down. What is an agent's own goes with the agent when a call names another team. */
  levelsOf(question: FloorQuestion): readonly Level[] {
    const levels: Level[] = [{ kind: 'organisation', id: '', says: this.#plan.organisation }]
    const team = this.#teamOf(question)
    if (team !== undefined) {
      levels.push({ kind: 'site', id: team.site.siteId, says: team.site.says })
      levels.push({ kind: 'team', id: team.teamId, says: team.says })
    }
    const { agentId } = question
    const own = agentId === null ? undefined : this.#teamOfAgent.get(agentId)?.people.get(agentId)
    if (agentId !== null && own !== undefined) levels.push({ kind: 'person', id: agentId, says: own })
    return levels
  }

  #teamOf({ agentId, team }: FloorQuestion): Team | undefined {
    if (team !== null) return this.#teams.get(team)
    return agentId === null ? undefined : this.#teamOfAgent.get(agentId)
  }
}
