import type { PhraseLists } from '../../language/phrases/phrase.ts'
import type { Calendar } from '../compile/rule.ts'

/** What the rules of a folder may name besides each other. */
export interface RuleContext {
  readonly lists: PhraseLists
  readonly calendars: ReadonlyMap<string, Calendar>
}

/** For a rule that names nothing. */
export const NO_CONTEXT: RuleContext = { lists: new Map(), calendars: new Map() }
