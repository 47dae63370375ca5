import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type {
  AlertCase,
  CallGrouping,
  CaseAction,
  CaseDesk,
  CaseQuery,
  CaseUser,
} from '../contracts/alert-case.ts'
import type { CallId } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { PlaceOfCall } from '../contracts/floor.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { CaseStore } from '../contracts/store.ts'
import { callMs, wallMs, type CallMs, type WallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { Counter, Gauge, type Registry } from '../platform/metrics.ts'
import { CaseBook } from './case-book.ts'
import { GroupBook } from './group-book.ts'
import { Interventions } from './interventions.ts'
import { KnownCalls } from './known-calls.ts'
import { whisperMatch } from './whisper.ts'

export interface AlertsOptions {
  readonly bus: Bus
  readonly store: CaseStore
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** The attribute that names the queue of a call. */
  readonly queueAttribute: string
  readonly placeOf: PlaceOfCall
}

export interface AlertsRoom {
  readonly desk: CaseDesk
  /** Says to the actions room what belongs to a group. */
  readonly grouping: CallGrouping
  /** Takes up the cases of the last day that are not resolved. */
  start(): Promise<void>
  stop(): void
}

/** How often snoozed cases are looked at, in milliseconds. */
const EVERY_MS = 5000
const DAY_MS = 86_400_000
const MOST_ADOPTED = 500

export function createAlerts(options: AlertsOptions): AlertsRoom {
  return new Alerts(options)
}

class Alerts implements AlertsRoom {
  readonly desk: CaseDesk
  readonly grouping: CallGrouping
  readonly #options: AlertsOptions
  readonly #calls: KnownCalls
  readonly #book: CaseBook
  readonly #groups: GroupBook
  readonly #interventions = new Interventions()
  /** The newest call time of live calls. */
  readonly #live = new Map<CallId, CallMs>()
  readonly #changes: Counter<'state' | 'severity'>
  readonly #actions: Counter<'action'>
  #subscriptions: readonly (Unsubscribe | (() => void))[] = []

  constructor(options: AlertsOptions) {
    this.#options = options
    this.#calls = new KnownCalls(options)
    this.#book = new CaseBook(this.#calls)
    this.#groups = new GroupBook(this.#book, this.#calls)
    this.grouping = this.#groups
    const registers = [options.registry]
    this.#changes = new Counter({
      name: 'earshot_alerts_cases_total',
      help: 'Changes of alert cases, by the state they came into and their severity.',
      labelNames: ['state', 'severity'],
      registers,
    })
    this.#actions = new Counter({
      name: 'earshot_alerts_actions_total',
      help: 'What supervisors did about alert cases.',
      labelNames: ['action'],
      registers,
    })
    const book = this.#book
    new Gauge({
      name: 'earshot_alerts_cases_open',
      help: 'Alert cases that are not resolved.',
      registers,
      collect() {
        this.set([...book.all].filter(({ state }) => state !== 'resolved').length)
      },
    })
    this.desk = {
      list: (query) => this.#list(query),
      get: (caseId) => this.#get(caseId),
      act: (caseId, action, user, revision) => this.#act({ caseId, action, user, revision }),
      whisper: (callId, text, user) => this.#whisper(callId, text, user),
    }
  }

  async start(): Promise<void> {
    if (this.#subscriptions.length > 0) return
    const { bus, store, clock } = this.#options
    const since = clock.now() - DAY_MS
    const open = await store.listCases({ states: ['new', 'seen', 'owned'], limit: MOST_ADOPTED })
    for (const each of open) if (each.openedAt >= since) this.#adopt(each)
    this.#subscriptions = [
      bus.subscribe('transcript', (message) => this.#onCall(message)),
      bus.subscribe('outcome', (outcome) => this.#onOutcome(outcome)),
      clock.every(EVERY_MS, () => this.#advance()),
    ]
  }

  stop(): void {
    for (const end of this.#subscriptions) end()
    this.#subscriptions = []
    for (const each of this.#groups.tellAll(this.#now())) this.#tell(each)
    this.#live.clear()
    this.#calls.clear()
    this.#interventions.clear()
  }

  #onCall(message: CallMessage): void {
    const { callId } = message
    if (message.type === 'end') {
      this.#live.delete(callId)
      this.#calls.end(callId)
      this.#tell(this.#book.takeEffects(callId, this.#interventions.endCall(callId), this.#now()))
      this.#tell(this.#book.endCall(callId, this.#now()))
      return
    }
    const atMs = callMs(Math.max(message.atMs, this.#live.get(callId) ?? 0))
    this.#live.set(callId, atMs)
    if (message.type === 'start') {
      this.#calls.start(message.call)
      this.#interventions.startCall(message.call)
    }
    if (message.type === 'update') this.#calls.update(callId, message.change)
    if (message.type === 'start' || message.type === 'update') {
      this.#tell(this.#book.followCall(callId, this.#now()))
    }
    if (message.type === 'utterance') this.#interventions.hear(message)
    this.#tell(this.#book.takeEffects(callId, this.#interventions.advanceTo(callId, atMs), this.#now()))
  }

  #onOutcome(outcome: Outcome): void {
    const now = this.#now()
    if (outcome.kind === 'alert') this.#tell(this.#book.takeAlert(outcome, now))
    this.#tell(this.#groups.take(outcome, now))
  }

  #adopt(kept: AlertCase): void {
    // Its call ended with the last process, or goes on under an id of its own; a group just goes on.
    this.#book.put(kept.group === null ? { ...kept, callEnded: true } : kept)
    this.#groups.adopt(kept)
  }

  #advance(): void {
    const now = this.#now()
    for (const each of [...this.#groups.advanceTo(now), ...this.#book.advanceTo(now)]) this.#tell(each)
  }

  async #list(query: CaseQuery): Promise<readonly AlertCase[]> {
    return this.#options.store.listCases(query)
  }

  /** As it is now where it is at hand, else as it is kept. */
  async #get(caseId: string): Promise<AlertCase | null> {
    return this.#book.get(caseId) ?? this.#options.store.getCase(caseId)
  }

  async #act(order: {
    readonly caseId: string
    readonly action: CaseAction
    readonly user: CaseUser
    readonly revision: number | undefined
  }): Promise<AlertCase> {
    const { caseId, action, user, revision } = order
    const { by } = user
    await this.#atHand(caseId)
    const before = this.#book.get(caseId)
    const after = this.#book.act(caseId, { action, acted: { by, now: this.#now() }, revision })
    if (after === before) return after
    this.#actions.inc({ action: action.type })
    if (after.state === 'resolved') this.#groups.startAnew(after)
    const atMs = after.callId === null ? undefined : this.#live.get(after.callId)
    if (action.type === 'own' && after.callId !== null && atMs !== undefined)
      this.#interventions.begin(after.callId, { by, action: 'own', atMs })
    this.#publish(after)
    await this.#options.store.saveCase(after)
    return after
  }

  /** An old case is taken up again where somebody acts on it. */
  async #atHand(caseId: string): Promise<void> {
    if (this.#book.get(caseId) !== undefined) return
    const kept = await this.#options.store.getCase(caseId)
    if (kept !== null && this.#book.get(caseId) === undefined) this.#book.put(kept)
  }

  #whisper(callId: CallId, text: string, { by }: CaseUser): void {
    const atMs = this.#live.get(callId)
    if (atMs === undefined) throw new AppError('NOT_FOUND')
    this.#options.log.info({ callId, by }, 'A supervisor wrote to the agent.')
    this.#interventions.begin(callId, { by, action: 'whisper', atMs })
    this.#options.bus.publish('match', whisperMatch({ callId, text, atMs }))
  }

  #tell(changed: AlertCase | null): void {
    if (changed === null) return
    this.#publish(changed)
    this.#options.store.saveCase(changed).catch((thrown: unknown) => {
      const { callId, caseId } = changed
      this.#options.log.error({ callId, caseId, ...traceOf(thrown) }, 'An alert case was not kept.')
    })
  }

  #publish(changed: AlertCase): void {
    this.#changes.inc({ state: changed.state, severity: changed.severity })
    this.#options.bus.publish('case', changed)
  }

  #now(): WallMs {
    return wallMs(this.#options.clock.now())
  }
}
