import { watch } from 'chokidar'
import type { Clock } from './clock.ts'
import { normaliseError } from './normalise-error.ts'

export interface WatchFolderOptions {
  readonly dir: string
  /** Which files are of interest; `path` begins with the folder. */
  readonly isOfInterest: (path: string) => boolean
  readonly clock: Clock
  /** Waits until nothing has changed for this long: an editor or a checkout writes many files at once. */
  readonly debounceMs: number
  readonly onChange: () => void
  readonly onError: (error: Error) => void
}

/** Ends the watch; nothing is called afterwards. */
export type StopWatching = () => Promise<void>

/** Watches a folder for files that come, change or go. Resolves when changes are seen from now on. */
export async function watchFolder(options: WatchFolderOptions): Promise<StopWatching> {
  const { dir, isOfInterest, clock, debounceMs, onChange, onError } = options
  let cancel = (): void => undefined
  const watcher = watch(dir, { ignoreInitial: true })
  watcher.on('all', (_event, path) => {
    if (!isOfInterest(path)) return
    cancel()
    cancel = clock.after(debounceMs, onChange)
  })
  watcher.on('error', (error) => onError(normaliseError(error)))
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return async () => {
    cancel()
    await watcher.close()
  }
}
