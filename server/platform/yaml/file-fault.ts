/** A place in a text file; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something wrong in a file. An error keeps the file from being used; a warning does not. */
export interface FileFault extends Place {
  /** Steady name of the check, for example `duplicate-id`. */
  readonly check: string
  readonly severity: 'error' | 'warning'
  /** What is wrong, and what was expected. */
  readonly message: string
}

/** `file:line:column: message`, as editors and CI logs link it. */
export function formatFault(fault: FileFault): string {
  const { file, line, column, severity, message, check } = fault
  const kind = severity === 'warning' ? 'warning: ' : ''
  return `${file}:${line}:${column}: ${kind}${message} [${check}]`
}

export function hasErrors(faults: readonly FileFault[]): boolean {
  return faults.some(({ severity }) => severity === 'error')
}

/** By file, then by place: the order in which a person works through them. */
export function byPlace(a: FileFault, b: FileFault): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
