import { relative } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { FollowedFiles } from '../platform/followed-files.ts'
import type { Log } from '../platform/log.ts'
import { hasErrors, formatFault } from '../platform/yaml/file-fault.ts'
import { SCORE_CARD_FILE, readForm, type KnownNames, type ReadForm } from './form/read-form.ts'
import type { ScoreForm } from './form/score-form.ts'
import type { QualityMetrics } from './quality-metrics.ts'

export interface FormKeeperOptions {
  readonly rulesDir: string
  /** What items may name, with the files as they are now. */
  readonly known: () => KnownNames
  readonly clock: Clock
  readonly log: Log
  readonly metrics: QualityMetrics
  /** Another score card has come into force. */
  readonly onChanged: () => void
}

/** Keeps the score card in force and its file in step: whole or not at all, but for the start, which takes what it can use. */
export class FormKeeper {
  readonly #options: FormKeeperOptions
  readonly #files: FollowedFiles<ReadForm>
  #form: ScoreForm | null = null
  #errors = 0
  #begun = false

  constructor(options: FormKeeperOptions) {
    this.#options = options
    const { rulesDir, clock, log, known } = options
    this.#files = new FollowedFiles({
      dir: rulesDir,
      isRead: (path) => path === SCORE_CARD_FILE,
      load: () => readForm(rulesDir, known()),
      take: (read) => this.#take(read),
      clock,
      onError: ({ name }) => log.warn({ errorName: name }, 'Watching the score card failed.'),
    })
  }

  /** Null: the site has none, and nothing is scored. */
  get form(): ScoreForm | null {
    return this.#form
  }

  /** Errors in the file as last read. */
  get errors(): number {
    return this.#errors
  }

  /** Reads the file and follows it from now on. */
  follow(): Promise<void> {
    return this.#files.follow()
  }

  /** Reads the file without waiting for the watch; resolves when what it says is in force, or refused. */
  reload(): Promise<void> {
    return this.#files.reload()
  }

  close(): Promise<void> {
    return this.#files.close()
  }

  #take(read: ReadForm): void {
    const { log, metrics, rulesDir, onChanged } = this.#options
    const errors = read.faults.filter(({ severity }) => severity === 'error')
    const isInForce = !hasErrors(read.faults) || !this.#begun
    this.#begun = true
    this.#errors = errors.length
    metrics.faults.set(errors.length)
    metrics.reloads.inc({ result: isInForce ? 'swapped' : 'refused' })
    if (errors.length > 0) {
      const faults = errors.map((fault) => formatFault({ ...fault, file: relative(rulesDir, fault.file) }))
      log.error({ faults }, 'The score card has faults.')
    }
    if (!isInForce || read.form?.hash === this.#form?.hash) return
    this.#form = read.form
    log.info(
      { items: read.form?.items.length ?? 0, hash: read.form?.hash ?? null },
      'A score card is in force.',
    )
    onChanged()
  }
}
