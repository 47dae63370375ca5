import { relative } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import { FollowedFiles } from '../../platform/followed-files.ts'
import type { Log } from '../../platform/log.ts'
import { Counter, Gauge, type Registry } from '../../platform/metrics.ts'
import { formatFault, type FileFault } from '../../platform/yaml/file-fault.ts'
import { CodeFrame } from './code-frame.ts'
import { loadCodeFrame, type LoadedFrame } from './code-frame-loader.ts'
import { kindOf } from './file/folder.ts'

export interface CodeKeeperOptions {
  readonly rulesDir: string
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
  /** Another frame has come into force. */
  readonly onChanged?: (frame: CodeFrame) => void
}

/**
 * Keeps the code frame in force and the files in step: all files or none. Whoever asks for `frame` between two
 * contacts has the old one or the new one.
 */
export class CodeKeeper {
  readonly #options: CodeKeeperOptions
  readonly #metrics: KeeperMetrics
  readonly #files: FollowedFiles<LoadedFrame>
  #frame = new CodeFrame([], '')
  #faults: readonly FileFault[] = []

  constructor(options: CodeKeeperOptions) {
    this.#options = options
    this.#metrics = createKeeperMetrics(options.registry)
    const { rulesDir, clock, log } = options
    this.#files = new FollowedFiles({
      dir: rulesDir,
      isRead: isOfFrame,
      load: () => loadCodeFrame(rulesDir),
      take: (loaded) => this.#take(loaded),
      clock,
      onError: ({ name }) => log.warn({ errorName: name }, 'Watching the files of the code frame failed.'),
    })
  }

  get frame(): CodeFrame {
    return this.#frame
  }

  /** Of the files as last read, by paths within the rules folder. An error among them: `frame` is not what they say. */
  get faults(): readonly FileFault[] {
    return this.#faults
  }

  /** @throws AppError `CODES_INVALID` with every fault, when a file has an error. */
  async load(): Promise<void> {
    const loaded = await loadCodeFrame(this.#options.rulesDir)
    const faults = this.#within(loaded)
    if (!loaded.ok) {
      const errors = faults.filter(isError)
      throw new AppError('CODES_INVALID', errors.map(formatFault).join('\n'), { faults: errors })
    }
    this.#putInForce(loaded)
  }

  /** Follows the files from now on. */
  follow(): Promise<void> {
    return this.#files.follow()
  }

  /** Reads the files without waiting for the watch; resolves when what they say is in force, or refused. */
  reload(): Promise<void> {
    return this.#files.reload()
  }

  close(): Promise<void> {
    return this.#files.close()
  }

  #take(loaded: LoadedFrame): void {
    const { log } = this.#options
    if (loaded.ok) {
      const changed = loaded.frame.hash !== this.#frame.hash
      this.#metrics.reloads.inc({ result: changed ? 'swapped' : 'unchanged' })
      this.#putInForce(loaded)
      if (changed) {
        log.info({ codes: this.#frame.codes.length, hash: this.#frame.hash }, 'A new code frame is in force.')
      }
      return
    }
    this.#faults = this.#within(loaded)
    const errors = this.#faults.filter(isError)
    this.#metrics.faults.set(errors.length)
    this.#metrics.reloads.inc({ result: 'refused' })
    log.error(
      { faults: errors.map(formatFault), hash: this.#frame.hash },
      'Files of the code frame have faults; the frame loaded before stays in force.',
    )
  }

  #putInForce(loaded: LoadedFrame): void {
    const { frame } = loaded
    this.#faults = this.#within(loaded)
    this.#metrics.faults.set(0)
    this.#metrics.loaded.set(frame.codes.length)
    if (frame.hash === this.#frame.hash) return
    this.#frame = frame
    this.#options.onChanged?.(frame)
  }

  /** Names files as the folder's users know them, and not where on this machine it lies. */
  #within({ faults }: LoadedFrame): readonly FileFault[] {
    return faults.map((fault) => ({ ...fault, file: relative(this.#options.rulesDir, fault.file) }))
  }
}

interface KeeperMetrics {
  readonly reloads: Counter<'result'>
  readonly faults: Gauge
  readonly loaded: Gauge
}

function createKeeperMetrics(registry: Registry): KeeperMetrics {
  const registers = [registry]
  return {
    reloads: new Counter({
      name: 'earshot_codes_reloads_total',
      help: 'Reloads of the code frame: swapped, unchanged, or refused because of faults.',
      labelNames: ['result'],
      registers,
    }),
    faults: new Gauge({
      name: 'earshot_codes_file_faults',
      help: 'Errors in the files of the code frame as last read; not 0: an older frame is in force.',
      registers,
    }),
    loaded: new Gauge({ name: 'earshot_codes_loaded', help: 'Codes in force.', registers }),
  }
}

function isError({ severity }: FileFault): boolean {
  return severity === 'error'
}

/** Tests are read where they are run. */
function isOfFrame(path: string): boolean {
  const kind = kindOf(path)
  return kind === 'codes' || kind === 'list'
}
