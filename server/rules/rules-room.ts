import { Subject, type Subscription } from 'rxjs'
import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { ReadinessCheck } from '../contracts/health.ts'
import type { FiguresDesk } from '../contracts/figures.ts'
import type { RuleDesk } from '../contracts/rule-desk.ts'
import type { KeptCall, Store } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { traceOf } from '../platform/error-trace.ts'
import { CallPositions } from './desk/call-positions.ts'
import { createRuleDesk } from './desk/rule-desk.ts'
import type { MaskWords } from './keep/mask-state.ts'
import { StateKeeper } from './keep/state-keeper.ts'
import { RuleKeeper, type CurrentRules, type RuleChange } from './rule-keeper.ts'
import { createRulesMetrics, type RulesMetrics } from './rules-metrics.ts'
import { matchStream, type StreamObserver } from './stream.ts'

export interface RulesOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Folder with `*.rule.yaml` files, at any depth. */
  readonly rulesDir: string
  readonly store: Pick<Store, 'listCalls' | 'getCall' | 'rules' | 'callStates'>
  /** What an earlier process kept of calls that may go on. */
  readonly keptCalls: readonly KeptCall[]
  /** Masks numbers in words before they are written down. */
  readonly mask: MaskWords
  /** What all rules did on the last so many days. */
  readonly countRules: FiguresDesk['countRules']
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
  /** For people who write rules. */
  readonly desk: RuleDesk
  /** Says in `/readyz` when the files are not those in force. */
  readonly readiness: ReadinessCheck
}

/** Wires the room; nothing is read and nothing is heard before `start`. */
export function createRules(options: RulesOptions): RulesRoom {
  const { bus, log, registry, clock, rulesDir, store } = options
  const metrics = createRulesMetrics(registry)
  const keeper = new RuleKeeper({ rulesDir, clock, log, metrics, onChanged: recordVersions(options) })
  const states = new StateKeeper({
    store: store.callStates,
    kept: options.keptCalls,
    mask: options.mask,
    clock,
    log,
    writes: metrics.stateWrites,
  })
  const messages = new Subject<CallMessage>()
  const matches$ = matchStream({
    messages$: messages.asObservable(),
    ruleSet: () => keeper.ruleSet,
    clock,
    kept: (callId) => states.take(callId),
    observer: {
      ...createObserver(log, metrics),
      stateChanged: (message, state) => states.note(message, state),
    },
  })
  const positions = new CallPositions()
  let subscription: Subscription | null = null
  let unsubscribe: Unsubscribe | null = null
  return {
    async start() {
      await keeper.load()
      subscription = matches$.subscribe((match) => {
        metrics.matches.inc({ rule: match.rule.id, state: match.state })
        bus.publish('match', match)
      })
      states.start()
      unsubscribe = bus.subscribe('call', (message) => {
        positions.take(message)
        messages.next(message)
      })
      await keeper.follow()
      const { hash, rules } = keeper.current
      log.info({ rules: rules.length, hash }, 'Rules are in force.')
    },
    async stop() {
      unsubscribe?.()
      await keeper.close()
      messages.complete()
      subscription?.unsubscribe()
      await states.stop()
    },
    current: () => keeper.current,
    desk: createRuleDesk({
      ...{ rulesDir, keeper, store, clock, countRules: options.countRules },
      positionOf: (callId) => positions.of(callId),
    }),
    readiness: readinessOf(keeper),
  }
}

/** Rules hold whatever their files say: faults are a note, and never a reason to take no calls. */
function readinessOf(keeper: RuleKeeper): ReadinessCheck {
  return {
    name: 'rules',
    check: async () => (keeper.current.loadedAt === null ? 'no rules are loaded yet' : null),
    note() {
      const errors = keeper.current.faults.filter(({ severity }) => severity === 'error').length
      return errors === 0 ? null : `faults in rule files: ${errors}; the rules loaded before stay in force`
    },
  }
}

/** A store that takes nothing costs a line of the history, never a rule. */
function recordVersions({ store, clock, log }: RulesOptions): (change: RuleChange) => void {
  return ({ rule: { ref, fingerprint }, by }) => {
    const { id, version, status } = ref
    const saved = store.rules.saveVersion(id, { version, fingerprint, status, at: wallMs(clock.now()), by })
    saved.catch((thrown: unknown) =>
      log.error({ ruleId: id, version, ...traceOf(thrown) }, 'A version of a rule could not be recorded.'),
    )
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
