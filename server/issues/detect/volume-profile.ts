import { type StateReader, type StateWriter } from './state-codec.ts'
import { type LocalHour, TICKS_PER_DAY } from './tick.ts'

const HOURS = 24
const WEEKDAYS = 7
const KEEP = 0.5 ** (1 / (28 * TICKS_PER_DAY))
/** Ticks of a weekday that must have been seen before it has a level of its own: most of one day. */
const WHOLE_DAY = 250
/** A week, so that each weekday has been seen. */
const LEAST_HISTORY_TICKS = 7 * TICKS_PER_DAY

/** How many contacts one feed usually brings at each hour of each weekday. */
export class VolumeProfile {
  #ticks = 0
  /** For each hour of the day and each weekday: contacts and ticks, older ones counting less. */
  readonly #hours = new Float64Array(2 * HOURS)
  readonly #days = new Float64Array(2 * WEEKDAYS)

  /** Whether it has seen a whole week. */
  get isRipe(): boolean {
    return this.#ticks >= LEAST_HISTORY_TICKS
  }

  /** The contacts that this tick usually brings. */
  expected({ hour, weekday }: LocalHour): number {
    const whole = this.#mean()
    const ofDay = (this.#days[2 * weekday + 1] ?? 0) < WHOLE_DAY ? whole : ratio(this.#days, weekday)
    return whole === 0 ? 0 : (ratio(this.#hours, hour) * ofDay) / whole
  }

  learn(contacts: number, { hour, weekday }: LocalHour): void {
    for (const values of [this.#hours, this.#days]) {
      for (let place = 0; place < values.length; place += 1) values[place] = (values[place] ?? 0) * KEEP
    }
    for (const [values, at] of [
      [this.#hours, hour],
      [this.#days, weekday],
    ] as const) {
      values[2 * at] = (values[2 * at] ?? 0) + contacts
      values[2 * at + 1] = (values[2 * at + 1] ?? 0) + 1
    }
    this.#ticks += 1
  }

  /** Contacts a tick over the whole day, each hour weighing the same. */
  #mean(): number {
    let sum = 0
    let hours = 0
    for (let hour = 0; hour < HOURS; hour += 1) {
      if ((this.#hours[2 * hour + 1] ?? 0) === 0) continue
      sum += ratio(this.#hours, hour)
      hours += 1
    }
    return hours === 0 ? 0 : sum / hours
  }

  save(to: StateWriter): void {
    to.number(this.#ticks)
    to.array(this.#hours)
    to.array(this.#days)
  }

  load(from: StateReader): void {
    this.#ticks = from.number()
    this.#hours.set(from.array((length) => new Float64Array(length)))
    this.#days.set(from.array((length) => new Float64Array(length)))
  }
}

/** Contacts a tick in one place; 0 where nothing has been seen. */
function ratio(values: Float64Array, at: number): number {
  const ticks = values[2 * at + 1] ?? 0
  return ticks === 0 ? 0 : (values[2 * at] ?? 0) / ticks
}
