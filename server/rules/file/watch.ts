import { watchFolder, type StopWatching, type WatchFolderOptions } from '../../platform/watch-folder.ts'
import { kindOf } from './folder.ts'

export type { StopWatching }

export type WatchOptions = Omit<WatchFolderOptions, 'isOfInterest'>

/** Watches a folder for files of rules, tests, lists and calendars that come, change or go. Resolves when changes are seen from now on. */
export function watchRules(options: WatchOptions): Promise<StopWatching> {
  return watchFolder({ ...options, isOfInterest: (path) => kindOf(path, options.dir) !== null })
}
