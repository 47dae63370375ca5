import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { Match } from '../contracts/match.ts'
import { wallMs } from '../contracts/time.ts'
import type { CallMessage, Word } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { createActionsMetrics } from './actions-metrics.ts'
import { CallBook } from './call-book.ts'

export interface ActionsOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Makes the words of the evidence fit to leave the process. */
  readonly redact: (words: readonly Word[]) => readonly Word[]
}

export interface Actions {
  start(): void
  /** Ends the subscriptions and forgets all calls. What was published stays published. */
  stop(): void
}

/** Turns matches into outcomes: who is told what, or why nobody is. */
export function createActions({ bus, log, registry, clock, redact }: ActionsOptions): Actions {
  const book = new CallBook()
  const metrics = createActionsMetrics(registry, () => book.size)
  let subscriptions: Unsubscribe[] = []

  const onCall = (message: CallMessage): void => {
    if (message.type === 'start') book.open(message.callId, message.call.agentId)
    else if (message.type === 'end') book.end(message.callId)
    else if (message.type === 'update' && message.change.agentId !== undefined) {
      const outcomes = book.get(message.callId)
      if (outcomes !== undefined) outcomes.agentId = message.change.agentId
    }
  }

  const onMatch = (match: Match): void => {
    const outcomes = book.get(match.callId)
    if (outcomes === undefined) {
      metrics.ignored('unknown-call')
      return
    }
    const { evidence } = match
    const decision = outcomes.take(
      { ...match, evidence: { ...evidence, words: redact(evidence.words) } },
      wallMs(clock.now()),
    )
    if (decision.type === 'ignore') {
      metrics.ignored(decision.cause)
      return
    }
    metrics.decided(decision)
    const { callId, outcomeId, rule, state, reason } = decision.outcome
    log.debug({ callId, outcomeId, rule, state, reason }, 'Outcome decided.')
    bus.publish('outcome', decision.outcome)
  }

  return {
    start() {
      if (subscriptions.length > 0) return
      subscriptions = [bus.subscribe('call', onCall), bus.subscribe('match', onMatch)]
    },
    stop() {
      for (const unsubscribe of subscriptions) unsubscribe()
      subscriptions = []
      book.clear()
    },
  }
}
