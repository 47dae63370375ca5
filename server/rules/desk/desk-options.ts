import type { CallId } from '../../contracts/call.ts'
import type { FiguresDesk } from '../../contracts/figures.ts'
import type { Store } from '../../contracts/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { RuleKeeper } from '../rule-keeper.ts'

export interface DeskOptions {
  readonly rulesDir: string
  readonly keeper: RuleKeeper
  readonly store: Pick<Store, 'listCalls' | 'getCall' | 'rules'>
  readonly clock: Clock
  /** How far a live call is, on its own time; null: it is not live. */
  readonly positionOf: (callId: CallId) => number | null
  /** What all rules did lately, as the figures room has counted it. */
  readonly countRules: FiguresDesk['countRules']
}
