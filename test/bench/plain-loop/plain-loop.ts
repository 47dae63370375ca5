import { setImmediate } from 'node:timers/promises'
import { sleep, systemClock } from '../../../server/platform/clock.ts'
import { PATIENCE_MS } from '../play/play-plan.ts'
import type { PlainChannel } from './plain-channel.ts'

interface PlainLoopOptions {
  readonly channels: readonly PlainChannel[]
  /** Channels that are live at a time. */
  readonly atOnce: number
  /** Seconds of audio a second; Infinity: as fast as it can. */
  readonly speed: number
  /** Leaves recognisers as they are when their audio is over. */
  readonly stayOpen: boolean
}

/**
 * Plays channels in turn on this one thread, each chunk no earlier than it would have been spoken; returns the
 * wall time at which the run began. A paced run that has fallen too far behind is given up.
 */
export async function runPlainLoop(options: PlainLoopOptions): Promise<number> {
  const startedAt = systemClock.now()
  const waiting = [...options.channels]
  let live = waiting.splice(0, options.atOnce)
  const dueAt = (channel: PlainChannel): number =>
    startedAt + (Number.isFinite(options.speed) ? channel.startMs + channel.nextMs / options.speed : 0)
  while (live.length > 0) {
    const [next] = live.toSorted((a, b) => dueAt(a) - dueAt(b))
    if (next === undefined) break
    const aheadMs = dueAt(next) - systemClock.now()
    if (Number.isFinite(options.speed) && aheadMs < -PATIENCE_MS) return startedAt
    if (aheadMs > 0) await sleep(aheadMs)
    // As fast as it can, all channels have the same due time: they take turns.
    const turn = Number.isFinite(options.speed) ? [next] : live
    for (const channel of turn) channel.step()
    for (const channel of turn.filter(({ leftMs }) => leftMs <= 0)) {
      if (!options.stayOpen) channel.end()
      live = [...live.filter((other) => other !== channel), ...waiting.splice(0, 1)]
    }
    // The event loop hears when the benchmark has gone.
    await setImmediate()
  }
  return startedAt
}
