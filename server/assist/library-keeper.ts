import { relative } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { FollowedFiles } from '../platform/followed-files.ts'
import type { Log } from '../platform/log.ts'
import { Counter, Gauge, type Registry } from '../platform/metrics.ts'
import { formatFault } from '../platform/yaml/file-fault.ts'
import { EMPTY_LIBRARY, type AssistLibrary } from './assist-library.ts'
import { kindOf } from './files/folder.ts'
import { loadLibrary, type LoadedLibrary } from './files/load-library.ts'

export interface LibraryKeeperOptions {
  readonly rulesDir: string
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
}

/** Keeps what is in force and the files in step: all files or none, but for the start, which takes what it can read. */
export class LibraryKeeper {
  readonly #options: LibraryKeeperOptions
  readonly #files: FollowedFiles<LoadedLibrary>
  readonly #reloaded: Counter<'result'>
  readonly #faults: Gauge
  #library = EMPTY_LIBRARY
  #errors = 0

  constructor(options: LibraryKeeperOptions) {
    this.#options = options
    const registers = [options.registry]
    this.#reloaded = new Counter({
      name: 'earshot_assist_reloads_total',
      help: 'Reloads of checklists, articles and dispositions: swapped, or refused because of faults.',
      labelNames: ['result'],
      registers,
    })
    this.#faults = new Gauge({
      name: 'earshot_assist_file_faults',
      help: 'Errors in the files of checklists, articles and dispositions as last read; not 0: older ones are in force.',
      registers,
    })
    const { rulesDir, clock, log } = options
    this.#files = new FollowedFiles({
      dir: rulesDir,
      isRead,
      load: () => loadLibrary(rulesDir),
      take: (loaded) => this.#take(loaded),
      clock,
      onError: ({ name }) => log.warn({ errorName: name }, 'Watching checklists and articles failed.'),
    })
  }

  /** Calls that are under way stay with the one that they began with. */
  get library(): AssistLibrary {
    return this.#library
  }

  /** Errors in the files as last read. */
  get errors(): number {
    return this.#errors
  }

  /** Loads the files and follows them from now on. A file with a fault costs the agents that file, not the floor its start. */
  async start(): Promise<void> {
    const loaded = await loadLibrary(this.#options.rulesDir)
    this.#library = loaded.library
    this.#note(loaded)
    await this.#files.follow()
  }

  /** Reads the files without waiting for the watch; resolves when what they say is in force, or refused. */
  reload(): Promise<void> {
    return this.#files.reload()
  }

  close(): Promise<void> {
    return this.#files.close()
  }

  #take(loaded: LoadedLibrary): void {
    if (loaded.ok) this.#library = loaded.library
    this.#reloaded.inc({ result: loaded.ok ? 'swapped' : 'refused' })
    this.#note(loaded)
  }

  #note({ faults }: LoadedLibrary): void {
    const { log, rulesDir } = this.#options
    const errors = faults.filter(({ severity }) => severity === 'error')
    this.#errors = errors.length
    this.#faults.set(errors.length)
    const { checklists, articles } = this.#library
    const counts = { checklists: checklists.checklists.length, articles: articles.articles.length }
    if (errors.length === 0) {
      log.info(counts, 'Checklists and articles are in force.')
      return
    }
    const told = errors.map((fault) => formatFault({ ...fault, file: relative(rulesDir, fault.file) }))
    log.error({ ...counts, faults: told }, 'Files of checklists, articles or dispositions have faults.')
  }
}

/** Tests are read where they are run. */
function isRead(path: string): boolean {
  const kind = kindOf(path)
  return kind !== null && kind !== 'checklist-test' && kind !== 'queries'
}
