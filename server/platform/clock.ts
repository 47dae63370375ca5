/** The only place that reads the machine's clock, so that tests can bring their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch, with fractions where the machine has them. */
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
  /** Runs `task` every `ms` milliseconds; the returned function ends it. */
  every(ms: number, task: () => void): () => void
}

/** Timers do not keep the process alive: the server's sockets do. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms).unref()
    return () => clearTimeout(timer)
  },
  every(ms, task) {
    const timer = setInterval(task, ms).unref()
    return () => clearInterval(timer)
  },
}

/** Resolves after `ms` milliseconds, or rejects with the signal's reason when it is aborted first. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(normaliseReason(signal.reason))
      return
    }
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(normaliseReason(signal?.reason))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function normaliseReason(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted')
}
