/** What a worker has done between two reports. */
export interface Work {
  readonly cpuMs: number
  /** Channel time that passed the speech gate or was held back by it. */
  readonly decodedMs: number
}

/** Two people talk in a call; which of them will be heard is not known when it begins. */
export const CHANNELS_PER_CALL = 2

/**
 * CPU seconds for one second of one channel before anything was measured: the small English model with
 * recognisers that share nothing, so rather too much.
 */
const UNMEASURED_CHANNEL_COST = 0.086

/** Channel time after which what live calls cost counts for about two thirds. */
const ADJUSTS_OVER_MS = 10 * 60_000
/** Reports are gathered until they hold so much audio: a single second says little. */
const GATHERED_MS = 10_000
/**
 * Live calls change the measured cost by these factors at most. Down but little: a floor on hold is cheap until
 * everybody talks again.
 */
const LEAST_FACTOR = 0.8
const MOST_FACTOR = 3

interface Entry {
  /** CPU seconds for one second of one channel, as calibrated. */
  baseline: number
  measured: boolean
  factor: number
  gathered: { cpuMs: number; decodedMs: number }
}

/** What a call costs with each model: as calibrated, slowly corrected by what live calls turn out to cost. */
export class CostBook {
  readonly #entries = new Map<string, Entry>()

  /** CPU seconds for one second of a call. */
  costPerCall(model: string): number {
    const { baseline, factor } = this.#entry(model)
    return baseline * factor * CHANNELS_PER_CALL
  }

  isMeasured(model: string): boolean {
    return this.#entry(model).measured
  }

  get models(): readonly string[] {
    return [...this.#entries.keys()]
  }

  /** `channelCost`: CPU seconds for one second of one channel. */
  calibrated(model: string, channelCost: number): void {
    this.#entries.set(model, { ...newEntry(), baseline: channelCost, measured: true })
  }

  /** Live calls have been decoded. */
  observed(model: string, work: Work): void {
    const entry = this.#entry(model)
    const { gathered } = entry
    gathered.cpuMs += work.cpuMs
    gathered.decodedMs += work.decodedMs
    if (gathered.decodedMs < GATHERED_MS) return
    entry.gathered = { cpuMs: 0, decodedMs: 0 }
    const seen = gathered.cpuMs / gathered.decodedMs / entry.baseline
    const weight = 1 - Math.exp(-gathered.decodedMs / ADJUSTS_OVER_MS)
    const factor = entry.factor + weight * (seen - entry.factor)
    entry.factor = Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, factor))
  }

  #entry(model: string): Entry {
    const known = this.#entries.get(model)
    if (known !== undefined) return known
    const entry = newEntry()
    this.#entries.set(model, entry)
    return entry
  }
}

function newEntry(): Entry {
  return {
    baseline: UNMEASURED_CHANNEL_COST,
    measured: false,
    factor: 1,
    gathered: { cpuMs: 0, decodedMs: 0 },
  }
}
