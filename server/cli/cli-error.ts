import { AppError, retryAfterSeconds, type ErrorCode } from '../contracts/errors.ts'
import { ConfigError } from '../platform/config.ts'
import { normaliseError } from '../platform/normalise-error.ts'

/** What the process ends with. A supervisor must not restart after `wrongConfiguration`. */
export const EXIT = { done: 0, faults: 1, wrongUse: 2, wrongConfiguration: 42 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends a command with one line on standard error and an exit code; never a stack. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode

  constructor(message: string, options: ErrorOptions & { readonly exitCode: ExitCode }) {
    super(message, options)
    this.exitCode = options.exitCode
  }
}

/** Faults of the table that mean the command was given something wrong: trying again cannot help. */
const WRONG_USE: readonly ErrorCode[] = [
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'FORBIDDEN',
  'REQUEST_INVALID',
  'MODEL_UNKNOWN',
]

/** The line and the exit code for whatever a command threw; null when it is a fault of this program. */
export function describeFailure(
  thrown: unknown,
): { readonly line: string; readonly exitCode: ExitCode } | null {
  const error = normaliseError(thrown)
  if (error instanceof CliError) return { line: error.message, exitCode: error.exitCode }
  if (error instanceof ConfigError) return { line: error.message, exitCode: EXIT.wrongConfiguration }
  if (!(error instanceof AppError)) return null
  const retryAfter = retryAfterSeconds(error)
  return {
    line: `${error.message} (${error.code})${retryAfter === null ? '' : `; try again in ${retryAfter} s`}`,
    exitCode: WRONG_USE.includes(error.code) ? EXIT.wrongUse : EXIT.faults,
  }
}
