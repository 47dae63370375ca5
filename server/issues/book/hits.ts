import type { Channel, HeardContact, JourneyStep } from '../../contracts/contact.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallMs, WallMs } from '../../contracts/time.ts'
import { personOf } from '../contacts/person.ts'
import { wordingOf } from './wording.ts'

/** Customers that one issue knows by name; of further ones only their number is known. */
const MOST_PERSONS = 50_000
/** Contacts of one customer that are told apart. */
const MOST_VISITS = 8

export interface Visit {
  readonly contactId: string
  readonly at: WallMs
  readonly channel: Channel
}

/** One customer who was hit, whatever the number of their contacts. */
export interface Hit {
  /** Where and when it was first heard of. */
  readonly contactId: string
  readonly channel: Channel
  readonly at: WallMs
  step: JourneyStep | null
  queue: string | null
  callId: CallId | null
  atMs: CallMs | null
  readonly visits: Visit[]
  moodSum: number
  moods: number
  /** How they talk of it. */
  broken: boolean
  wish: boolean
}

/** Customers hit by one issue, each once. Takes the same contact twice without harm, and in any order. */
export class Hits {
  readonly #byPerson = new Map<string, Hit>()
  /** A customer may become known in the middle of a contact. */
  readonly #personOfContact = new Map<string, string>()
  readonly #parts = new Set<string>()
  #beyond = 0

  /** All customers, those beyond the bound among them. */
  get size(): number {
    return this.#byPerson.size + this.#beyond
  }

  has(contactId: string): boolean {
    return this.#personOfContact.has(contactId)
  }

  /** True when anything is new. */
  add(contact: HeardContact): boolean {
    const part = `${contact.id}|${String(contact.at)}|${contact.codes.join()}|${String(contact.texts.length)}`
    if (this.#parts.has(part)) return false
    const person = this.#personOfContact.get(contact.id) ?? personOf(contact)
    const known = this.#byPerson.get(person)
    if (known === undefined && this.#byPerson.size >= MOST_PERSONS) {
      this.#beyond += 1
      return true
    }
    this.#parts.add(part)
    this.#personOfContact.set(contact.id, person)
    const hit = known ?? firstOf(contact)
    this.#byPerson.set(person, hit)
    learn(hit, contact)
    return true
  }

  *all(): IterableIterator<Hit> {
    yield* this.#byPerson.values()
  }

  /** Every contact that is known by itself. */
  *visits(): IterableIterator<{ readonly person: string; readonly at: WallMs }> {
    for (const [person, { visits }] of this.#byPerson) for (const { at } of visits) yield { person, at }
  }

  /** Customers with a contact after one time and up to another. */
  between(after: number, upTo: number, channel: Channel | null = null): number {
    let count = 0
    for (const { visits } of this.#byPerson.values()) {
      if (visits.some((visit) => isBetween(visit, after, upTo, channel))) count += 1
    }
    return count
  }

  /** Those who were first heard of by a time, newest first, for calling back. */
  newest(until: number, limit: number): readonly Hit[] {
    const hits = [...this.#byPerson.values()].filter(({ at }) => at <= until)
    return hits.toSorted((a, b) => b.at - a.at).slice(0, limit)
  }
}

function isBetween(visit: Visit, after: number, upTo: number, channel: Channel | null): boolean {
  return visit.at > after && visit.at <= upTo && (channel === null || visit.channel === channel)
}

function firstOf({ id, channel, at, step, queue, callId, atMs }: HeardContact): Hit {
  const about = { contactId: id, channel, at, step, queue, callId, atMs }
  return { ...about, visits: [], moodSum: 0, moods: 0, broken: false, wish: false }
}

function learn(hit: Hit, contact: HeardContact): void {
  hit.step ??= contact.step
  hit.queue ??= contact.queue
  if (!hit.visits.some(({ contactId }) => contactId === contact.id) && hit.visits.length < MOST_VISITS) {
    hit.visits.push({ contactId: contact.id, at: contact.at, channel: contact.channel })
  }
  if (contact.mood !== null) {
    hit.moodSum += contact.mood
    hit.moods += 1
  }
  for (const text of contact.texts) {
    const wording = wordingOf(text)
    hit.broken ||= wording.broken
    hit.wish ||= wording.wish
  }
}
