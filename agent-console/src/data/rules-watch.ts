import type { RulesFigures } from '../../../server/contracts/rule-desk.ts'
import type { RulesState } from '../../../server/contracts/rules-state.ts'
import type { Clock } from '../platform/clock.ts'
import { Poll } from './poll.ts'
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
export function watchRules({ api, clock, onNews }: RulesWatchOptions): Poll<RulesNews> {
  const ask = async (): Promise<RulesNews> => {
    const [state, figures] = await Promise.all([api.list(), api.figures(DAYS)])
    return { state, figures }
  }
  return new Poll({ ask, everyMs: LOOK_MS, clock, onAnswer: onNews })
}
