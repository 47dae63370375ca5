import type { Principal } from '../../contracts/access.ts'
import type { Painted } from '../../contracts/events.ts'
import { LATENCY_STAGES, type LatencyMs, type Outcome } from '../../contracts/outcome.ts'
import type { WallMs } from '../../contracts/time.ts'
import type { DeliveryMetrics, PaintedResult } from '../metrics.ts'
import type { LatencyWriter } from './latency-writer.ts'
import { maySeeOutcome } from './subscriptions.ts'

/** A paint that took longer is a browser that slept, or one whose clock is wrong. */
const LONGEST_PAINT_MS = 60_000
/** Outcomes whose delays are remembered; the oldest go first. */
const REMEMBERED = 10_000

interface SentOutcome {
  readonly outcome: Pick<Outcome, 'kind' | 'state' | 'agentId'>
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
  readonly #sent = new Map<string, SentOutcome>()
  readonly #options: DeliveryLatencyOptions

  constructor(options: DeliveryLatencyOptions) {
    this.#options = options
  }

  /** The outcome with the stages that are known of it here. `hasReaders`: somebody is about to be sent it. */
  stamp(input: { outcome: Outcome; now: WallMs; hasReaders: boolean }): Outcome {
    const { outcome, now, hasReaders } = input
    const known = this.#sent.get(outcome.outcomeId)
    if (known !== undefined) return { ...outcome, latencyMs: { ...outcome.latencyMs, ...lastStages(known) } }
    if (outcome.state !== 'shown' || !hasReaders) return outcome
    const letGoAt = outcome.createdAt + (outcome.latencyMs.wait ?? 0)
    const deliver = round(Math.max(0, now - letGoAt))
    const latencyMs = { ...outcome.latencyMs, deliver }
    this.#remember(outcome.outcomeId, { outcome, sentAt: now, latencyMs, painted: false })
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
    if (sent === undefined || !maySeeOutcome(principal, sent.outcome)) return 'unknown'
    if (liveSince > sent.sentAt) return 'replayed'
    if (sent.painted || message.state !== 'shown') return 'repeated'
    const paint = round(message.paintedAt - sent.sentAt)
    if (paint < 0 || paint > LONGEST_PAINT_MS) return 'implausible'
    sent.painted = true
    sent.latencyMs = { ...sent.latencyMs, paint }
    this.#options.metrics.stage('paint', paint)
    const total = totalMs(sent.latencyMs)
    if (total !== null) this.#options.metrics.stage('total', total)
    this.#options.writer.add(message.outcomeId, { paint })
    return 'counted'
  }

  #remember(outcomeId: string, sent: SentOutcome): void {
    this.#sent.set(outcomeId, sent)
    const [oldest] = this.#sent.keys()
    if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest)
  }
}

/** The whole delay that a person saw; null when a stage is not known, as when a tick decided the match. */
export function totalMs(latencyMs: LatencyMs): number | null {
  let total = 0
  for (const stage of LATENCY_STAGES) {
    // Most outcomes wait for nobody.
    const ms = latencyMs[stage] ?? (stage === 'wait' ? 0 : undefined)
    if (ms === undefined) return null
    total += ms
  }
  return total
}

function lastStages(sent: SentOutcome): LatencyMs {
  const { deliver, paint } = sent.latencyMs
  return { ...(deliver === undefined ? {} : { deliver }), ...(paint === undefined ? {} : { paint }) }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
