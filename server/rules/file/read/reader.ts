import type { Path } from '../../../platform/yaml/yaml-source.ts'
import type { Calendar, Condition, PhraseGroup, Timing } from '../../compile/rule.ts'
import type { PhraseLists } from '../../../language/phrases/phrase.ts'

/** Something that the form of a rule does not show. */
export interface ReadFault {
  readonly path: Path
  readonly check: string
  readonly message: string
}

/** Where the parts of a condition stand in their file. For words: the map with the key `phrases`. */
export type ConditionPaths = ReadonlyMap<Condition | PhraseGroup, Path>

/** What the reading of one rule knows, and what it has found so far. */
export interface Reader {
  readonly lists: PhraseLists
  readonly calendars: ReadonlyMap<string, Calendar>
  /** Of words that name none. */
  readonly timing: Timing
  readonly paths: Map<Condition | PhraseGroup, Path>
  readonly faults: ReadFault[]
}
