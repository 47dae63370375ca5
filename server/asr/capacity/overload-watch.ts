import type { OverloadLevel } from '../../contracts/health.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { Ladder } from './ladder.ts'
import { floorLateness } from './lateness.ts'

const LOOK_MS = 1000

interface OverloadWatchOptions {
  readonly clock: Clock
  readonly log: Log
  /** How late each live call is decoded, in milliseconds. */
  readonly lateness: () => readonly number[]
  /** By their usual cost the live calls would fit well. */
  readonly hasRoom: () => boolean
  /** Makes recognition cheaper, or as it was; may take long. */
  readonly economise: (on: boolean) => Promise<void>
  readonly onChange: (level: OverloadLevel) => void
}

/** Looks once a second at how late the calls are, and takes and gives up the measures of the ladder. */
export class OverloadWatch {
  readonly #options: OverloadWatchOptions
  readonly #ladder = new Ladder()
  #lateMs = 0
  #cancel: () => void = () => undefined
  /** `unclear`: a change failed, perhaps half-way. */
  #economy: 'off' | 'changing' | 'on' | 'unclear' = 'off'
  #stopped = false

  constructor(options: OverloadWatchOptions) {
    this.#options = options
  }

  get level(): OverloadLevel {
    return this.#ladder.level
  }

  get lateMs(): number {
    return this.#lateMs
  }

  /** Calls are late now, in spite of the measures. */
  get isLate(): boolean {
    return this.#ladder.isLate
  }

  /** Recognition is, or is about to be, cheaper than usual. */
  get isEconomical(): boolean {
    return this.#economy !== 'off'
  }

  start(): void {
    this.#cancel = this.#options.clock.every(LOOK_MS, () => this.#look())
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  #look(): void {
    const { clock, log, lateness, hasRoom, onChange } = this.#options
    this.#lateMs = Math.round(floorLateness(lateness()))
    const before = this.level
    if (!this.#ladder.step({ now: clock.now(), lateMs: this.#lateMs, hasRoom: hasRoom() })) return
    log.warn({ from: before, to: this.level, lateMs: this.#lateMs }, 'The measures against overload changed.')
    onChange(this.level)
    void this.#economise()
  }

  /** Brings recognition to what the level asks for; whatever changes meanwhile is looked at afterwards. */
  async #economise(): Promise<void> {
    while (this.#economy !== 'changing' && this.#economy !== this.#wantedEconomy() && !this.#stopped) {
      const wanted = this.#wantedEconomy()
      this.#economy = 'changing'
      try {
        await this.#options.economise(wanted === 'on')
        this.#economy = wanted
      } catch (thrown) {
        this.#economy = 'unclear'
        const err = normaliseError(thrown)
        this.#options.log.warn({ err, wanted }, 'Larger chunks could not be switched.')
        // The other measures hold, and the next change of level tries again.
        return
      }
    }
  }

  #wantedEconomy(): 'on' | 'off' {
    return this.level === 'larger-chunks' || this.level === 'behind' ? 'on' : 'off'
  }
}
