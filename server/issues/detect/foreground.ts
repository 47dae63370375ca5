import { mix } from './hash.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { WINDOW_TICKS } from './tick.ts'

const MOST_FEATURES = 50_000
const TABLE_SIZE = 131_072
const EMPTY = -1
/** A feature that came once and not again for so long makes room when the table is full. */
const STALE_TICKS = 6

/**
 * How many customers said each feature in each of the last 36 ticks: exact, and never more than 50,000 features.
 * When it is full, features that came once and not within half an hour go; if none can, new ones are refused and
 * counted.
 */
export class Foreground {
  readonly #table = new Int32Array(TABLE_SIZE).fill(EMPTY)
  #features = new Uint32Array(MOST_FEATURES)
  #totals = new Uint32Array(MOST_FEATURES)
  #lastSeen = new Float64Array(MOST_FEATURES)
  /** Tick by tick, all slots side by side. */
  #counts = new Uint16Array(MOST_FEATURES * WINDOW_TICKS)
  #free: number[] = []
  #used = 0
  /** Slots with a sighting in this tick, and those with one since they were last shown. */
  #touched: number[] = []
  #fresh = new Set<number>()
  #tick = 0
  #crowdedAt = -1
  #refused = 0

  get size(): number {
    return this.#used - this.#free.length
  }

  /** Sightings that found no room. */
  get refused(): number {
    return this.#refused
  }

  /** Moves on to a tick; what was counted 36 ticks before it leaves. */
  advance(tick: number): void {
    const first = Math.max(this.#tick + 1, tick - WINDOW_TICKS + 1)
    for (let at = first; at <= tick; at += 1) this.#clear(at % WINDOW_TICKS)
    this.#tick = tick
    this.#touched = []
    this.#fresh.clear()
    if (first <= tick) this.#sweep((slot) => (this.#totals[slot] ?? 0) === 0)
  }

  add(feature: number): void {
    const slot = this.#slotOf(feature)
    if (slot === EMPTY) return
    const at = (this.#tick % WINDOW_TICKS) * MOST_FEATURES + slot
    const count = this.#counts[at] ?? 0
    if (count === 0) this.#touched.push(slot)
    this.#fresh.add(slot)
    if (count === 65_535) return
    this.#counts[at] = count + 1
    this.#totals[slot] = (this.#totals[slot] ?? 0) + 1
    this.#lastSeen[slot] = this.#tick
  }

  /** Features of this tick that so many customers said within the window. */
  touched(least: number): number {
    return this.#touched.reduce((sum, slot) => sum + Number((this.#totals[slot] ?? 0) >= least), 0)
  }

  /** Shows each feature that was seen since the last time, and that so many customers said within the window. */
  forEachFresh(least: number, show: (feature: number, count: (ticks: number) => number) => void): void {
    for (const slot of this.#fresh) {
      if ((this.#totals[slot] ?? 0) < least) continue
      show(this.#features[slot] ?? 0, (ticks) => this.#count(slot, ticks))
    }
    this.#fresh.clear()
  }

  /** Customers who said a feature in the last ticks. */
  count(feature: number, ticks: number): number {
    const slot = this.#find(feature)
    return slot === EMPTY ? 0 : this.#count(slot, ticks)
  }

  #count(slot: number, ticks: number): number {
    if (ticks >= WINDOW_TICKS) return this.#totals[slot] ?? 0
    let sum = 0
    for (let back = 0; back < ticks; back += 1) {
      sum += this.#counts[((this.#tick - back) % WINDOW_TICKS) * MOST_FEATURES + slot] ?? 0
    }
    return sum
  }

  #find(feature: number): number {
    let at = mix(feature) & (TABLE_SIZE - 1)
    for (let slot = this.#table[at] ?? EMPTY; slot !== EMPTY; slot = this.#table[at] ?? EMPTY) {
      if (this.#features[slot] === feature) return slot
      at = (at + 1) & (TABLE_SIZE - 1)
    }
    return EMPTY
  }

  #slotOf(feature: number): number {
    const known = this.#find(feature)
    if (known !== EMPTY) return known
    if (this.size >= MOST_FEATURES && !this.#makeRoom()) {
      this.#refused += 1
      return EMPTY
    }
    const slot = this.#free.pop() ?? this.#used++
    this.#features[slot] = feature
    this.#totals[slot] = 0
    this.#enter(slot)
    return slot
  }

  /** At most once a tick, because it looks at everything. */
  #makeRoom(): boolean {
    if (this.#crowdedAt === this.#tick) return false
    this.#crowdedAt = this.#tick
    this.#sweep(
      (slot) => (this.#totals[slot] ?? 0) <= 1 && (this.#lastSeen[slot] ?? 0) < this.#tick - STALE_TICKS,
    )
    return this.size < MOST_FEATURES
  }

  #clear(column: number): void {
    const from = column * MOST_FEATURES
    for (let slot = 0; slot < this.#used; slot += 1) {
      const count = this.#counts[from + slot] ?? 0
      if (count > 0) this.#totals[slot] = (this.#totals[slot] ?? 0) - count
    }
    this.#counts.fill(0, from, from + this.#used)
  }

  /** Frees the slots that may go and builds the table anew, so that it holds no gaps. */
  #sweep(mayGo: (slot: number) => boolean): void {
    const free = new Uint8Array(this.#used)
    for (const slot of this.#free) free[slot] = 1
    for (let slot = 0; slot < this.#used; slot += 1) {
      if (free[slot] === 1 || !mayGo(slot)) continue
      free[slot] = 1
      this.#free.push(slot)
      this.#totals[slot] = 0
      for (let column = 0; column < WINDOW_TICKS; column += 1) this.#counts[column * MOST_FEATURES + slot] = 0
    }
    this.#table.fill(EMPTY)
    for (let slot = 0; slot < this.#used; slot += 1) if (free[slot] === 0) this.#enter(slot)
  }

  #enter(slot: number): void {
    let at = mix(this.#features[slot] ?? 0) & (TABLE_SIZE - 1)
    while (this.#table[at] !== EMPTY) at = (at + 1) & (TABLE_SIZE - 1)
    this.#table[at] = slot
  }

  save(to: StateWriter): void {
    to.numbers([this.#used, this.#tick, this.#crowdedAt, this.#refused])
    to.numbers(this.#free)
    to.numbers(this.#touched)
    to.numbers([...this.#fresh])
    to.array(this.#features.subarray(0, this.#used))
    to.array(this.#totals.subarray(0, this.#used))
    to.array(this.#lastSeen.subarray(0, this.#used))
    for (let column = 0; column < WINDOW_TICKS; column += 1) {
      to.array(this.#counts.subarray(column * MOST_FEATURES, column * MOST_FEATURES + this.#used))
    }
  }

  load(from: StateReader): void {
    const [used = 0, tick = 0, crowdedAt = 0, refused = 0] = from.numbers()
    this.#used = used
    this.#tick = tick
    this.#crowdedAt = crowdedAt
    this.#refused = refused
    this.#free = from.numbers()
    this.#touched = from.numbers()
    this.#fresh = new Set(from.numbers())
    this.#features.set(from.array((length) => new Uint32Array(length)))
    this.#totals.set(from.array((length) => new Uint32Array(length)))
    this.#lastSeen.set(from.array((length) => new Float64Array(length)))
    for (let column = 0; column < WINDOW_TICKS; column += 1) {
      this.#counts.set(
        from.array((length) => new Uint16Array(length)),
        column * MOST_FEATURES,
      )
    }
    this.#sweep(() => false)
  }
}
