import type { AppError } from '../../contracts/errors.ts'
import type { Fault } from '../form/fault.ts'

/** Faults that one answer names; more are counted. */
const MAX_FAULTS = 1000

/** A fault of one item: its line in the body, or its number where the body is JSON. */
export interface LineFault extends Fault {
  readonly line: number
}

/** Why the rest was not looked at, and the first line of it. */
export interface Stopped {
  readonly line: number
  readonly error: AppError
}

/** What became of the items of one request. */
export class Report {
  accepted = 0
  known = 0
  refused = 0
  cut = 0
  stopped: Stopped | null = null
  readonly faults: LineFault[] = []
  readonly ignoredColumns: string[] = []
  #moreFaults = 0

  refuse(line: number, faults: readonly Fault[]): void {
    this.refused += 1
    for (const fault of faults) {
      if (this.faults.length < MAX_FAULTS) this.faults.push({ line, ...fault })
      else this.#moreFaults += 1
    }
  }

  /** Columns of a file that nothing is known of; a name that looks like none may hold what somebody wrote. */
  ignore(column: string): void {
    if (this.ignoredColumns.length < 100)
      this.ignoredColumns.push(/^[\w .-]{1,60}$/.test(column) ? column : '?')
  }

  get figures(): Readonly<Record<string, unknown>> {
    const { accepted, known, refused, cut, faults, ignoredColumns } = this
    return {
      ...{ accepted, known, refused, cut, faults, moreFaults: this.#moreFaults },
      ...(ignoredColumns.length === 0 ? {} : { ignoredColumns }),
    }
  }
}
