import { rm, stat, utimes, writeFile } from 'node:fs/promises'
import { sleep, type Clock } from '../../platform/clock.ts'

const BEAT_MS = 2000
/** A holder that has not touched its lock for so long is gone. */
const STALE_MS = 15_000
const POLL_MS = 250

export interface LockOptions {
  readonly path: string
  readonly clock: Clock
  readonly onWait: () => void
  readonly signal?: AbortSignal
}

/**
 * Waits for the lock file and returns its release. It saves a second download; it is not what makes an
 * install safe: that is the rename at the end, so a lock wrongly taken for stale does no harm. The time of
 * the file tells, not a process id, because the folder may be shared between containers.
 */
export async function takeLock({ path, clock, onWait, signal }: LockOptions): Promise<() => Promise<void>> {
  let waited = false
  while (!(await tryCreate(path))) {
    if (await isStale(path, clock)) {
      await rm(path, { force: true })
      continue
    }
    if (!waited) onWait()
    waited = true
    await sleep(POLL_MS, signal)
  }
  const stopBeat = clock.every(BEAT_MS, () => {
    const now = new Date(clock.now())
    // The next beat tries again; a lock that somebody removed is not made again.
    utimes(path, now, now).catch(() => undefined)
  })
  return async () => {
    stopBeat()
    await rm(path, { force: true })
  }
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx' })
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false
    throw thrown
  }
}

async function isStale(path: string, clock: Clock): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && clock.now() - found.mtimeMs > STALE_MS
}
