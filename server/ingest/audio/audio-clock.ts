import { wallMs, type CallMs, type WallMs } from '../../contracts/time.ts'

const WINDOW_MS = 10_000
const BUCKET_MS = 1_000

interface Bucket {
  readonly startsAt: number
  smallest: number
}

/**
 * Estimates when audio was captured, for sources that do not say. Position and arrival grow together, so the
 * smallest (arrival - position) of the last ten seconds is when position 0 was captured, plus the network's
 * shortest delay; what a frame comes later than that is jitter. The window lets the estimate follow a source
 * whose clock is slow or that stood still.
 */
export class AudioClock {
  #buckets: Bucket[] = []

  /** Notes that audio up to `position` arrived at `arrivedAt`. */
  observe(arrival: { readonly arrivedAt: WallMs; readonly position: CallMs }): void {
    const offset = arrival.arrivedAt - arrival.position
    const newest = this.#buckets.at(-1)
    if (newest !== undefined && arrival.arrivedAt < newest.startsAt + BUCKET_MS) {
      newest.smallest = Math.min(newest.smallest, offset)
      return
    }
    this.#buckets = this.#buckets.filter((bucket) => bucket.startsAt > arrival.arrivedAt - WINDOW_MS)
    this.#buckets.push({ startsAt: arrival.arrivedAt, smallest: offset })
  }

  /** When the audio at `position` was captured; at least one arrival must have been observed. */
  capturedAt(position: CallMs): WallMs {
    const anchor = this.#buckets.reduce((least, bucket) => Math.min(least, bucket.smallest), Infinity)
    return wallMs(anchor + position)
  }
}
