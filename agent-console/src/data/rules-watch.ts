import type { RulesFigures } from '../../../server/contracts/rule-desk.ts'
import type { RulesState } from '../../../server/contracts/rules-state.ts'
import type { Clock } from '../platform/clock.ts'
import type { RulesApi } from './rules-api.ts'

const LOOK_MS = 10_000
const DAYS = 7

export interface RulesNews {
  readonly state: RulesState
  readonly figures: RulesFigures
}

interface RulesWatchOptions {
  readonly api: Pick<RulesApi, 'list' | 'figures'>
  readonly clock: Clock
  /** Null: the server does not answer; what was known stands. */
  readonly onNews: (news: RulesNews | null) => void
}

/** Asks every ten seconds which rules are in force, what is wrong with their files, and what they did. */
export class RulesWatch {
  readonly #options: RulesWatchOptions
  #cancel: () => void = () => undefined
  #round = 0

  constructor(options: RulesWatchOptions) {
    this.#options = options
  }

  start(): void {
    void this.look()
  }

  close(): void {
    this.#round += 1
    this.#cancel()
  }

  /** Looks now, and every ten seconds from now on. */
  async look(): Promise<void> {
    const round = (this.#round += 1)
    this.#cancel()
    const { api, clock, onNews } = this.#options
    const news = await Promise.all([api.list(), api.figures(DAYS)]).then(
      ([state, figures]) => ({ state, figures }),
      () => null,
    )
    if (round !== this.#round) return
    onNews(news)
    this.#cancel = clock.after(LOOK_MS, () => void this.look())
  }
}
