/**
 * Runs with a signal that the first Ctrl-C or termination request aborts. A second one ends the process as
 * usual: the handlers are gone by then.
 */
export async function withInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = (): void => {
    forget()
    controller.abort()
  }
  const forget = (): void => {
    process.off('SIGINT', abort).off('SIGTERM', abort)
  }
  process.on('SIGINT', abort).on('SIGTERM', abort)
  try {
    return await run(controller.signal)
  } finally {
    forget()
  }
}
