/**
 * Keeps the call time of a live source on the clock of its arrival.
 *
 * Lateness (arrival minus position) of a live source is its clock's offset, plus the network's shortest delay,
 * plus what the frame waited more than that. The last part is never negative, so the lower envelope of lateness
 * shows the other two, and how it moves shows the drift of the source's clock against ours: Moon, Skelly and
 * Towsley, "Estimation and Removal of Clock Skew from Network Delay Measurements", INFOCOM 1999, whose envelope
 * is taken here by minima of windows (Paxson, "On Calibrating Measurements of Packet Transit Times", SIGMETRICS
 * 1998), because what is wanted is not the skew itself but that its sum never grows.
 *
 * It does nothing until a source has been shown to run in real time, and stops when it turns out not to.
 */

const BUCKET_MS = 500
/** The envelope is the least of these many buckets: 2 s, so that it soon shows frames that were lost on the way. */
const ENVELOPE_BUCKETS = 4
/** So many must agree, 5 s, before time steps without a pause: nothing stays late for so long by itself. */
const STEP_BUCKETS = 10
/** Buckets of steady lateness that prove a source live: 4 s. Doubled each time that it proves wrong. */
const PROOF_BUCKETS = 8
/** Lateness within this is steady. Over a proof it allows the rate to be 1.5 % off: frames may have been lost. */
const STEADY_MS = 60

/** Above this a silence between two arrivals is one, not jitter. */
export const PAUSE_MS = 100
/** Behind by more than this, steadily, audio is missing and time steps; behind by less, it is stretched. */
const STEP_MS = 400
/** Ahead by more than this a source is no live one. */
const AHEAD_MS = 100

/** An error is worked off within about this time, within the rates below. */
const SETTLE_MS = 1_000
/** Sample clocks are less than this off; call time of a source that is ahead slows no more. */
const DRIFT_RATE = 1_000e-6
/** Frames lost before they came here leave call time behind; it may make up for so many of them. */
const CATCH_UP_RATE = 0.04
/** How fast time comes back that was given for missing audio which then came after all. */
const GIVE_BACK_RATE = 0.01
const GIVE_BACK_MOST_MS = 30_000
/** Most that the place of a frame may differ from the end of the one before, so that they count as one stretch. */
const MOST_STEP_MS = 0.9

/** One audio message as the lock sees it. `endMs`: position of its last sample, counted in samples and gaps. */
export interface Arrival {
  readonly arrivedAt: number
  readonly durationMs: number
  readonly endMs: number
}

export class RealTimeLock {
  /** Minima of lateness, the oldest first; all from one stretch over which positions were comparable. */
  #minima: number[] = []
  #bucketFrom: number | null = null
  #bucketMin = Infinity
  #bucketHasPause = false
  /** A pause within a bucket shows in the least lateness of the next one. */
  #hadPause = false
  #lastArrivedAt: number | null = null
  /** Lateness of a frame at its right place; null until the source has proved to be live. */
  #anchor: number | null = null
  #proofBase: number | null = null
  #steady = 0
  #needed = PROOF_BUCKETS
  /** How much later the source has become by pauses since the proof began. */
  #pausesMs = 0
  #correctionMs = 0
  #goalMs = 0
  /** Time given beyond drift, for audio that was taken for missing. */
  #givenMs = 0
  #missingMs = 0

  /** To be added to positions to get call time. */
  get correctionMs(): number {
    return this.#correctionMs
  }

  /** Whether the source has proved to run in real time. */
  get locked(): boolean {
    return this.#anchor !== null
  }

  /** How much later than its place audio has come; 0 while not locked. */
  excessMs({ arrivedAt, endMs }: Omit<Arrival, 'durationMs'>): number {
    return this.#anchor === null ? 0 : arrivedAt - endMs - this.#anchor - this.#correctionMs
  }

  /** Time without any arrival that the length of what arrives now does not explain. */
  pauseMs({ arrivedAt, durationMs }: Omit<Arrival, 'endMs'>): number {
    return this.#lastArrivedAt === null ? 0 : arrivedAt - this.#lastArrivedAt - durationMs
  }

