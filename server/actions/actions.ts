import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { CallGrouping } from '../contracts/alert-case.ts'
import type { CallId, CallInfo } from '../contracts/call.ts'
import type { EvidencePart, Match } from '../contracts/match.ts'
import type { ShownPrompt } from '../contracts/store.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import type { CallMessage, Word } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { createActionsMetrics } from './actions-metrics.ts'
import { CallBook } from './call-book.ts'
import { AttentionBudget, type AttentionLimits } from './attention-budget.ts'
import type { CallOutcomesOptions, Decided } from './call-outcomes.ts'
import { withoutMasked } from './fill.ts'
import type { EarlierOutcomes } from './outcome-book.ts'

export interface ActionsOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** What people were told in calls that the last process was in, by call, for those that go on. */
  readonly earlierOutcomes?: ReadonlyMap<CallId, EarlierOutcomes> | undefined
  /** How many prompts an agent is shown at most. */
  readonly limits: AttentionLimits
  /** Who gets what; by default everybody gets everything, within `limits`. */
  readonly audience?: CallOutcomesOptions['audience']
  /** The attribute that names the queue of a call. */
  readonly queueAttribute: string
  /** Why people are told nothing of a match for a while; whoever keeps silences and demotions says so. */
  readonly quiet: CallOutcomesOptions['quiet']
  /** The site's articles, which texts may show; none by default. */
  readonly articleOf?: CallOutcomesOptions['articleOf']
  /** Gathers what happens in many calls at once; nothing by default. */
  readonly grouping?: CallGrouping | undefined
  /** The prompts that agents were shown within the hour before this process began. */
  readonly earlierPrompts?: readonly ShownPrompt[] | undefined
  /** Makes the words of the evidence fit to leave the process. */
  readonly redact: (words: readonly Word[]) => readonly Word[]
}

export interface Actions {
  start(): void
  /** Ends the subscriptions and forgets all calls. What was published stays published. */
  stop(): void
}

/** Turns matches into outcomes: who is told what, or why nobody is. */
export function createActions(options: ActionsOptions): Actions {
  const { bus, log, registry, clock, redact } = options
  const budget = new AttentionBudget(options.earlierPrompts)
  const book = new CallBook()
  const metrics = createActionsMetrics(registry, () => book.size)
  let subscriptions: Unsubscribe[] = []

  const publish = (decided: readonly Decided[]): void => {
    for (const each of decided) {
      metrics.decided(each)
      const { callId, outcomeId, rule, state, reason } = each.outcome
      log.debug({ callId, outcomeId, rule, state, reason }, 'Outcome decided.')
      bus.publish('outcome', each.outcome)
    }
  }

  const onCall = (message: CallMessage): void => {
    const { callId } = message
    if (message.type === 'start') {
      const { agentId, attributes } = message.call
      const earlier = earlierOf(message.call, options)
      book.open(callId, { ...options, agentId, attributes, budget, earlier })
    }
    const outcomes = book.get(callId)
    if (outcomes === undefined) return
    publish(outcomes.hear(message, wallMs(clock.now())))
    if (message.type === 'end') book.end(callId)
  }

  const onMatch = (match: Match): void => {
    const outcomes = book.get(match.callId)
    if (outcomes === undefined) {
      metrics.ignored('unknown-call')
      return
    }
    const decision = outcomes.take(redacted(match, redact), wallMs(clock.now()))
    if (decision.type === 'ignore') {
      metrics.ignored(decision.cause)
      return
    }
    publish(decision.decided)
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
      budget.clear()
    },
  }
}

/** On the time of the call that goes on with it. */
function earlierOf({ continues }: CallInfo, { earlierOutcomes }: ActionsOptions): EarlierOutcomes {
  if (continues === undefined) return []
  const earlier = earlierOutcomes?.get(continues.callId) ?? []
  return earlier.map(({ outcome, atMs }) => ({ outcome, atMs: callMs(atMs - continues.atMs) }))
}

/** The words of every part of the evidence leave the process with the outcome. */
function redacted(match: Match, redact: ActionsOptions['redact']): Match {
  const { evidence } = match
  const masked = <T extends EvidencePart>(part: T): T => withoutMasked({ ...part, words: redact(part.words) })
  return { ...match, evidence: { ...masked(evidence), others: evidence.others.map(masked) } }
}
