import type { Demotion } from '../../../server/contracts/attention.ts'
import type { RulesFigures } from '../../../server/contracts/rule-desk.ts'
import type { RulesState } from '../../../server/contracts/rules-state.ts'
import type { Clock } from '../platform/clock.ts'
import type { AttentionApi } from './attention-api.ts'
import { Poll } from './poll.ts'
import type { RulesApi } from './rules-api.ts'

const LOOK_MS = 10_000
const DAYS = 7

export interface RulesNews {
  readonly state: RulesState
  readonly figures: RulesFigures
  /** Rules that are shown to nobody because people called them wrong too often. */
  readonly demotions: readonly Demotion[]
}

interface RulesWatchOptions {
  readonly api: Pick<RulesApi, 'list' | 'figures'>
  readonly attention: Pick<AttentionApi, 'demotions'>
  readonly clock: Clock
  /** Null: the server does not answer; what was known stands. */
  readonly onNews: (news: RulesNews | null) => void
}

/** Asks every ten seconds which rules are in force, what is wrong with their files, what they did, and which are demoted. */
export function watchRules({ api, attention, clock, onNews }: RulesWatchOptions): Poll<RulesNews> {
  const ask = async (): Promise<RulesNews> => {
    const asked = [api.list(), api.figures(DAYS), attention.demotions()] as const
    const [state, figures, demotions] = await Promise.all(asked)
    return { state, figures, demotions }
  }
  return new Poll({ ask, everyMs: LOOK_MS, clock, onAnswer: onNews })
}
