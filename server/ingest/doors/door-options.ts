import type { Authenticator, Principal } from '../../contracts/access.ts'
import type { AudioSource } from '../../contracts/call.ts'
import type { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Connection } from '../connection.ts'
import type { IngestMetrics } from '../ingest-metrics.ts'
import type { Session } from '../session.ts'

/** What every door is given: the way to a session, and where to count what never becomes one. */
export interface DoorOptions {
  readonly authenticator: Authenticator
  readonly clock: Clock
  readonly metrics: IngestMetrics
  isDraining(): boolean
  /** Connections whose token has not come yet. */
  strangers(): number
  openSession(options: {
    readonly source: AudioSource
    readonly connection: Connection
    readonly principal: Principal | null
  }): Session
  /** Counts a refused connection and gives the error as one of the table. */
  refused(source: AudioSource, error: Error): AppError
  /** Counts a transport's own failure, a frame that is too large among them. */
  socketFailed(source: AudioSource, error: Error): void
}
