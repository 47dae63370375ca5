import { sleep, type Clock } from '../../platform/clock.ts'
import type { CallAudio } from './audio-file.ts'

/** When each part of a recording is sent: as a live source would, once it has been "spoken". */
export interface Schedule {
  /** Wall time at which the audio up to this position, in milliseconds of audio, is due. */
  dueAt(positionMs: number): number
}

/** A schedule from now on. `speed` 2 plays twice as fast. */
export function createSchedule(options: { readonly clock: Clock; readonly speed: number }): Schedule {
  const startedAt = options.clock.now()
  return { dueAt: (positionMs) => startedAt + positionMs / options.speed }
}

/** The schedule of a live source, learnt from when its audio came. */
export interface LiveSchedule extends Schedule {
  /** The source has brought its audio up to this position just now. */
  reached(positionMs: number): void
}

/**
 * A recording program hands over late, and in bursts, but never early: the least delayed piece so far says
 * when the audio began.
 */
export function createLiveSchedule(clock: Clock): LiveSchedule {
  let startedAt = clock.now()
  let heard = false
  return {
    dueAt: (positionMs) => startedAt + positionMs,
    reached: (positionMs) => {
      const latestStart = clock.now() - positionMs
      startedAt = heard ? Math.min(startedAt, latestStart) : latestStart
      heard = true
    },
  }
}

interface PaceOptions {
  readonly audio: CallAudio
  readonly schedule: Schedule
  readonly clock: Clock
  /** Milliseconds of audio in one piece. */
  readonly chunkMs: number
  /** Takes interleaved samples; the next piece waits until it resolves. */
  readonly send: (samples: Int16Array) => Promise<void>
  /** Ends early, without an error, when aborted. */
  readonly signal: AbortSignal
}

/**
 * Sends a recording piece by piece. Every piece has its own due time, so lateness of one does not add up:
 * after a stall the rest follows at once until the schedule is met again.
 */
export async function paceAudio(options: PaceOptions): Promise<void> {
  const { audio, schedule, clock, chunkMs, send, signal } = options
  const channels = audio.parties.length
  const frames = audio.interleaved.length / channels
  const step = Math.round((chunkMs * audio.rate) / 1000)
  const isOver = (): boolean => signal.aborted
  for (let from = 0; from < frames; from += step) {
    const to = Math.min(from + step, frames)
    const waitMs = schedule.dueAt((to * 1000) / audio.rate) - clock.now()
    if (waitMs > 0) await sleep(waitMs, signal).catch(() => undefined) // Rejects only when aborted.
    if (isOver()) return
    await send(audio.interleaved.subarray(from * channels, to * channels))
  }
}
