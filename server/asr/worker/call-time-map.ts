interface FedSegment {
  /** Position of its first sample in all that the recogniser was fed. */
  readonly fromSample: number
  readonly startMs: number
  samples: number
}

/** Call times further apart than this are not the same stretch of audio. Below it they are rounding. */
const SAME_STRETCH_MS = 5

/**
 * Translates a recogniser's own time, which counts only the samples it was fed, to call time. One map
 * holds what was fed while a channel had the recogniser.
 */
export class CallTimeMap {
  readonly #rate: number
  readonly #segments: FedSegment[] = []

  constructor(rate: number) {
    this.#rate = rate
  }

  /** Notes that `samples` samples of call time `atMs` are fed as the recogniser's sample `fromSample` and after. */
  add(segment: { fromSample: number; atMs: number; samples: number }): void {
    const last = this.#segments.at(-1)
    if (
      last !== undefined &&
      segment.fromSample === last.fromSample + last.samples &&
      Math.abs(segment.atMs - this.#endOf(last)) <= SAME_STRETCH_MS
    ) {
      last.samples += segment.samples
      return
    }
    this.#segments.push({ fromSample: segment.fromSample, startMs: segment.atMs, samples: segment.samples })
  }

  /** Call time of a word; null when it lies before all that was fed, so belongs to somebody else. */
  word(times: { startSeconds: number; endSeconds: number }): { startMs: number; endMs: number } | null {
    const first = this.#segments[0]
    const startSample = times.startSeconds * this.#rate
    const endSample = times.endSeconds * this.#rate
    if (first === undefined || (startSample + endSample) / 2 < first.fromSample) return null
    const startMs = this.#startToMs(first, startSample)
    return { startMs, endMs: Math.max(startMs, this.#endToMs(first, endSample)) }
  }

  /** A start on the seam of two segments belongs to the later one. */
  #startToMs(first: FedSegment, sample: number): number {
    const segment = this.#segments.findLast((candidate) => candidate.fromSample <= sample) ?? first
    return this.#within(segment, sample)
  }

  /** An end on the seam of two segments belongs to the earlier one. */
  #endToMs(first: FedSegment, sample: number): number {
    const segment = this.#segments.findLast((candidate) => candidate.fromSample < sample) ?? first
    return this.#within(segment, sample)
  }

  /** Silence that was fed without being part of the call lies after a segment: it counts as its end. */
  #within(segment: FedSegment, sample: number): number {
    const offset = Math.min(Math.max(sample - segment.fromSample, 0), segment.samples)
    return segment.startMs + (offset * 1000) / this.#rate
  }

  #endOf(segment: FedSegment): number {
    return segment.startMs + (segment.samples * 1000) / this.#rate
  }
}
