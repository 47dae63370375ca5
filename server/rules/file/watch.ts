import { watch } from 'chokidar'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { kindOf } from './folder.ts'

export interface WatchOptions {
  readonly dir: string
  readonly clock: Clock
  /** Waits until nothing has changed for this long: an editor or a checkout writes many files at once. */
  readonly debounceMs: number
  readonly onChange: () => void
  readonly onError: (error: Error) => void
}

/** Ends the watch; nothing is called afterwards. */
export type StopWatching = () => Promise<void>

/** Watches a folder for files of rules, tests, lists and calendars that come, change or go. Resolves when changes are seen from now on. */
export async function watchRules(options: WatchOptions): Promise<StopWatching> {
  const { dir, clock, debounceMs, onChange, onError } = options
  let cancel = (): void => undefined
  const watcher = watch(dir, { ignoreInitial: true })
  watcher.on('all', (_event, path) => {
    if (kindOf(path, dir) === null) return
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
