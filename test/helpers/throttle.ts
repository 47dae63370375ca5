import { sleep } from '../../server/platform/clock.ts'

/**
 * Lets a process run for `runMs` out of each `everyMs` only, as on a machine that is busy with something else.
 * Returns its end, after which the process runs on.
 */
export function throttle(
  pid: number,
  { runMs, everyMs }: { readonly runMs: number; readonly everyMs: number },
): () => Promise<void> {
  const stop = new AbortController()
  const running = (async () => {
    while (!stop.signal.aborted) {
      if (!signal(pid, 'SIGSTOP')) return
      await sleep(everyMs - runMs)
      if (!signal(pid, 'SIGCONT')) return
      await sleep(runMs)
    }
  })()
  return async () => {
    stop.abort()
    await running
  }
}

/** False when the process has ended. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
