import { type StateReader, type StateWriter } from './state-codec.ts'
import { WINDOW_TICKS } from './tick.ts'

/** Characters of customers' own words that are kept for quotes; the oldest go first. */
const MOST_TEXT = 8_000_000
/** Features of single contacts that are kept for the background; beyond it the oldest enter it early. */
const MOST_FEATURES = 2_000_000
const NOBODY = -1

/** What one contact said in one delivery; codes and features that its customer had not said before. */
export interface Entry {
  readonly id: string
  /** The same for all contacts of one customer. */
  readonly person: number
  readonly tick: number
  readonly source: number
  readonly channel: number
  /** Whether it may count for an alarm; contacts of a new feed are only learned from. */
  readonly counts: boolean
  /** Whether the customer had not been there within the window. */
  readonly isNewcomer: boolean
  readonly codes: readonly number[]
  readonly features: Uint32Array
  readonly texts: readonly string[]
}

interface Segment {
  readonly tick: number
  readonly first: number
  readonly previous: number[]
  readonly entries: Entry[]
}

/** What is new in a contact, after all that its customer said within the window. */
export type News = Pick<Entry, 'isNewcomer' | 'codes' | 'features'>

/** The single contacts of the last three hours, by tick; it knows who has been there. */
export class ContactWindow {
  #segments: Segment[] = []
  /** The number of the latest entry of each customer. */
  readonly #latest = new Map<number, number>()
  #next = 0
  #text = 0
  #features = 0

  get size(): number {
    return this.#segments.reduce((sum, { entries }) => sum + entries.length, 0)
  }

  add(entry: Omit<Entry, 'isNewcomer'>): News {
    const before = this.#latest.get(entry.person) ?? NOBODY
    const news = before === NOBODY ? { ...entry, isNewcomer: true } : this.#newsOf(before, entry)
    const segment = this.#segmentOf(entry.tick)
    segment.previous.push(before)
    const { isNewcomer, codes, features } = news
    segment.entries.push({ ...entry, isNewcomer, codes, features })
    this.#latest.set(entry.person, this.#next)
    this.#next += 1
    this.#features += features.length
    for (const text of entry.texts) this.#text += text.length
    this.#boundText()
    return news
  }

  /** Entries from a tick on, oldest first. */
  *since(tick: number): IterableIterator<Entry> {
    for (const segment of this.#segments) if (segment.tick >= tick) yield* segment.entries
  }

  /** Takes out and returns what has left the window when `tick` begins, and what no longer fits into it. */
  expire(tick: number): readonly Entry[] {
    const gone: Entry[] = []
    while (this.#isOver(tick)) {
      const segment = this.#segments.shift()
      if (segment === undefined) break
      for (const [at, entry] of segment.entries.entries()) {
        if (this.#latest.get(entry.person) === segment.first + at) this.#latest.delete(entry.person)
        this.#features -= entry.features.length
        for (const text of entry.texts) this.#text -= text.length
        gone.push(entry)
      }
    }
    return gone
  }

  #isOver(tick: number): boolean {
    const oldest = this.#segments[0]
    if (oldest === undefined) return false
    return oldest.tick <= tick - WINDOW_TICKS || (this.#features > MOST_FEATURES && oldest.tick < tick)
  }

  #segmentOf(tick: number): Segment {
    const last = this.#segments.at(-1)
    if (last !== undefined && last.tick >= tick) return last
    const segment = { tick, first: this.#next, previous: [], entries: [] }
    this.#segments.push(segment)
    return segment
  }

  #newsOf(before: number, entry: Omit<Entry, 'isNewcomer'>): News {
    const codes = new Set(entry.codes)
    const features = new Set(entry.features)
    for (let at = before; at !== NOBODY;) {
      const segment = this.#segments.findLast(({ first }) => first <= at)
      const earlier = segment?.entries[at - segment.first]
      if (segment === undefined || earlier === undefined) break
      for (const code of earlier.codes) codes.delete(code)
      for (const feature of earlier.features) features.delete(feature)
      at = segment.previous[at - segment.first] ?? NOBODY
    }
    return { isNewcomer: false, codes: [...codes], features: Uint32Array.from(features) }
  }

  /** Quotes come from the newest contacts, so the oldest texts are the ones to lose. */
  #boundText(): void {
    for (const segment of this.#segments) {
      if (this.#text <= MOST_TEXT) return
      segment.entries.forEach((entry, at) => {
        for (const text of entry.texts) this.#text -= text.length
        segment.entries[at] = { ...entry, texts: [] }
      })
    }
  }

  save(to: StateWriter): void {
    to.number(this.#next)
    to.number(this.#segments.length)
    for (const { tick, first, previous, entries } of this.#segments) {
      to.numbers([tick, first])
      to.numbers(entries.map(({ person }) => person))
      to.numbers(previous)
      for (const entry of entries) {
        to.numbers([entry.tick, entry.source, entry.channel, Number(entry.counts), Number(entry.isNewcomer)])
        to.text(entry.id)
        to.numbers(entry.codes)
        to.array(entry.features)
        to.texts(entry.texts)
      }
    }
  }

  load(from: StateReader): void {
    this.#next = from.number()
    this.#segments = []
    for (let left = from.number(); left > 0; left -= 1) {
      const [tick = 0, first = 0] = from.numbers()
      const persons = from.numbers()
      const previous = from.numbers()
      const entries = persons.map((person, at): Entry => {
        this.#latest.set(person, first + at)
        const [entryTick = 0, source = 0, channel = 0, counts = 0, newcomer = 0] = from.numbers()
        const id = from.text()
        const codes = from.numbers()
        const features = from.array((length) => new Uint32Array(length))
        const texts = from.texts()
        this.#features += features.length
        for (const text of texts) this.#text += text.length
        return {
          ...{ id, person, tick: entryTick, source, channel, codes, features, texts },
          ...{ counts: counts === 1, isNewcomer: newcomer === 1 },
        }
      })
      this.#segments.push({ tick, first, previous, entries })
    }
  }
}
