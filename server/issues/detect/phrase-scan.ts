import { Background } from './background.ts'
import { type Candidate } from './clusters.ts'
import { type Entry } from './contact-window.ts'
import { Foreground } from './foreground.ts'
import { surprise } from './poisson.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICKS_PER_DAY, WINDOW_TICKS } from './tick.ts'

/** Half an hour, an hour, three hours. */
const WINDOWS = [6, 12, 36] as const
const LEAST_CUSTOMERS = 3
/** Counts vary by a third beyond chance from hour to hour: the size of the negative-binomial. */
const SIZE = 10
/** A feature at least so surprising is followed; far below any threshold, so that the history shows its tail. */
export const SUSPICION = 4
/** Most surprising features of a tick that are looked at together. */
const MOST_CANDIDATES = 300
const LEAST_BACKGROUND = 100
const LEAST_LOOKS = 100
/** Looks a day of a middling centre: what is taken for the first day, when they are still being counted. */
const LOOKS_AT_FIRST = 10_000

/** Holds what customers said within the last three hours against what customers usually say. */
export class PhraseScan {
  readonly #background = new Background()
  readonly #foreground = new Foreground()
  readonly #hourOf: (tick: number) => number
  /** Customers of each tick of the window. */
  #customers = new Float64Array(WINDOW_TICKS)
  #tick = 0
  /** Features that were suspicious in the last look at this tick. */
  #suspicious = new Set<number>()
  #looks = 0
  #ticks = 0

  constructor(hourOf: (tick: number) => number) {
    this.#hourOf = hourOf
  }

  /** Sightings of features that the foreground had no room for. */
  get refused(): number {
    return this.#foreground.refused
  }

  /** Features that are held against the background in an average day: each could raise a false alarm. */
  get looksPerDay(): number {
    const seen = (this.#looks / Math.max(1, this.#ticks)) * TICKS_PER_DAY
    return Math.max(this.#ticks < TICKS_PER_DAY ? LOOKS_AT_FIRST : LEAST_LOOKS, seen)
  }

  /** What part of the background is still to come, 0 to 1. */
  get missing(): number {
    return this.#background.missing
  }

  hit(features: Uint32Array, isNewcomer: boolean): void {
    const at = this.#tick % WINDOW_TICKS
    if (isNewcomer) this.#customers[at] = (this.#customers[at] ?? 0) + 1
    for (const feature of features) this.#foreground.add(feature)
  }

  /**
   * Begins a tick. What is given has left the window and enters the background. A new feed's contacts weigh as if it
   * had been there all along, so that what is usual in it is usual from then on.
   */
  begin(tick: number, gone: readonly Entry[]): void {
    let saidAt = -1
    let hour = 0
    const ofNewFeed = Math.max(1, this.#background.days)
    for (const { features, isNewcomer, counts, tick: said } of gone) {
      const weight = counts ? 1 : ofNewFeed
      if (said !== saidAt) hour = this.#hourOf(said)
      saidAt = said
      if (isNewcomer) this.#background.addContact(hour, weight)
      for (const feature of features) this.#background.addFeature(feature, hour, weight)
    }
    this.#background.age()
    for (let at = Math.max(this.#tick + 1, tick - WINDOW_TICKS + 1); at <= tick; at += 1) {
      this.#customers[at % WINDOW_TICKS] = 0
    }
    this.#tick = tick
    this.#suspicious.clear()
    this.#foreground.advance(tick)
  }

  /** What was kept from the background is usual from now on. */
  adopt(features: ReadonlyMap<number, number>, customers: number): void {
    this.#background.adopt(features, customers)
  }

  /** Customers of the last so many ticks. */
  customers(ticks: number): number {
    let sum = 0
    for (let back = 0; back < ticks && back <= this.#tick; back += 1) sum += this.#customersAt(back)
    return sum
  }

  /** Ends a tick: what was looked at in it is counted, from the first tick on in which there was anything to look at. */
  passTick(): void {
    const looks = this.#foreground.touched(LEAST_CUSTOMERS)
    if (this.#background.contacts < LEAST_BACKGROUND || this.#looks + looks === 0) return
    this.#ticks += 1
    this.#looks += looks
  }

  /**
   * Features that are surprisingly frequent, most surprising first: those that were seen since the last look, and when
   * there are any, those that were so in an earlier look at this tick.
   */
  candidates(): readonly Candidate[] {
    if (this.#background.contacts < LEAST_BACKGROUND) return []
    const customers = WINDOWS.map((ticks) => this.customers(ticks))
    const candidates: Candidate[] = []
    const looked = new Set<number>()
    const look = (feature: number, count: (ticks: number) => number): void => {
      looked.add(feature)
      const candidate = this.#weigh(feature, count, customers)
      if (candidate.score >= SUSPICION) candidates.push(candidate)
    }
    this.#foreground.forEachFresh(LEAST_CUSTOMERS, look)
    if (candidates.length === 0) return candidates
    for (const feature of this.#suspicious) {
      if (!looked.has(feature)) look(feature, (ticks) => this.#foreground.count(feature, ticks))
    }
    this.#suspicious = new Set(candidates.map(({ feature }) => feature))
    return candidates.toSorted((a, b) => b.score - a.score || a.feature - b.feature).slice(0, MOST_CANDIDATES)
  }

  /** How surprising a feature is over the window in which it is most so; customers are given for each window. */
  #weigh(feature: number, count: (ticks: number) => number, customers: readonly number[]): Candidate {
    const share = this.#background.share(feature)
    let best = { feature, score: 0, ticks: 0, share }
    for (const [at, ticks] of WINDOWS.entries()) {
      const seen = count(ticks)
      if (seen < LEAST_CUSTOMERS || surprise(seen, share * (customers[at] ?? 0), SIZE) < SUSPICION) continue
      const score = surprise(seen, this.#expected(feature, share, ticks), SIZE)
      if (score > best.score) best = { feature, score, ticks, share }
    }
    return best
  }

  /** Customers of the last ticks who would usually have said a feature, hour by hour. */
  #expected(feature: number, share: number, ticks: number): number {
    let expected = 0
    let factor = 1
    let hour = -1
    for (let back = 0; back < ticks; back += 1) {
      // Three ticks share an hour in every time zone.
      if (back % 3 === 0 || hour === -1) {
        const then = this.#hourOf(this.#tick - back)
        if (then !== hour) factor = this.#background.hourFactor(feature, share, then)
        hour = then
      }
      expected += share * factor * this.#customersAt(back)
    }
    return expected
  }

  #customersAt(back: number): number {
    return this.#customers[(((this.#tick - back) % WINDOW_TICKS) + WINDOW_TICKS) % WINDOW_TICKS] ?? 0
  }

  save(to: StateWriter): void {
    this.#background.save(to)
    this.#foreground.save(to)
    to.array(this.#customers)
    to.numbers([this.#tick, this.#looks, this.#ticks])
    to.numbers([...this.#suspicious])
  }

  load(from: StateReader): void {
    this.#background.load(from)
    this.#foreground.load(from)
    this.#customers = from.array((length) => new Float64Array(length))
    const [tick = 0, looks = 0, ticks = 0] = from.numbers()
    this.#tick = tick
    this.#looks = looks
    this.#ticks = ticks
    this.#suspicious = new Set(from.numbers())
  }
}
