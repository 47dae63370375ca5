import { CONTINUES_WITHIN_MS } from '../contracts/call.ts'
import type { QualityStore, StoredCall } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** At the start, calls of so long are looked through… */
export const FIRST_LOOK_MS = 30 * DAY_MS

/** …and every hour those of so long, for what failed. */
export const LATER_LOOK_MS = 2 * DAY_MS

/** So much of a look at a time: some thousand calls of a large floor. */
const WINDOW_MS = HOUR_MS

/** Hours without such a call that are passed over at a time. */
const MOST_EMPTY = 24

/** No call lasts for longer: what began before is over, whether an end was kept or not. */
const LONGEST_CALL_MS = DAY_MS

/** Looks through kept calls for those that are over and have no card, an hour of them at a time, the newest first. */
export class MissedCalls {
  readonly #store: Pick<QualityStore, 'listUnscored'>
  readonly #beganAt: WallMs
  #until: number
  #oldest: number

  constructor(store: Pick<QualityStore, 'listUnscored'>, now: WallMs) {
    this.#store = store
    this.#beganAt = now
    this.#until = now
    this.#oldest = now
  }

  /** Begins a look at the calls of so many milliseconds; a longer one that is under way goes on to its end. */
  begin(lookMs: number, now: WallMs): void {
    this.#oldest = this.isDone ? now - lookMs : Math.min(this.#oldest, now - lookMs)
    this.#until = now
  }

  get isDone(): boolean {
    return this.#until <= this.#oldest
  }

  /** Those of the next hour that has any; none where a day has none. Another look may begin meanwhile, so it asks for the time. */
  async next(now: () => WallMs): Promise<readonly StoredCall[]> {
    for (let hours = 0; hours < MOST_EMPTY && !this.isDone; hours += 1) {
      const before = this.#until
      this.#until = Math.max(this.#oldest, before - WINDOW_MS)
      const found = await this.#store.listUnscored(wallMs(this.#until), wallMs(before))
      const over = found.filter((call) => this.#isOver(call, now()))
      if (over.length > 0) return over
    }
    return []
  }

  /** A call that a restart cut may go on for a while. */
  #isOver({ call, endedAt, endReason }: StoredCall, now: WallMs): boolean {
    if (endedAt !== null && endReason !== 'shutdown') return true
    return now - this.#beganAt > CONTINUES_WITHIN_MS || now - call.startedAt > LONGEST_CALL_MS
  }
}
