import type { Reader } from './reader.ts'
import type { Audience } from './subscriptions.ts'

/** Finds the readers that an event may concern without asking all of them: agents are most, and see little. */
export class ReaderIndex {
  readonly #all = new Set<Reader>()
  readonly #byAgent = new Map<string, Set<Reader>>()
  readonly #others = new Set<Reader>()

  get size(): number {
    return this.#all.size
  }

  all(): readonly Reader[] {
    return [...this.#all]
  }

  add(reader: Reader): void {
    this.#all.add(reader)
    this.#groupOf(reader).add(reader)
  }

  /** False when it was not there. */
  remove(reader: Reader): boolean {
    const group = this.#groupOf(reader)
    group.delete(reader)
    const { agentId } = reader.principal
    if (agentId !== null && group.size === 0) this.#byAgent.delete(agentId)
    return this.#all.delete(reader)
  }

  /** Everybody who might see the event; whether each may is asked of the reader. */
  candidates(audience: Audience): readonly Reader[] {
    const agents = [audience.agentId, audience.joins ?? null].flatMap((agentId) =>
      agentId === null ? [] : [...(this.#byAgent.get(agentId) ?? [])],
    )
    return audience.agentOnly === true ? agents : [...agents, ...this.#others]
  }

  #groupOf(reader: Reader): Set<Reader> {
    const { agentId } = reader.principal
    if (agentId === null) return this.#others
    const group = this.#byAgent.get(agentId) ?? new Set<Reader>()
    this.#byAgent.set(agentId, group)
    return group
  }
}
