import type { FileFault } from '../../platform/yaml/file-fault.ts'
import type { RuleDocument } from '../file/parse-rule.ts'
import type { TestDocument } from '../testing/load-tests.ts'

/** A folder of rules whose files have no errors by themselves. */
export interface LintSubject {
  readonly rules: readonly RuleDocument[]
  readonly tests: readonly TestDocument[]
  /** Ids of rules whose own file has an error; they are not among `rules`. */
  readonly faultyFiles: readonly string[]
}

/** Looks for one kind of mistake that a file's form does not show. Its id is the `check` of the faults it finds. */
export interface LintCheck {
  readonly id: string
  find(subject: LintSubject): readonly FileFault[]
}
