import type { Party } from '../../contracts/call.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'

/** Phrases of which any one is enough, by one party; null: by either. */
export interface Spoken {
  readonly speaker: Party | null
  readonly phrases: readonly Phrase[]
}

/** When a checklist applies to a call: any of these is enough. */
export interface Applies {
  readonly always: boolean
  /** Names of attributes, and the values that count. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  readonly said: Spoken | null
}

export interface ChecklistEntry {
  readonly id: string
  readonly text: string
  readonly required: boolean
  /** Due so much call time after the checklist began to apply; null: by the end of the call. */
  readonly withinMs: number | null
  readonly said: Spoken
}

/** What is to be said in a kind of call; `ordered`: a playbook, step by step. */
export interface Checklist {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly owner: string
  readonly ordered: boolean
  readonly applies: Applies
  readonly items: readonly ChecklistEntry[]
}
