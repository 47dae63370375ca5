import type { Bus } from '../bus/bus.ts'
import type { ReadinessCheck } from '../contracts/health.ts'
import type { QualityDesk } from '../contracts/quality.ts'
import type { Floor } from '../contracts/floor.ts'
import type { Store } from '../contracts/store.ts'
import type { Log } from '../platform/log.ts'
import { LocalDays } from '../platform/local-days.ts'
import type { Registry } from '../platform/metrics.ts'
import { DueCalls } from './due-calls.ts'
import { FormKeeper } from './form-keeper.ts'
import type { KnownNames } from './form/read-form.ts'
import { Desk } from './quality-desk.ts'
import { createQualityMetrics } from './quality-metrics.ts'
import { ScoreKeeper } from './score-keeper.ts'
import { CallScorer, type CallScorerOptions } from './scoring/call-scorer.ts'

export interface QualityOptions extends Omit<CallScorerOptions, 'store' | 'days'> {
  readonly bus: Bus
  readonly store: Store
  readonly floor: Pick<Floor, 'sites'>
  readonly log: Log
  readonly registry: Registry
  /** Folder in which `quality/score-card.yaml` lies. */
  readonly rulesDir: string
  /** The checklists in force, with the ids of their items. */
  readonly checklists: () => KnownNames['checklists']
  /** Whose days and weeks reports have. */
  readonly timeZone: string
}

/** How well ended calls went: topics `transcript` and `wrap-up` in, score cards in the store, and a desk. */
export interface QualityRoom {
  readonly desk: QualityDesk
  readonly readiness: ReadinessCheck
  /** Reads the score card and scores from now on. A faulty file is told in the log and at `/readyz`. */
  start(): Promise<void>
  /** Never rejects. */
  stop(): Promise<void>
}

export function createQuality(options: QualityOptions): QualityRoom {
  const { bus, store, floor, log, registry, clock, rulesDir, rules, checklists, repeatWithinMs } = options
  const days = new LocalDays(options.timeZone)
  const due = new DueCalls()
  const metrics = createQualityMetrics(registry, () => due.size)
  const keeper = new FormKeeper({
    ...{ rulesDir, clock, log, metrics },
    known: () => ({ rules: rules(), checklists: checklists() }),
    onChanged: () => scores.lookFarBack(),
  })
  const form = () => keeper.form
  const scores = new ScoreKeeper({
    ...{ bus, form, due, repeatWithinMs, clock, log, metrics },
    store: store.quality,
    scorer: new CallScorer({ ...options, days }),
  })
  return {
    desk: new Desk({ store: store.quality, floor, form, days, repeatWithinMs }),
    readiness: {
      name: 'quality',
      // A floor without a score card still takes calls.
      check: async () => null,
      note: () => (keeper.errors === 0 ? null : `faults in the score card: ${keeper.errors}`),
    },
    start: async () => {
      await keeper.follow()
      scores.start()
    },
    stop: async () => {
      await scores.stop()
      await keeper.close()
    },
  }
}
