import { relative } from 'node:path'
import type { Clock } from './clock.ts'
import { RepeatableRun } from './repeatable-run.ts'
import { watchFolder, type StopWatching } from './watch-folder.ts'

const DEBOUNCE_MS = 200

export interface FollowedFilesOptions<Loaded> {
  readonly dir: string
  /** Which files are read; the path is within the folder. */
  readonly isRead: (path: string) => boolean
  /** Reads them; never rejects. */
  readonly load: () => Promise<Loaded>
  /** Puts in force what was read, or says why not. */
  readonly take: (loaded: Loaded) => void
  readonly clock: Clock
  /** The watch failed. */
  readonly onError: (error: Error) => void
}

/** Reads files again whenever they change: one reading at a time, and nothing is taken after `close`. */
export class FollowedFiles<Loaded> {
  readonly #options: FollowedFilesOptions<Loaded>
  readonly #reloads = new RepeatableRun(() => this.#reload())
  #stopWatching: StopWatching | null = null
  #closed = false

  constructor(options: FollowedFilesOptions<Loaded>) {
    this.#options = options
  }

  /** Follows the files from now on; resolves when they have been read once. */
  async follow(): Promise<void> {
    const { dir, isRead, clock, onError } = this.#options
    this.#stopWatching = await watchFolder({
      dir,
      isOfInterest: (path) => isRead(relative(dir, path)),
      clock,
      debounceMs: DEBOUNCE_MS,
      onChange: () => this.#reloads.ask(),
      onError,
    })
    // What changed between an earlier reading and the watch would otherwise wait for the next change.
    await this.reload()
  }

  /** Reads the files without waiting for the watch; resolves when what they say has been taken. */
  async reload(): Promise<void> {
    // A reading that was under way has read the files before, and is followed by another.
    this.#reloads.ask()
    await this.#reloads.idle()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#stopWatching?.()
    await this.#reloads.close()
  }

  async #reload(): Promise<void> {
    const loaded = await this.#options.load()
    if (!this.#closed) this.#options.take(loaded)
  }
}
