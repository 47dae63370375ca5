import type { ScoreResult } from '../../contracts/quality.ts'

/** When an item is looked at in a call: all of it must hold. Null and empty: it does not matter. */
export interface Applies {
  readonly queues: readonly string[] | null
  /** Names of attributes, and the values of which one must be there. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  /** Milliseconds. */
  readonly longerThanMs: number | null
  /** Rules of which one must have fired. */
  readonly fired: readonly string[] | null
  /** A checklist that must have applied. */
  readonly checklist: string | null
}

/** Decided by whether one of some rules fired. */
export interface ByRules {
  readonly type: 'rules'
  readonly rules: readonly string[]
  readonly fired: ScoreResult
  readonly notFired: ScoreResult
  /** Rules in shadow count, too. */
  readonly shadow: boolean
}

/** Decided by what of a checklist was done; it is not applicable where the checklist did not apply. */
export interface ByChecklist {
  readonly type: 'checklist'
  readonly checklist: string
  /** Null: everything that the checklist requires. */
  readonly item: string | null
  /** It must have been said by the time at which it was due. */
  readonly inTime: boolean
}

export interface FormItem {
  readonly itemId: string
  readonly title: string
  /** Title of its section. */
  readonly section: string
  readonly weight: number
  readonly critical: boolean
  readonly applies: Applies
  readonly by: ByRules | ByChecklist
}

/** What calls are scored by: the site's file, ready to be used. */
export interface ScoreForm {
  /** Names the state of the file. */
  readonly hash: string
  readonly title: string
  readonly items: readonly FormItem[]
}
