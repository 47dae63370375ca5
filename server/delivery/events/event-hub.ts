import type { Principal } from '../../contracts/access.ts'
import type { AlertCase } from '../../contracts/alert-case.ts'
import type { AssistState } from '../../contracts/assist.ts'
import type { CallId } from '../../contracts/call.ts'
import type { SequencedEvent, Snapshot } from '../../contracts/events.ts'
import { isSamePlace, NOWHERE, type FloorPlace, type PlaceOfCall } from '../../contracts/floor.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import { wallMs } from '../../contracts/time.ts'
import type { CallEnd, CallMessage, CallUpdate } from '../../contracts/transcript.ts'
import type { VolumeNotice } from '../../contracts/volume-notice.ts'
import { summarise, type CallAttributes, type LiveCall } from '../live/live-call.ts'
import { LiveCalls, type LiveCallChange } from '../live/live-calls.ts'
import { NewestCopies } from '../live/newest-copies.ts'
import { RecentNotices } from '../live/recent-notices.ts'
import { SummaryPace } from '../live/summary-pace.ts'
import type { DeliveryLatency } from './delivery-latency.ts'
import { EventLog, type LogEntry } from './event-log.ts'
import type { EventPosition } from './event-position.ts'
import { Reader, type ReaderSource } from './reader.ts'
import type { ReaderTransport } from './reader-transport.ts'
import { Readers, type ReadersOptions } from './readers.ts'
import { takeSnapshot } from './snapshot.ts'
import { maySee, withoutAlerts, type Audience } from './subscriptions.ts'

export interface EventHubOptions extends ReadersOptions {
  readonly latency: DeliveryLatency
  /** Told of everybody who follows a call's words and sees calls of others. */
  readonly onWatched?: ((principal: Principal, callId: CallId) => void) | undefined
  /** By which calls say what a board sorts by. */
  readonly callAttributes: CallAttributes
  readonly placeOf: PlaceOfCall
}

export interface ReaderRequest {
  readonly principal: Principal
  readonly transport: ReaderTransport
  readonly onlyCallId: CallId | null
  /** Where the reader left off; null: it starts afresh. */
  readonly after: EventPosition | null
}

/** A reader while it is connected. */
export interface Attachment {
  readonly reader: Reader
  /** The connection is over; calling it again does nothing. */
  detach(): void
}

/**
 * Turns what rooms say into one sequence of events and hands each to the readers that may see it. All of it
 * happens within one handler, so that a snapshot and the events after it never overlap or leave a hole.
 */
export class EventHub implements ReaderSource {
  readonly #options: EventHubOptions
  readonly #live: LiveCalls
  readonly #issues: NewestCopies<Issue>
  readonly #cases: NewestCopies<AlertCase>
  readonly #notices = new RecentNotices()
  readonly #log: EventLog
  readonly #pace = new SummaryPace()
  readonly #readers: Readers

