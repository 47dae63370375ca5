import type { Clock } from './clock.ts'
import { letOthersRun } from './let-others-run.ts'

export interface TurnsOptions {
  readonly clock: Pick<Clock, 'now'>
  /** How long the work may run before others do, in milliseconds; it pauses only where it yields. */
  readonly sliceMs?: number
  /** Called between two slices; what it throws ends the work. */
  readonly onSlice?: (ranMs: number) => void
}

const SLICE_MS = 8

/** Runs long work in slices, each at a `yield` of it, so that the event loop takes what waits in between. */
export async function inTurns<T>(work: Generator<void, T>, options: TurnsOptions): Promise<T> {
  const { clock, sliceMs = SLICE_MS, onSlice } = options
  const startedAt = clock.now()
  let sliceAt = startedAt
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (clock.now() - sliceAt < sliceMs) continue
    await letOthersRun()
    sliceAt = clock.now()
    onSlice?.(sliceAt - startedAt)
  }
}
