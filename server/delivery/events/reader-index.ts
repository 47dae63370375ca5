import type { Principal } from '../../contracts/access.ts'
import type { FloorPlace } from '../../contracts/floor.ts'
import type { Reader } from './reader.ts'
import type { Audience } from './subscriptions.ts'

/** Readers by an id: of their agent, of a team or of a site that they answer for. */
class Groups {
  readonly #groups = new Map<string, Set<Reader>>()

  get(id: string | null): ReadonlySet<Reader> {
    return (id === null ? undefined : this.#groups.get(id)) ?? NOBODY
  }

  add(id: string, reader: Reader): void {
    const group = this.#groups.get(id) ?? new Set<Reader>()
    this.#groups.set(id, group.add(reader))
  }

  remove(id: string, reader: Reader): void {
    const group = this.#groups.get(id)
    group?.delete(reader)
    if (group?.size === 0) this.#groups.delete(id)
  }
}

const NOBODY: ReadonlySet<Reader> = new Set()

/** Finds the readers that an event may concern without asking all of them: agents are most, and see little. */
export class ReaderIndex {
  readonly #all = new Set<Reader>()
  readonly #byAgent = new Groups()
  readonly #byTeam = new Groups()
  readonly #bySite = new Groups()
  /** Those who answer for a part of the floor. */
  readonly #scoped = new Set<Reader>()
  readonly #others = new Set<Reader>()

  get size(): number {
    return this.#all.size
  }

  all(): readonly Reader[] {
    return [...this.#all]
  }

  add(reader: Reader): void {
    this.#all.add(reader)
    this.#setOf(reader.principal)?.add(reader)
    for (const [groups, id] of this.#groupsOf(reader.principal)) groups.add(id, reader)
  }

  /** False when it was not there. */
  remove(reader: Reader): boolean {
    this.#setOf(reader.principal)?.delete(reader)
    for (const [groups, id] of this.#groupsOf(reader.principal)) groups.remove(id, reader)
    return this.#all.delete(reader)
  }

  /** Everybody who might see the event, each once; whether each may is asked of the reader. */
  candidates(audience: Audience): readonly Reader[] {
    const { agentId, joins, agentOnly, places, from } = audience
    const agents = [...this.#byAgent.get(agentId), ...(joins === undefined ? [] : this.#byAgent.get(joins))]
    if (agentOnly === true) return agents
    const scoped = places === null ? this.#scoped : this.#at(from === undefined ? places : [...places, from])
    return [...agents, ...scoped, ...this.#others]
  }

  /** Those who answer for one of these places. */
  #at(places: readonly FloorPlace[]): ReadonlySet<Reader> {
    const [first = NOBODY, ...more] = places
      .flatMap(({ site, team }) => [this.#byTeam.get(team), this.#bySite.get(site)])
      .filter((group) => group.size > 0)
    // Most often nobody, or the supervisors of one team.
    return more.length === 0 ? first : new Set([first, ...more].flatMap((group) => [...group]))
  }

  #setOf({ agentId, scope }: Principal): Set<Reader> | null {
    if (agentId !== null) return null
    return scope === undefined ? this.#others : this.#scoped
  }

  #groupsOf({ agentId, scope }: Principal): readonly (readonly [Groups, string])[] {
    if (agentId !== null) return [[this.#byAgent, agentId]]
    const { teams = [], sites = [] } = scope ?? {}
    return [
      ...teams.map((team) => [this.#byTeam, team] as const),
      ...sites.map((site) => [this.#bySite, site] as const),
    ]
  }
}
