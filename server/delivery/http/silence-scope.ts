import { isInScope, type AccessScope } from '../../contracts/access.ts'
import type { Silence, SilenceDraft } from '../../contracts/attention.ts'
import { AppError } from '../../contracts/errors.ts'
import type { FloorPlace, PlaceOfCall } from '../../contracts/floor.ts'
import type { CallStore } from '../../contracts/store.ts'

export interface SilenceScopeOptions {
  readonly placeOf: PlaceOfCall
  readonly store: Pick<CallStore, 'listCalls'>
}

/** Which silences are a team's own affair: those of its agents. Whatever names no agent holds for everybody. */
export class SilenceScope {
  readonly #options: SilenceScopeOptions

  constructor(options: SilenceScopeOptions) {
    this.#options = options
  }

  /** Those that hold for the agents of this scope. */
  async seenBy(scope: AccessScope | undefined, silences: readonly Silence[]): Promise<readonly Silence[]> {
    const seen = await Promise.all(
      silences.map(async ({ agentId }) => agentId === null || this.#isOfScope(scope, agentId)),
    )
    return silences.filter((_, index) => seen[index])
  }

  /** @throws AppError `FORBIDDEN` when it would hold for agents beyond this scope. */
  async require(scope: AccessScope | undefined, { agentId }: Pick<SilenceDraft, 'agentId'>): Promise<void> {
    if (scope === undefined) return
    if (agentId !== null && (await this.#isOfScope(scope, agentId))) return
    throw new AppError('FORBIDDEN', 'agentId: expected an agent of your teams or sites.')
  }

  /** @throws AppError `NOT_FOUND`; `FORBIDDEN` when it holds for agents beyond this scope. */
  async requireToEnd(
    scope: AccessScope | undefined,
    silences: readonly Silence[],
    silenceId: string,
  ): Promise<void> {
    const [found] = await this.seenBy(
      scope,
      silences.filter((silence) => silence.silenceId === silenceId),
    )
    if (found === undefined) throw new AppError('NOT_FOUND')
    await this.require(scope, found)
  }

  async #isOfScope(scope: AccessScope | undefined, agentId: string): Promise<boolean> {
    return scope === undefined || isInScope(scope, await this.#placeOf(agentId))
  }

  /** As the floor says; of an agent whom it does not know, where the last call was. */
  async #placeOf(agentId: string): Promise<FloorPlace> {
    const { placeOf, store } = this.#options
    const known = placeOf({ agentId, attributes: {} })
    if (known.team !== null || known.site !== null) return known
    const [last] = await store.listCalls({ agentId, limit: 1 })
    return last?.place ?? known
  }
}
