import { AppError } from '../../contracts/errors.ts'
import { sleep, type Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { CliError, EXIT } from '../cli-error.ts'

/** How long a lost connection can be taken up again; the server's own default for streams. */
const WINDOW_MS = 30_000
const RETRY_MS = 250

interface ReconnectOptions {
  readonly clock: Clock
  /** What was lost, for the message. */
  readonly what: string
  /** Why it was lost. */
  readonly reason: Error
  readonly attempt: () => Promise<void>
  /** Ends the trying: nobody needs the connection any more. */
  readonly isOver: () => boolean
}

/**
 * Tries until it works.
 * @throws AppError when the server refuses for good, CliError when it stays away for longer than the window.
 */
export async function reconnect(options: ReconnectOptions): Promise<void> {
  const { clock, what, reason, attempt, isOver } = options
  const lostAt = clock.now()
  let last = reason
  while (!isOver()) {
    if (clock.now() - lostAt > WINDOW_MS) {
      const message = `${what} was lost and did not come back within ${WINDOW_MS / 1000} s (${last.message})`
      throw new CliError(message, { exitCode: EXIT.faults, cause: reason })
    }
    try {
      await attempt()
      return
    } catch (thrown) {
      last = normaliseError(thrown)
      if (last instanceof AppError && !last.entry.retryable) throw last
    }
    await sleep(RETRY_MS)
  }
}
