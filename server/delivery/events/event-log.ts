import { randomUUID } from 'node:crypto'
import { assertNever } from '../../contracts/assert-never.ts'
import type { Positioned, SequencedEvent } from '../../contracts/events.ts'
import type { Audience } from './subscriptions.ts'

/** One event, written as JSON once for all its readers. */
export interface LogEntry {
  readonly seq: number
  readonly event: SequencedEvent
  readonly audience: Audience
  /** Null when a newer event says all that this one did: a reader that is behind need not see it. */
  readonly payload: Buffer | null
}

export interface EventLogLimits {
  readonly logEvents: number
  readonly logBytes: number
}

interface HeldEntry extends LogEntry {
  payload: Buffer | null
}

/**
 * The one sequence of events of this process, as far back as the limits reach. An entry that a newer one
 * replaces is emptied at once: only the newest partial of an utterance, the newest summary of a call and the
 * newest revision of an issue are kept.
 */
export class EventLog {
  /** Positions are only good within one epoch. */
  readonly epoch: string = randomUUID()
  readonly #limits: EventLogLimits
  readonly #newest = new Map<string, HeldEntry>()
  #entries: HeldEntry[] = []
  #oldest = 0
  #emptied = 0
  #bytes = 0
  #lastSeq = 0
  #forgottenSeq = 0

  constructor(limits: EventLogLimits) {
    this.#limits = limits
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Bytes of JSON held. */
  get bytes(): number {
    return this.#bytes
  }

  /** Entries that a reader could still be sent. */
  get size(): number {
    return this.#entries.length - this.#oldest - this.#emptied
  }

  append(event: SequencedEvent, audience: Audience): LogEntry {
    this.#lastSeq += 1
    const positioned: Positioned<SequencedEvent> = { ...event, eventSeq: this.#lastSeq }
    const payload = Buffer.from(JSON.stringify(positioned))
    const entry: HeldEntry = { seq: this.#lastSeq, event, audience, payload }
    this.#replaceOlder(entry)
    this.#entries.push(entry)
    this.#bytes += payload.length
    this.#forget()
    return entry
  }

  /** What came after `seq` and is not replaced; null when the log does not reach back (or on) to it. */
  since(seq: number): readonly LogEntry[] | null {
    if (seq < this.#forgottenSeq || seq > this.#lastSeq) return null
    return this.#entries.slice(this.#oldest).filter((entry) => entry.seq > seq && entry.payload !== null)
  }

  #replaceOlder(entry: HeldEntry): void {
    const key = replaceKey(entry)
    if (key === null) return
    const older = this.#newest.get(key.name)
    if (older !== undefined) this.#empty(older)
    if (key.last) this.#newest.delete(key.name)
    else this.#newest.set(key.name, entry)
  }

  #empty(entry: HeldEntry): void {
    if (entry.payload === null) return
    this.#bytes -= entry.payload.length
    this.#emptied += 1
    entry.payload = null
  }

  #forget(): void {
    while (this.size > this.#limits.logEvents || this.#bytes > this.#limits.logBytes) this.#forgetOldest()
    // Emptied entries are swept together, so that each append costs the same on average.
    if (this.#oldest + this.#emptied > 1024 + this.size) this.#sweep()
  }

  #forgetOldest(): void {
    const entry = this.#entries[this.#oldest]
    if (entry === undefined) return
    this.#oldest += 1
    this.#forgottenSeq = entry.seq
    if (entry.payload === null) {
      this.#emptied -= 1
      return
    }
    this.#bytes -= entry.payload.length
    const key = replaceKey(entry)
    if (key !== null && this.#newest.get(key.name) === entry) this.#newest.delete(key.name)
  }

  #sweep(): void {
    this.#entries = this.#entries.slice(this.#oldest).filter((entry) => entry.payload !== null)
    this.#oldest = 0
    this.#emptied = 0
  }
}

/** Events of one name replace each other; `last`: nothing will replace this one. */
function replaceKey({ event, audience }: LogEntry): { readonly name: string; readonly last: boolean } | null {
  switch (event.type) {
    case 'utterance':
      return { name: `utterance ${event.callId} ${event.utteranceId}`, last: event.state === 'final' }
    case 'call':
      return { name: `call ${event.callId} ${audience.agentOnly === true}`, last: event.state === 'ended' }
    case 'assist':
      return { name: `assist ${event.callId}`, last: false }
    case 'case':
      // One that is resolved may be armed again.
      return { name: `case ${event.caseId}`, last: false }
    case 'issue':
      // Even a closed one may come back.
      return { name: `issue ${event.issueId}`, last: false }
    case 'start':
    case 'update':
    case 'gap':
    case 'end':
    case 'outcome':
    case 'notice':
      return null
    default:
      return assertNever(event)
  }
}
