import { systemClock } from '../platform/clock.ts'
import PacerWorker from './pacer-worker.ts?worker&inline'

const BEAT_MS = 40

/**
 * Calls back about every 40 ms, by a worker also in a page in the background. Where the page's policy
 * forbids workers, by its own timers, which slow down in the background. The result ends it.
 */
export function beat(run: () => void): () => void {
  const worker = new PacerWorker({ name: 'earshot-pacer' })
  let end = (): void => worker.terminate()
  worker.onmessage = () => run()
  worker.onerror = () => {
    worker.terminate()
    end = beatByTimers(run)
  }
  return () => end()
}

function beatByTimers(run: () => void): () => void {
  let cancel = (): void => undefined
  const again = (): void => {
    cancel = systemClock.after(BEAT_MS, again)
    run()
  }
  again()
  return () => cancel()
}