  observe(arrival: Arrival): void {
    const { arrivedAt, endMs } = arrival
    if (this.#bucketFrom !== null && arrivedAt >= this.#bucketFrom + BUCKET_MS) this.#closeBucket()
    this.#bucketFrom ??= arrivedAt
    this.#bucketMin = Math.min(this.#bucketMin, arrivedAt - endMs)
    if (this.pauseMs(arrival) > PAUSE_MS) this.#bucketHasPause = true
    this.#lastArrivedAt = arrivedAt
  }

  /** Lets call time run on over `durationMs` of audio, a little faster or slower where it is off. */
  advance(durationMs: number): void {
    const errorMs = this.#goalMs - this.#correctionMs
    if (errorMs === 0) return
    const slowest = this.#givenMs > 0 ? GIVE_BACK_RATE : DRIFT_RATE
    const rate = between(errorMs / SETTLE_MS, -slowest, CATCH_UP_RATE)
    const stepMs = between(rate * durationMs, -MOST_STEP_MS, MOST_STEP_MS)
    const driftMs = DRIFT_RATE * durationMs
    this.#correctionMs += stepMs
    this.#given(stepMs > 0 ? Math.max(0, stepMs - driftMs) : Math.min(0, stepMs + driftMs))
  }

  /** Positions have gone on by `ms` that turned out to be missing, and call time with them. */
  gave(ms: number): void {
    this.#given(ms)
    this.#missingMs = 0
  }

  /** Positions have gone on by `ms` for lost audio that is too short for a gap: call time catches up with it. */
  absorb(ms: number): void {
    this.#correctionMs -= ms
  }

  /** Audio that has been missing for so long that it will not come; 0 when there is none. */
  get missingMs(): number {
    return this.#missingMs
  }

  #given(ms: number): void {
    this.#givenMs = between(this.#givenMs + ms, 0, GIVE_BACK_MOST_MS)
  }

  #closeBucket(): void {
    const least = this.#bucketMin
    const hasPause = this.#bucketHasPause || this.#hadPause
    this.#hadPause = this.#bucketHasPause
    this.#bucketFrom = null
    this.#bucketMin = Infinity
    this.#bucketHasPause = false
    if (this.#anchor === null) this.#prove(least, hasPause)
    this.#minima.push(least)
    if (this.#minima.length > STEP_BUCKETS) this.#minima.shift()
    if (this.#anchor !== null) this.#follow(this.#anchor)
    else if (this.#steady >= this.#needed) this.#lock()
  }

  #prove(least: number, hasPause: boolean): void {
    const changeMs = least - (this.#proofBase ?? least)
    if (Math.abs(changeMs) <= STEADY_MS) {
      this.#proofBase ??= least
      this.#steady += 1
      return
    }
    this.#minima = []
    this.#proofBase = least
    // A pause proves nothing either way: the source may not send silence. Anything else is not real time.
    if (changeMs > 0 && hasPause) {
      this.#pausesMs += changeMs
      return
    }
    this.#steady = 0
    this.#pausesMs = 0
  }

  /** What the pauses of a source that turns out to be live have cost is missing audio after all. */
  #lock(): void {
    this.#anchor = Math.min(...this.#minima) - this.#goalMs - this.#pausesMs
    this.#missingMs = this.#pausesMs
    if (this.#pausesMs > 0) this.#minima = []
    this.#pausesMs = 0
  }

  #unlock(): void {
    this.#anchor = null
    this.#goalMs = this.#correctionMs
    this.#proofBase = null
    this.#steady = 0
    this.#needed *= 2
    this.#minima = []
  }

  #follow(anchor: number): void {
    const envelope = Math.min(...this.#minima.slice(-ENVELOPE_BUCKETS))
    const errorMs = envelope - anchor - this.#correctionMs
    if (errorMs < -AHEAD_MS - this.#givenMs) {
      this.#unlock()
      return
    }
    if (errorMs > STEP_MS) {
      if (this.#minima.length === STEP_BUCKETS) this.#behind(anchor)
      return
    }
    this.#goalMs = envelope - anchor
  }

  /** Far behind: either audio is missing, or the source is slower than real time, or it is catching up. */
  #behind(anchor: number): void {
    const least = Math.min(...this.#minima)
    const errorMs = least - anchor - this.#correctionMs
    if (errorMs <= STEP_MS) return
    if (Math.max(...this.#minima) - least <= STEADY_MS) {
      this.#missingMs = errorMs
      this.#goalMs = this.#correctionMs
      this.#minima = []
      return
    }
    const rises = (this.#minima.at(-1) ?? 0) > (this.#minima[0] ?? 0)
    if (rises) this.#unlock()
  }
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
