import type { Store } from '../../contracts/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { RuleKeeper } from '../rule-keeper.ts'

export interface DeskOptions {
  readonly rulesDir: string
  readonly keeper: RuleKeeper
  readonly store: Pick<Store, 'listCalls' | 'getCall' | 'rules'>
  readonly clock: Clock
}