  constructor(options: EventHubOptions) {
    this.#options = options
    this.#live = new LiveCalls(options)
    this.#issues = new NewestCopies({
      most: options.limits.openIssues,
      idOf: ({ issueId }) => issueId,
      isOver: ({ state }) => state === 'closed',
    })
    this.#cases = new NewestCopies({
      most: options.limits.openCases,
      idOf: ({ caseId }) => caseId,
      isOver: ({ state }) => state === 'resolved',
    })
    this.#log = new EventLog(options.limits)
    this.#readers = new Readers(options)
  }

  get epoch(): string {
    return this.#log.epoch
  }

  get lastSeq(): number {
    return this.#log.lastSeq
  }

  start(): void {
    this.#readers.start()
  }

  /** Closes every reader and takes no more; resolves when all connections are over. */
  async close(): Promise<void> {
    this.#readers.close()
    this.#live.clear()
    await this.#readers.drained()
  }

  /** Cuts the connections that did not close by themselves after `close`. */
  terminate(): void {
    this.#readers.terminate()
  }

  /** @throws AppError `FORBIDDEN`, `SHUTTING_DOWN` or `TOO_MANY_READERS` when this principal cannot read now. */
  admit(principal: Principal): void {
    this.#readers.admit(principal)
  }

  /** @throws AppError as `admit`; the caller closes the transport. */
  attach(request: ReaderRequest): Attachment {
    this.#readers.admit(request.principal)
    const reader = new Reader({ ...this.#options, ...request, source: this })
    const serverNow = wallMs(this.#options.clock.now())
    reader.begin({ epoch: this.epoch, serverNow }, this.#missedBy(reader, request.after))
    return { reader, detach: this.#readers.add(reader) }
  }

  snapshot(reader: Reader, callId: CallId | null): Snapshot {
    const wanted = callId ?? reader.onlyCallId
    const named = wanted === null ? null : this.#live.get(wanted)
    return takeSnapshot({
      principal: reader.principal,
      callAttributes: this.#options.callAttributes,
      watched: reader.watched,
      calls: wanted === null ? this.#live.values() : [named].filter((live) => live !== null),
      issues: wanted === null ? this.#issues.values() : null,
      notices: wanted === null ? this.#notices.values(wallMs(this.#options.clock.now())) : null,
      cases: wanted === null ? this.#cases.values() : null,
      placesOf: (alertCase) => this.#placesOf(alertCase),
      complete: callId === null || callId === reader.onlyCallId,
    })
  }

  /** A call that is live or ended a moment ago. */
  liveCall(callId: CallId): LiveCall | null {
    return this.#live.get(callId)
  }

  takeMessage(message: CallMessage): void {
    const change = this.#live.apply(message)
    this.#options.metrics.liveCalls.set(this.#live.size)
    if (change.after === null) return
    const audience = audienceOf(change.after)
    switch (message.type) {
      case 'tick':
        this.#summaryIfDue(change.after)
        return
      case 'update':
        this.#update(message, change, change.after)
        return
      case 'utterance':
        this.#countLeftOut(change, change.after)
        this.#publish(message, audience)
        return
      case 'end':
        this.#publish(message, audience)
        this.#summary(change.after)
        this.#pace.forget(message.callId)
        return
      case 'start':
        // An id that comes again may come elsewhere.
        this.#publish(message, { ...audience, ...movedBy(change) })
        return
      case 'gap':
        this.#publish(message, audience)
        return
    }
  }

  takeOutcome(outcome: Outcome): void {
    const place = this.#live.get(outcome.callId)?.place ?? NOWHERE
    // Addressed to its own agent: after a transfer, the withdrawal must reach whoever was shown it.
    const audience = { agentId: outcome.agentId, places: [place] }
    const hasReaders = this.#readers
      .candidates(audience)
      .some(({ principal }) => maySee({ principal, event: outcome, audience, watched: false }))
    const now = wallMs(this.#options.clock.now())
    const stamped = this.#options.latency.stamp({ outcome, place, now, hasReaders })
    const { before, after } = this.#live.apply(stamped)
    this.#publish(stamped, audience)
    // Boards count from summaries; a count should not have to wait for the next tick.
    const isCounted = before?.alerts !== after?.alerts || before?.prompts !== after?.prompts
    if (after !== null && isCounted) this.#summaryIfDue(after)
  }

  takeAssist(assist: AssistState): void {
    const { after } = this.#live.apply(assist)
    if (after !== null) this.#publish(assist, audienceOf(after))
  }

  takeIssue(issue: Issue): void {
    const { isNews, leftOut } = this.#issues.apply(issue)
    if (!isNews) return
    this.#options.metrics.openIssues.set(this.#issues.size)
    if (leftOut !== null) this.#options.metrics.issuesLeftOut.inc()
    this.#publish(issue, OF_NO_CALL)
  }

  takeNotice(notice: VolumeNotice): void {
    if (this.#notices.take(notice)) this.#publish(notice, OF_NO_CALL)
  }

  takeCase(alertCase: AlertCase): void {
    const { isNews, leftOut } = this.#cases.apply(alertCase)
    if (!isNews) return
    this.#options.metrics.openCases.set(this.#cases.size)
    if (leftOut !== null) this.#options.metrics.casesLeftOut.inc()
    this.#publish(alertCase, { agentId: null, places: this.#placesOf(alertCase) })
    const { before, after } = this.#live.apply(alertCase)
    if (after !== null && isOtherCase(before, after)) this.#summaryIfDue(after)
  }

  #update(message: CallUpdate, change: LiveCallChange, after: LiveCall): void {
    const from = change.before?.call.agentId ?? null
    const to = after.call.agentId
    const places = [after.place]
    const moved = movedBy(change)
    if (from === to) {
      this.#publish(message, { agentId: to, places, ...moved })
      return
    }
    // For the agent who gives the call away it is over; whoever takes it starts from a snapshot.
    if (from !== null) this.#publish(endFor(message), { agentId: from, places, agentOnly: true })
    this.#publish(message, { agentId: null, places, ...moved, ...(to === null ? {} : { joins: to }) })
  }

  /** A case goes with its call, also before the alerts room has said so. */
  #placesOf({ callId, places }: AlertCase): readonly FloorPlace[] {
    const live = callId === null ? null : this.#live.get(callId)
    return live === null ? places : [live.place]
  }

  #summaryIfDue(live: LiveCall): void {
    const { call, state } = live
    // After its end no tick follows that would tell the count later, and no end that would forget the pace.
    if (state === 'ended' || this.#pace.isDue(call.callId, this.#options.clock.now())) this.#summary(live)
  }

  #summary(live: LiveCall): void {
    const summary = summarise(live, this.#options.callAttributes)
    const audience = audienceOf(live)
    if (audience.agentId === null || (summary.alerts === 0 && summary.openCase === null)) {
      this.#publish(summary, audience)
      return
    }
    this.#publish(summary, { ...audience, agentId: null })
    this.#publish(withoutAlerts(summary), { ...audience, agentOnly: true })
  }

  #publish(event: SequencedEvent, audience: Audience): void {
    const entry = this.#log.append(event, audience)
    this.#options.metrics.events.inc({ type: event.type })
    this.#options.metrics.logBytes.set(this.#log.bytes)
    for (const reader of this.#readers.candidates(audience)) reader.offer(entry)
  }

  /** What a reader that comes back has to be told; null when only a snapshot will do. */
  #missedBy(reader: Reader, after: EventPosition | null): readonly LogEntry[] | null {
    if (after?.epoch !== this.epoch) return null
    const entries = this.#log.since(after.seq)
    if (entries === null || entries.some((entry) => reader.movesWith(entry))) return null
    const missed = entries.filter((entry) => reader.wants(entry))
    return missed.length > this.#options.limits.outboxEvents ? null : missed
  }

  #countLeftOut({ before }: LiveCallChange, after: LiveCall): void {
    const leftOut = after.finalsLeftOut - (before?.finalsLeftOut ?? 0)
    if (leftOut > 0) this.#options.metrics.finalsLeftOut.inc(leftOut)
  }
}

const OF_NO_CALL: Audience = { agentId: null, places: null }

/** Those who have the call now. */
function audienceOf({ call, place }: LiveCall): Audience {
  return { agentId: call.agentId, places: [place] }
}

/** Where the call was until now, if that is elsewhere. */
function movedBy({ before, after }: LiveCallChange): Pick<Audience, 'from'> {
  if (before === null || after === null || isSamePlace(before.place, after.place)) return {}
  return { from: before.place }
}

/** Whether a board shows something else now. */
function isOtherCase(before: LiveCall | null, { openCase }: LiveCall): boolean {
  const known = before?.openCase
  return known?.state !== openCase?.state || known?.severity !== openCase?.severity
}

function endFor(update: CallUpdate): CallEnd {
  const { callId, seq, atMs } = update
  return { type: 'end', callId, seq, atMs, durationMs: atMs, reason: 'completed' }
}
