import type { Principal } from '../../contracts/access.ts'
import type { Painted } from '../../contracts/events.ts'
import type { FloorPlace } from '../../contracts/floor.ts'
import { totalDelayMs, type LatencyMs, type Outcome } from '../../contracts/outcome.ts'
import type { WallMs } from '../../contracts/time.ts'
import type { DeliveryMetrics, PaintedResult } from '../metrics.ts'
import type { LatencyWriter } from './latency-writer.ts'
import { maySeeOutcome } from './subscriptions.ts'

/** A paint that took longer is a browser that slept, or one whose clock is wrong. */
const LONGEST_PAINT_MS = 60_000
/**
 * Handing over takes a moment. What is confirmed later than this and was not shown here before was shown by an earlier
 * process, whose delay is not ours.
 */
const LONGEST_DELIVER_MS = 5_000
/** Outcomes whose delays are remembered; the oldest go first. */
const REMEMBERED = 10_000

interface SentOutcome {
  readonly outcome: Pick<Outcome, 'kind' | 'state' | 'agentId'>
  /** Where its call was. */
  readonly place: FloorPlace
  readonly sentAt: WallMs
  latencyMs: LatencyMs
  painted: boolean
}

export interface PaintReport {
  readonly message: Painted
  readonly principal: Principal
  /** Since when the reader gets events as they come; what it got of the past says nothing about delay. */
  readonly liveSince: WallMs
}

export interface DeliveryLatencyOptions {
  readonly metrics: DeliveryMetrics
  readonly writer: LatencyWriter
}

/** The last two stages of the road: outcome made → handed to sockets → painted. */
export class DeliveryLatency {
  /** Null: it was shown when nobody was there. */
  readonly #sent = new Map<string, SentOutcome | null>()
  readonly #options: DeliveryLatencyOptions

  constructor(options: DeliveryLatencyOptions) {
    this.#options = options
  }

  /** The outcome with the stages that are known of it here. `hasReaders`: somebody is about to be sent it. */
  stamp(input: { outcome: Outcome; place: FloorPlace; now: WallMs; hasReaders: boolean }): Outcome {
    const { outcome, place, now, hasReaders } = input
    const known = this.#sent.get(outcome.outcomeId)
    if (known === null) return outcome
    if (known !== undefined) return { ...outcome, latencyMs: { ...outcome.latencyMs, ...lastStages(known) } }
    // What people write themselves, and what is told on finals alone, is confirmed from the first.
    if (outcome.state !== 'shown' && outcome.state !== 'confirmed') return outcome
    const letGoAt = outcome.createdAt + (outcome.latencyMs.wait ?? 0)
    const deliver = round(Math.max(0, now - letGoAt))
    const isLate = outcome.state === 'confirmed' && deliver > LONGEST_DELIVER_MS
    if (!hasReaders || isLate) {
      this.#remember(outcome.outcomeId, null)
      return outcome
    }
    const latencyMs = { ...outcome.latencyMs, deliver }
    this.#remember(outcome.outcomeId, { outcome, place, sentAt: now, latencyMs, painted: false })
    this.#options.metrics.stage('deliver', deliver)
    this.#options.writer.add(outcome.outcomeId, { deliver })
    return { ...outcome, latencyMs }
  }

  /** Takes a browser's report. Only the first paint of an outcome, by a reader that it was sent to, counts. */
  painted(report: PaintReport): void {
    this.#options.metrics.painted.inc({ result: this.#judge(report) })
  }

  #judge({ message, principal, liveSince }: PaintReport): PaintedResult {
    const sent = this.#sent.get(message.outcomeId)
    if (sent === undefined || sent === null || !isFor(principal, sent)) return 'unknown'
    if (liveSince > sent.sentAt) return 'replayed'
    if (sent.painted || message.state !== 'shown') return 'repeated'
    const paint = round(message.paintedAt - sent.sentAt)
    if (paint < 0 || paint > LONGEST_PAINT_MS) return 'implausible'
    sent.painted = true
    sent.latencyMs = { ...sent.latencyMs, paint }
    this.#options.metrics.stage('paint', paint)
    const total = totalDelayMs(sent.latencyMs)
    if (total !== null) this.#options.metrics.stage('total', total)
    this.#options.writer.add(message.outcomeId, { paint })
    return 'counted'
  }

  #remember(outcomeId: string, sent: SentOutcome | null): void {
    this.#sent.set(outcomeId, sent)
    const [oldest] = this.#sent.keys()
    if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest)
  }
}

/** Whoever looks over an agent's shoulder does not see a prompt in the agent's place. */
function isFor(principal: Principal, { outcome, place }: SentOutcome): boolean {
  return maySeeOutcome(principal, outcome, place) && (outcome.kind !== 'prompt' || principal.role === 'agent')
}

function lastStages(sent: SentOutcome): LatencyMs {
  const { deliver, paint } = sent.latencyMs
  return { ...(deliver === undefined ? {} : { deliver }), ...(paint === undefined ? {} : { paint }) }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
