import type { Log } from '../platform/log.ts'

interface LifecycleOptions {
  readonly log: Log
  /** Drains and closes everything; never rejects. */
  readonly stop: () => Promise<void>
}

/**
 * Resolves when the process was told to end and everything has been closed. A second signal ends it at
 * once, for the operator who does not want to wait for the drain.
 */
export function untilStopped(options: LifecycleOptions): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false
    const onSignal = (signal: NodeJS.Signals): void => {
      if (stopping) {
        options.log.warn({ signal }, 'Stopped at once by a second signal.')
        process.exit(1)
      }
      stopping = true
      options.log.info({ signal }, 'Draining.')
      void options.stop().then(() => {
        process.off('SIGTERM', onSignal)
        process.off('SIGINT', onSignal)
        resolve()
      })
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}
