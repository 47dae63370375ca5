import { relative } from 'node:path'
import type { FloorTemplate } from '../contracts/floor.ts'
import type { Clock } from '../platform/clock.ts'
import { FollowedFiles } from '../platform/followed-files.ts'
import type { Log } from '../platform/log.ts'
import { Counter, Gauge, type Registry } from '../platform/metrics.ts'
import { isRead } from './file/folder.ts'
import { loadFloor, type LoadedFloor } from './file/load-floor.ts'
import { EMPTY_PLAN } from './floor-plan.ts'
import { PlannedFloor } from './planned-floor.ts'

export interface FloorKeeperOptions {
  readonly rulesDir: string
  /** How many prompts an agent is shown at most where the file names no limit. */
  readonly limits: FloorTemplate['limits']
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
}

/** Keeps the floor in force and its file in step: all of it or none, but for the start, which takes what it can read. */
export class FloorKeeper {
  readonly #options: FloorKeeperOptions
  readonly #files: FollowedFiles<LoadedFloor>
  readonly #reloaded: Counter<'result'>
  readonly #faults: Gauge
  #floor: PlannedFloor
  /** What the file said that is in force. */
  #text: string | null = null
  #errors = 0
  #isStarted = false

  constructor(options: FloorKeeperOptions) {
    this.#options = options
    this.#floor = new PlannedFloor(EMPTY_PLAN, options.limits)
    const registers = [options.registry]
    this.#reloaded = new Counter({
      name: 'earshot_floor_reloads_total',
      help: 'Reloads of the floor file: swapped, unchanged, or refused because of faults.',
      labelNames: ['result'],
      registers,
    })
    this.#faults = new Gauge({
      name: 'earshot_floor_file_faults',
      help: 'Errors in the floor file as last read; not 0: an older state of it is in force.',
      registers,
    })
    const { rulesDir, clock, log } = options
    this.#files = new FollowedFiles({
      dir: rulesDir,
      isRead,
      load: () => loadFloor(rulesDir),
      take: (loaded) => this.#take(loaded),
      clock,
      onError: ({ name }) => log.warn({ errorName: name }, 'Watching the floor file failed.'),
    })
  }

  get floor(): PlannedFloor {
    return this.#floor
  }

  /** Errors in the file as last read. */
  get errors(): number {
    return this.#errors
  }

  /** Reads the file and follows it from now on. A fault costs thresholds, not the server its start. */
  start(): Promise<void> {
    return this.#files.follow()
  }

  close(): Promise<void> {
    return this.#files.close()
  }

  #take(loaded: LoadedFloor): void {
    const { limits } = this.#options
    const isChanged = loaded.text !== this.#text
    if (isChanged && (loaded.ok || !this.#isStarted)) {
      this.#floor = new PlannedFloor(loaded.plan, limits)
      this.#text = loaded.text
    }
    const result = !loaded.ok ? 'refused' : isChanged ? 'swapped' : 'unchanged'
    if (this.#isStarted) this.#reloaded.inc({ result })
    this.#isStarted = true
    this.#note(loaded, isChanged)
  }

  #note({ faults }: LoadedFloor, isChanged: boolean): void {
    const { log, rulesDir } = this.#options
    const errors = faults.filter(({ severity }) => severity === 'error')
    this.#errors = errors.length
    this.#faults.set(errors.length)
    if (errors.length > 0) {
      // The messages name people; the command line shows them.
      const places = errors.map(({ file, line, column, check }) => {
        return `${relative(rulesDir, file)}:${line}:${column} [${check}]`
      })
      log.error({ faults: places }, 'The floor file has faults, which `earshot floor lint` shows.')
      return
    }
    if (!isChanged) return
    const sites = this.#floor.sites()
    const teams = sites.flatMap((site) => site.teams).length
    log.info({ sites: sites.length, teams }, 'A new floor is in force.')
  }
}
