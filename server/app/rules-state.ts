import type { RulesState } from '../contracts/rules-state.ts'
import { wallMs } from '../contracts/time.ts'
import type { CurrentRules } from '../rules/rule-keeper.ts'

/** What the rules room knows of its files, in the form in which delivery shows it. */
export function rulesState(current: CurrentRules): RulesState {
  return {
    hash: current.hash,
    loadedAt: current.loadedAt ?? wallMs(0),
    rules: current.rules,
    faults: current.faults.map(({ file, line, column, message }) => ({ file, line, column, message })),
  }
}
