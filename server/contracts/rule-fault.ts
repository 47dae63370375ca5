/** Something wrong in a rule file or its test file. An error keeps it from being saved; a warning does not. */
export interface RuleFault {
  /** Path within the rules folder. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly column: number
  /** Steady name of the check, for example `phrase`. */
  readonly check: string
  readonly severity: 'error' | 'warning'
  /** What was found and what was expected. */
  readonly message: string
}
