import type { FiguresDesk } from '../contracts/figures.ts'
import type { Store } from '../contracts/store.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import { LocalDays } from '../platform/local-days.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { RepeatableRun } from '../platform/repeatable-run.ts'
import { DayKeeper } from './day-keeper.ts'
import { KeptFiguresDesk } from './figures-desk.ts'
import { createFiguresMetrics } from './figures-metrics.ts'

/** Today is counted so often; in milliseconds. */
const EVERY_MS = 30_000

/** Whoever asks is given figures that are no older, as far as that can be had within the time below. */
const FRESH_MS = 2000
const LONGEST_WAIT_MS = 1000

export interface FiguresOptions {
  readonly store: Pick<Store, 'figures'>
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
  /** IANA name of the zone whose days are counted. */
  readonly timeZone: string
  /** Of the rules that there are now, by id. */
  readonly ruleTitles: () => ReadonlyMap<string, string>
}

export interface FiguresRoom {
  readonly desk: FiguresDesk
  /** Counts from now on, beside everything else; nothing waits for it. */
  start(): void
  /** Counts what there is now; resolves when that is done or has failed. */
  count(): Promise<void>
  /** Gives up what is being counted. */
  stop(): Promise<void>
}

/** Counts what people were told and what became of it, and answers with figures. */
export function createFigures({ store, ...options }: FiguresOptions): FiguresRoom {
  const { clock, log, registry, timeZone, ruleTitles } = options
  const days = new LocalDays(timeZone)
  const metrics = createFiguresMetrics(registry)
  const keeper = new DayKeeper({ store: store.figures, days, clock, metrics })
  const stopping = new AbortController()
  let endTimer: (() => void) | null = null

  const look = async (): Promise<void> => {
    try {
      if (await keeper.look(stopping.signal)) run.ask()
    } catch (thrown) {
      if (stopping.signal.aborted) return
      metrics.counts.inc({ what: 'today', result: 'failed' })
      log.error(traceOf(thrown), 'Figures could not be counted; it is tried again.')
    }
  }
  const run = new RepeatableRun(look)

  const freshen = async (): Promise<void> => {
    if (endTimer === null || clock.now() - (keeper.today.countedAt ?? 0) < FRESH_MS) return
    run.ask()
    await new Promise<void>((resolve) => {
      const cancel = clock.after(LONGEST_WAIT_MS, resolve)
      void run.idle().then(() => {
        cancel()
        resolve()
      })
    })
  }

  return {
    desk: new KeptFiguresDesk({
      ...{ store: store.figures, days, keeper, clock, timeZone, ruleTitles, freshen },
    }),
    start() {
      endTimer ??= clock.every(EVERY_MS, () => run.ask())
      run.ask()
    },
    async count() {
      run.ask()
      await run.idle()
    },
    async stop() {
      endTimer?.()
      endTimer = null
      stopping.abort()
      await run.close()
    },
  }
}
