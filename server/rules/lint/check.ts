import type { Path, YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import type { RuleDocument } from '../file/parse-rule.ts'
import type { TestDocument } from '../testing/load-tests.ts'

/** What the recogniser can hear, for checks of words. */
export interface Hearing {
  /** Whether the recogniser can ever write this word. */
  hears(word: string): boolean
  /** Words that it can write and that are nearly this one, by spelling or sound, the nearest first. */
  nearWords(word: string): readonly string[]
}

/** A folder of rules whose files have no errors by themselves. */
export interface LintSubject {
  readonly rules: readonly RuleDocument[]
  readonly tests: readonly TestDocument[]
  /** Files of lists and calendars, and names within `<>` and calendars that something uses. */
  readonly lists: readonly YamlSource[]
  readonly calendars: readonly YamlSource[]
  /** Names of lists that `phases.yaml` uses. */
  readonly listsOfPhases: readonly string[]
  /** Ids of the articles that prompts may name. */
  readonly articles: readonly string[]
  /** Ids of rules whose own file has an error; they are not among `rules`. */
  readonly faultyFiles: readonly string[]
  /** Null: no model is at hand, and checks of words are left out. */
  readonly hearing: Hearing | null
}

/** Looks for one kind of mistake that a file's form does not show. Its id is the `check` of the faults it finds. */
export interface LintCheck {
  readonly id: string
  find(subject: LintSubject): readonly FileFault[]
}

/** A warning of a check at a place in a rule's file. */
export function warn(
  check: LintCheck,
  { source }: Pick<RuleDocument, 'source'>,
  { path, message }: { readonly path: Path; readonly message: string },
): FileFault {
  return { ...source.placeOf(path), check: check.id, severity: 'warning', message }
}
