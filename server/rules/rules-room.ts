import { Subject, type Subscription } from 'rxjs'
import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { traceOf } from '../platform/error-trace.ts'
import { RuleKeeper, type CurrentRules } from './rule-keeper.ts'
import { createRulesMetrics, type RulesMetrics } from './rules-metrics.ts'
import { matchStream, type StreamObserver } from './stream.ts'

export interface RulesOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Folder with `*.rule.yaml` files, at any depth. */
  readonly rulesDir: string
}

/** Turns the words of calls into matches: topic `call` in, topic `match` out. */
export interface RulesRoom {
  /**
   * Loads the rules, listens to the bus and follows the files.
   * @throws AppError `RULES_INVALID` with every fault, when a rule file has an error.
   */
  start(): Promise<void>
  /** Stops listening; what has been published before has been judged. */
  stop(): Promise<void>
  current(): CurrentRules
}

/** Wires the room; nothing is read and nothing is heard before `start`. */
export function createRules(options: RulesOptions): RulesRoom {
  const { bus, log, registry, clock, rulesDir } = options
  const metrics = createRulesMetrics(registry)
  const keeper = new RuleKeeper({ rulesDir, clock, log, metrics })
  const messages = new Subject<CallMessage>()
  const matches$ = matchStream({
    messages$: messages.asObservable(),
    ruleSet: () => keeper.ruleSet,
    clock,
    observer: createObserver(log, metrics),
  })
  let subscription: Subscription | null = null
  let unsubscribe: Unsubscribe | null = null
  return {
    async start() {
      await keeper.load()
      subscription = matches$.subscribe((match) => {
        metrics.matches.inc({ rule: match.rule.id, state: match.state })
        bus.publish('match', match)
      })
      unsubscribe = bus.subscribe('call', (message) => messages.next(message))
      await keeper.follow()
      const { hash, rules } = keeper.current
      log.info({ rules: rules.length, hash }, 'Rules are in force.')
    },
    async stop() {
      unsubscribe?.()
      await keeper.close()
      messages.complete()
      subscription?.unsubscribe()
    },
    current: () => keeper.current,
  }
}

function createObserver(log: Log, metrics: RulesMetrics): StreamObserver {
  return {
    callOpened: () => metrics.openCalls.inc(),
    callClosed: () => metrics.openCalls.dec(),
    strayMessage: () => metrics.strayMessages.inc(),
    ruleFailed(callId, { ruleId, error, disabled }) {
      metrics.failures.inc({ rule: ruleId })
      log.error({ callId, ruleId, disabled, ...traceOf(error) }, 'A rule failed.')
    },
    messageFailed(callId, error) {
      metrics.messageFailures.inc()
      log.error({ callId, ...traceOf(error) }, 'A message could not be judged.')
    },
  }
}
