import { CHANNELS, type Channel, type CodeId, type HeardContact } from '../../contracts/contact.ts'
import { personOf } from '../contacts/person.ts'

export const STEP_MS = 300_000
const STEPS_PER_HOUR = 12
const HOUR_MS = 3_600_000
/** A customer counts once in so long for a channel's volume and for a code, as in detection. */
const ONCE_IN_MS = 3 * HOUR_MS
/** How far back counts go: a week. */
export const TALLY_STEPS = 7 * 24 * STEPS_PER_HOUR
const TALLY_HOURS = 7 * 24
/** Hours of which single steps are kept for a code. */
const FINE_STEPS = 2 * STEPS_PER_HOUR
/** A flood of customers in three hours makes the oldest of them count again, and nothing else. */
const MOST_PERSONS = 200_000

interface Seen {
  at: number
  readonly codes: Set<CodeId>
}

/** A code on a channel: by hour for a week, by step for the latest hours. */
interface Cell {
  readonly hours: Map<number, number>
  readonly steps: Map<number, number>
}

export interface CellCount {
  readonly code: CodeId
  readonly channel: Channel
  readonly contacts: number
  readonly lastHour: number
}

/** Plain data of a tally. */
export interface TallyState {
  readonly volumes: readonly (readonly [channel: Channel, step: number, contacts: number])[]
  readonly coded: readonly (readonly [hour: number, contacts: number, coded: number])[]
  readonly cells: readonly (readonly [
    key: string,
    hours: readonly (readonly [number, number])[],
    steps: readonly (readonly [number, number])[],
  ])[]
  readonly persons: readonly (readonly [person: string, at: number, codes: readonly CodeId[]])[]
}

/** How many customers there were, by channel and by code, in the last week: what charts, maps and rates are made of. */
export class Tally {
  /** Newest last. */
  #persons = new Map<string, Seen>()
  readonly #volumes = new Map<Channel, Map<number, number>>()
  readonly #coded = new Map<number, { contacts: number; coded: number }>()
  readonly #cells = new Map<string, Cell>()

  add({ channel, codes, at, ...contact }: HeardContact): void {
    const person = personOf(contact)
    const seen = this.#persons.get(person)
    const isNew = seen === undefined || at - seen.at >= ONCE_IN_MS
    const known = isNew ? { at, codes: new Set<CodeId>() } : seen
    const step = Math.floor(at / STEP_MS)
    const coded = entry(this.#coded, Math.floor(at / HOUR_MS), () => ({ contacts: 0, coded: 0 }))
    if (isNew) {
      const volumes = entry(this.#volumes, channel, () => new Map<number, number>())
      increase(volumes, step)
      coded.contacts += 1
    }
    if (codes.length > 0 && known.codes.size === 0) coded.coded += 1
    for (const code of codes) {
      if (known.codes.has(code)) continue
      known.codes.add(code)
      const cell = entry(this.#cells, `${channel} ${code}`, newCell)
      increase(cell.hours, Math.floor(at / HOUR_MS))
      increase(cell.steps, step)
    }
    this.#persons.delete(person)
    this.#persons.set(person, known)
  }

  /** Forgets what is older than a week; once a minute or so. */
  advance(now: number): void {
    for (const [person, { at }] of this.#persons) {
      if (now - at < ONCE_IN_MS && this.#persons.size <= MOST_PERSONS) break
      this.#persons.delete(person)
    }
    const step = Math.floor(now / STEP_MS)
    const hour = Math.floor(now / HOUR_MS)
    for (const volumes of this.#volumes.values()) dropBefore(volumes, step - TALLY_STEPS)
    dropBefore(this.#coded, hour - TALLY_HOURS)
    for (const [key, { hours, steps }] of this.#cells) {
      dropBefore(hours, hour - TALLY_HOURS)
      dropBefore(steps, step - FINE_STEPS)
      if (hours.size === 0) this.#cells.delete(key)
    }
  }

  /** Customers in each step from one on, on a channel or on all. */
  volumes(from: number, count: number, channel: Channel | null): readonly number[] {
    const channels = channel === null ? CHANNELS : [channel]
    return Array.from({ length: count }, (_, at) =>
      channels.reduce((sum, one) => sum + (this.#volumes.get(one)?.get(from + at) ?? 0), 0),
    )
  }

  /** Customers of the last hour. */
  lastHour(now: number, channel: Channel | null): number {
    const from = Math.floor((now - HOUR_MS) / STEP_MS) + 1
    return this.volumes(from, STEPS_PER_HOUR, channel).reduce((sum, one) => sum + one, 0)
  }

  /** Each code on each channel within the last whole hours and the running one, a week at most. */
  cells(now: number, hours: number): readonly CellCount[] {
    const firstHour = Math.floor(now / HOUR_MS) - hours
    const firstStep = Math.floor((now - HOUR_MS) / STEP_MS) + 1
    return [...this.#cells].flatMap(([key, cell]) => {
      const space = key.indexOf(' ')
      const channel = CHANNELS.find((one) => one === key.slice(0, space))
      const contacts = sumFrom(cell.hours, firstHour)
      if (channel === undefined || contacts === 0) return []
      return [{ code: key.slice(space + 1), channel, contacts, lastHour: sumFrom(cell.steps, firstStep) }]
    })
  }

  /** Customers within the same hours, and how many of them hit a code. */
  coverage(now: number, hours: number): { readonly contacts: number; readonly coded: number } {
    const first = Math.floor(now / HOUR_MS) - hours
    let contacts = 0
    let coded = 0
    for (const [hour, counts] of this.#coded) {
      if (hour < first) continue
      contacts += counts.contacts
      coded += counts.coded
    }
    return { contacts, coded: Math.min(contacts, coded) }
  }

  save(): TallyState {
    return {
      volumes: [...this.#volumes].flatMap(([channel, steps]) =>
        [...steps].map(([step, count]) => [channel, step, count] as const),
      ),
      coded: [...this.#coded].map(([hour, { contacts, coded }]) => [hour, contacts, coded] as const),
      cells: [...this.#cells].map(([key, { hours, steps }]) => [key, [...hours], [...steps]] as const),
      persons: [...this.#persons].map(([person, { at, codes }]) => [person, at, [...codes]] as const),
    }
  }

  load({ volumes, coded, cells, persons }: TallyState): void {
    for (const [channel, step, count] of volumes) {
      entry(this.#volumes, channel, () => new Map<number, number>()).set(step, count)
    }
    for (const [hour, contacts, known] of coded) this.#coded.set(hour, { contacts, coded: known })
    for (const [key, hours, steps] of cells) {
      this.#cells.set(key, { hours: new Map(hours), steps: new Map(steps) })
    }
    for (const [person, at, codes] of persons) this.#persons.set(person, { at, codes: new Set(codes) })
  }
}

function newCell(): Cell {
  return { hours: new Map(), steps: new Map() }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function increase(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function sumFrom(counts: ReadonlyMap<number, number>, first: number): number {
  let sum = 0
  for (const [key, count] of counts) if (key >= first) sum += count
  return sum
}

function dropBefore(map: Map<number, unknown>, first: number): void {
  for (const key of map.keys()) if (key < first) map.delete(key)
}
