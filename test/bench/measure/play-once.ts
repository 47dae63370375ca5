import { systemClock } from '../../../server/platform/clock.ts'
import type { PlayPlan, PlayResult } from '../play/play-plan.ts'
import type { Side } from './side.ts'

export interface PlayedOnce extends PlayResult {
  /** Of all processes of the side, from the first audio to the last final. */
  readonly cpuSeconds: number
  /** Before the first audio: start of the processes, the model, reading the audio. */
  readonly startCpuSeconds: number
  readonly wallSeconds: number
}

/** Starts a side, plays a plan, and ends it. */
export async function playOnce(side: Side, plan: PlayPlan): Promise<PlayedOnce> {
  const running = await side.start(plan)
  try {
    const before = await running.cpuSeconds()
    const startedAt = systemClock.now()
    await running.play()
    const result = await running.finish()
    return {
      ...result,
      cpuSeconds: (await running.cpuSeconds()) - before,
      startCpuSeconds: running.startCpuSeconds,
      wallSeconds: (systemClock.now() - startedAt) / 1000,
    }
  } finally {
    await running.stop()
  }
}

/** Throws when the run does not count: a figure of audio that was not recognised would be a lie. */
export function assertSound(side: Side, { faults }: PlayResult): void {
  if (faults.length > 0) throw new Error(`${side.name}: ${faults.join('; ')}`)
}
