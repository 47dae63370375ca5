import { CountMin } from './count-min.ts'
import { hashHour } from './hash.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICKS_PER_DAY } from './tick.ts'

const HALF_LIFE_TICKS = 7 * TICKS_PER_DAY
const GROWTH = 2 ** (1 / HALF_LIFE_TICKS)
const RESCALE_ABOVE = 1e6
/** What `days` comes to in the end. */
const MOST_DAYS = HALF_LIFE_TICKS / Math.LN2 / TICKS_PER_DAY
const HOURS = 24
/** Only a feature that came so often has hours of its own; the others' would be noise. */
const HOURLY_FROM = 40
/** Expected sightings that must be there before an hour's own habit outweighs that of the whole day. */
const HOUR_PRIOR = 10
const LEAST = 0.5
const MOST = 5

/** What share of all contacts usually holds a feature: of the last weeks, the latest three hours left out. */
export class Background {
  readonly #sketch = new CountMin()
  readonly #hourly = new CountMin()
  readonly #contacts = new Float64Array(HOURS)
  #scale = 1
  #ticks = 0

  /** Contacts that it knows of, older ones counting less. */
  get contacts(): number {
    return this.#contacts.reduce((sum, contacts) => sum + contacts, 0) / this.#scale
  }

  /** Days that it knows of, older ones counting less: ten at most. */
  get days(): number {
    return this.#ticks / this.#scale / TICKS_PER_DAY
  }

  /** What part is still to come of what it will know in the end, 0 to 1. */
  get missing(): number {
    return Math.max(0, 1 - this.days / MOST_DAYS)
  }

  addContact(hour: number, weight: number): void {
    this.#contacts[hour] = (this.#contacts[hour] ?? 0) + weight * this.#scale
  }

  addFeature(feature: number, hour: number, weight: number): void {
    const known = this.#sketch.add(feature, weight * this.#scale)
    if (known >= HOURLY_FROM * this.#scale) this.#hourly.add(hashHour(feature, hour), weight * this.#scale)
  }

  /** Takes in at once what was kept from it, spread over the hours as all contacts are. */
  adopt(features: ReadonlyMap<number, number>, customers: number): void {
    const all = this.#contacts.reduce((sum, contacts) => sum + contacts, 0)
    const parts = Array.from(this.#contacts, (contacts) => (all > 0 ? contacts / all : 1 / HOURS))
    for (const [hour, part] of parts.entries()) this.addContact(hour, customers * part)
    for (const [feature, count] of features) {
      const known = this.#sketch.add(feature, count * this.#scale)
      if (known < HOURLY_FROM * this.#scale) continue
      for (const [hour, part] of parts.entries())
        this.#hourly.add(hashHour(feature, hour), count * part * this.#scale)
    }
  }

  share(feature: number): number {
    return (this.#sketch.estimate(feature) / this.#scale + 0.5) / (this.contacts + 1)
  }

  /** How much more often than over the whole day a feature comes at an hour. */
  hourFactor(feature: number, share: number, hour: number): number {
    if (this.#sketch.estimate(feature) < HOURLY_FROM * this.#scale) return 1
    const seen = this.#hourly.estimate(hashHour(feature, hour)) / this.#scale
    const expected = (share * (this.#contacts[hour] ?? 0)) / this.#scale
    return Math.min(MOST, Math.max(LEAST, (seen + HOUR_PRIOR) / (expected + HOUR_PRIOR)))
  }

  age(): void {
    this.#ticks += this.#scale
    this.#scale *= GROWTH
    if (this.#scale < RESCALE_ABOVE) return
    this.#sketch.scale(1 / this.#scale)
    this.#hourly.scale(1 / this.#scale)
    for (let hour = 0; hour < HOURS; hour += 1)
      this.#contacts[hour] = (this.#contacts[hour] ?? 0) / this.#scale
    this.#ticks /= this.#scale
    this.#scale = 1
  }

  save(to: StateWriter): void {
    to.number(this.#scale)
    to.number(this.#ticks)
    to.array(this.#contacts)
    this.#sketch.save(to)
    this.#hourly.save(to)
  }

  load(from: StateReader): void {
    this.#scale = from.number()
    this.#ticks = from.number()
    this.#contacts.set(from.array((length) => new Float64Array(length)))
    this.#sketch.load(from)
    this.#hourly.load(from)
  }
}
