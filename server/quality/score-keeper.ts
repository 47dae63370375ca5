import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { CallId } from '../contracts/call.ts'
import type { QualityStore } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import type { DueCalls } from './due-calls.ts'
import type { ScoreForm } from './form/score-form.ts'
import { FIRST_LOOK_MS, LATER_LOOK_MS, MissedCalls } from './missed-calls.ts'
import type { QualityMetrics } from './quality-metrics.ts'
import type { CallScorer } from './scoring/call-scorer.ts'

/** Five calls a second at most: live calls come first, and 500 agents end one a second. */
const STEP_EVERY_MS = 200
const LOOK_EVERY_MS = 3_600_000
const SETTLE_EVERY_MS = 60_000
const SETTLED_AT_ONCE = 200

export interface ScoreKeeperOptions {
  readonly bus: Bus
  readonly store: QualityStore
  readonly scorer: Pick<CallScorer, 'score'>
  /** Null: nothing is scored. */
  readonly form: () => ScoreForm | null
  readonly due: DueCalls
  readonly repeatWithinMs: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: QualityMetrics
}

/** Has calls scored: those that end, those whose notes are saved, and those that nobody scored when they ended. */
export class ScoreKeeper {
  readonly #options: ScoreKeeperOptions
  readonly #missed: MissedCalls
  readonly #endings: Unsubscribe[] = []
  #stepping: Promise<void> | null = null
  #isToSettle = true

  constructor(options: ScoreKeeperOptions) {
    this.#options = options
    this.#missed = new MissedCalls(options.store, wallMs(options.clock.now()))
  }

  start(): void {
    const { bus, clock, due } = this.#options
    this.#endings.push(
      bus.subscribe('transcript', (message) => due.take(message, this.#now)),
      bus.subscribe('wrap-up', ({ callId }) => due.note(callId, this.#now)),
      clock.every(STEP_EVERY_MS, () => this.#ask()),
      clock.every(SETTLE_EVERY_MS, () => (this.#isToSettle = true)),
      clock.every(LOOK_EVERY_MS, () => this.#missed.begin(LATER_LOOK_MS, this.#now)),
    )
  }

  /** Looks for calls without a card as far back as they are of use. */
  lookFarBack(): void {
    this.#missed.begin(FIRST_LOOK_MS, this.#now)
  }

  /** What is due and not scored is found at the next start. */
  async stop(): Promise<void> {
    for (const end of this.#endings.splice(0)) end()
    await this.#stepping
  }

  /** One thing at a time; what cannot be done now is done at the next turn. */
  #ask(): void {
    if (this.#stepping !== null) return
    this.#stepping = this.#step()
      .catch((thrown: unknown) => {
        this.#options.log.error(traceOf(thrown), 'Calls could not be looked through for scoring.')
      })
      .finally(() => {
        this.#stepping = null
      })
  }

  async #step(): Promise<void> {
    const { due, form } = this.#options
    if (this.#isToSettle) {
      this.#isToSettle = false
      await this.#settle()
      return
    }
    const inForce = form()
    if (inForce === null) return
    const callId = due.next(this.#now)
    if (callId !== null) {
      await this.#score(callId, inForce)
      return
    }
    if (this.#missed.isDone) return
    for (const { call } of await this.#missed.next(() => this.#now)) {
      if (!due.isLive(call.callId) && !due.has(call.callId)) due.add(call.callId, this.#now)
    }
  }

  async #score(callId: CallId, form: ScoreForm): Promise<void> {
    const { store, scorer, clock, log, metrics } = this.#options
    const beganAt = clock.now()
    try {
      const scored = await scorer.score(callId, form)
      if (scored === null) return
      const { card, day, legs, resolved } = scored
      await Promise.all([
        store.saveCard(card, { day, legs }),
        ...resolved.map((each) => store.saveResolution(each.callId, each.resolution, each.repeatedBy)),
      ])
      metrics.scored.inc({ result: 'scored' })
      metrics.scoreMs.observe(clock.now() - beganAt)
    } catch (thrown) {
      metrics.scored.inc({ result: 'failed' })
      log.error({ callId, ...traceOf(thrown) }, 'A call could not be scored.')
    }
  }

  /** Contacts about which nobody came back in time. */
  async #settle(): Promise<void> {
    const { store, repeatWithinMs } = this.#options
    const before = wallMs(this.#now - repeatWithinMs)
    // The promise of a write resolves when it is committed: others run between two of them.
    while ((await store.settleOpen(before, SETTLED_AT_ONCE)) === SETTLED_AT_ONCE);
  }

  get #now(): WallMs {
    return wallMs(this.#options.clock.now())
  }
}
