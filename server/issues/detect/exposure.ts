import { CHANNELS } from '../../contracts/contact.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICKS_PER_DAY, WINDOW_TICKS } from './tick.ts'

/** Feeds that are told apart; all further ones share the last place. */
export const MAX_SOURCES = 16
const SMOOTHING = 0.25
const MEAN_HALF_LIFE = 7 * TICKS_PER_DAY
/** A feed is known once it has delivered for so long and so much. */
const WARM_UP_TICKS = TICKS_PER_DAY
const WARM_UP_CONTACTS = 50
/** A feed is silent when so many contacts should have come since its last one, and at least for so long. */
const SILENT_EXPECTED = 18
const SILENT_TICKS = 6

export interface SourceChange {
  readonly sourceId: string
  readonly change: 'started' | 'stopped' | 'resumed'
}

/**
 * How many contacts there were to say anything at all, by feed and by channel: what a count is held against. A new
 * feed is listened to for a day before it counts, because what is usual in it is not known.
 */
export class Exposure {
  readonly #ids: string[] = []
  #now = new Float64Array(MAX_SOURCES)
  #smooth = new Float64Array(MAX_SOURCES)
  #mean = new Float64Array(MAX_SOURCES)
  #weight = new Float64Array(MAX_SOURCES)
  #seen = new Float64Array(MAX_SOURCES)
  #first = new Float64Array(MAX_SOURCES)
  #missing = new Float64Array(MAX_SOURCES)
  #silentTicks = new Float64Array(MAX_SOURCES)
  #stopped = new Uint8Array(MAX_SOURCES)
  #channelNow = new Float64Array(CHANNELS.length)
  #channelSmooth = new Float64Array(CHANNELS.length)
  #channelMean = new Float64Array(CHANNELS.length)
  /** Smoothed contacts of each source and of each channel in each of the last three hours' ticks. */
  #recent = new Float64Array(MAX_SOURCES * WINDOW_TICKS)
  #channelRecent = new Float64Array(CHANNELS.length * WINDOW_TICKS)
  #changes: SourceChange[] = []
  /** Whether the running tick is among the smoothed ones: only while it is being closed. */
  #isSmooth = false
  #warmUpTicks: number

  constructor(warmUpTicks = WARM_UP_TICKS) {
    this.#warmUpTicks = warmUpTicks
  }

  /** The place of a feed; a new one is noticed. */
  source(id: string, tick: number): number {
    const known = this.#ids.indexOf(id)
    if (known !== -1) return known
    if (this.#ids.length >= MAX_SOURCES) return MAX_SOURCES - 1
    this.#ids.push(id)
    const source = this.#ids.length - 1
    this.#first[source] = tick
    // The first feeds of a site that starts are no news.
    if (this.#ids.length > 1 && tick - (this.#first[0] ?? tick) >= this.#warmUpTicks) {
      this.#changes.push({ sourceId: id, change: 'started' })
    }
    return source
  }

  /** Whether what is usual in the feed is known. */
  isKnown(source: number, tick: number): boolean {
    return (
      tick - (this.#first[source] ?? tick) >= this.#warmUpTicks &&
      (this.#seen[source] ?? 0) >= WARM_UP_CONTACTS
    )
  }

  feeds(tick: number): readonly { readonly sourceId: string; readonly isKnown: boolean }[] {
    return this.#ids.map((sourceId, source) => ({ sourceId, isKnown: this.isKnown(source, tick) }))
  }

  count(source: number, channel: number): void {
    this.#now[source] = (this.#now[source] ?? 0) + 1
    this.#channelNow[channel] = (this.#channelNow[channel] ?? 0) + 1
  }

  get sources(): number {
    return this.#ids.length
  }

  /** Contacts of this tick by feed; null for one that has stopped. */
  get contacts(): readonly (number | null)[] {
    return this.#ids.map((_, source) => (this.#stopped[source] === 1 ? null : (this.#now[source] ?? 0)))
  }

  /** Contacts a tick, the last few ticks weighing most; of the running one what is known already. */
  volume(source: number): number {
    return this.#isSmooth ? (this.#smooth[source] ?? 0) : soFar(this.#smooth[source], this.#now[source])
  }

  channelVolume(channel: number): number {
    const smooth = this.#channelSmooth[channel]
    return this.#isSmooth ? (smooth ?? 0) : soFar(smooth, this.#channelNow[channel])
  }

  /** Contacts a tick as they usually are, over a week. */
  get meanVolume(): number {
    let sum = 0
    for (let source = 0; source < this.sources; source += 1) sum += this.meanOf(source)
    return sum
  }

  meanOf(source: number): number {
    return (this.#mean[source] ?? 0) / Math.max(1e-9, this.#weight[source] ?? 0)
  }

  /** Smoothed contacts of a feed, summed over the last three hours. */
  recentVolume(source: number): number {
    return sumOf(this.#recent.subarray(source * WINDOW_TICKS, (source + 1) * WINDOW_TICKS))
  }

  recentChannelVolume(channel: number): number {
    return sumOf(this.#channelRecent.subarray(channel * WINDOW_TICKS, (channel + 1) * WINDOW_TICKS))
  }

  channelMean(channel: number): number {
    return (this.#channelMean[channel] ?? 0) / Math.max(1e-9, this.#weight[0] ?? 0)
  }

  /** Smooths what was counted; before the detectors look. `usual` is what a feed usually brings now. */
  smooth(tick: number, usual: (source: number) => number): readonly SourceChange[] {
    for (let source = 0; source < this.sources; source += 1) {
      this.#smooth[source] = blend(this.#smooth[source], this.#now[source])
      this.#recent[source * WINDOW_TICKS + (tick % WINDOW_TICKS)] = this.#smooth[source] ?? 0
      this.#watchSilence(source, tick, usual(source))
    }
    for (let channel = 0; channel < CHANNELS.length; channel += 1) {
      this.#channelSmooth[channel] = blend(this.#channelSmooth[channel], this.#channelNow[channel])
      this.#channelRecent[channel * WINDOW_TICKS + (tick % WINDOW_TICKS)] = this.#channelSmooth[channel] ?? 0
    }
    this.#isSmooth = true
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  /** Ends the tick; after the detectors looked. */
  next(): void {
    const keep = 0.5 ** (1 / MEAN_HALF_LIFE)
    for (let source = 0; source < this.sources; source += 1) {
      const now = this.#now[source] ?? 0
      this.#seen[source] = (this.#seen[source] ?? 0) + now
      if (this.#stopped[source] === 1) continue
      this.#mean[source] = (this.#mean[source] ?? 0) * keep + now
      this.#weight[source] = (this.#weight[source] ?? 0) * keep + 1
    }
    for (let channel = 0; channel < CHANNELS.length; channel += 1) {
      this.#channelMean[channel] = (this.#channelMean[channel] ?? 0) * keep + (this.#channelNow[channel] ?? 0)
    }
    this.#now.fill(0)
    this.#channelNow.fill(0)
    this.#isSmooth = false
  }

  #watchSilence(source: number, tick: number, usual: number): void {
    if ((this.#now[source] ?? 0) > 0) {
      if (this.#stopped[source] === 1) {
        this.#changes.push({ sourceId: this.#ids[source] ?? '', change: 'resumed' })
      }
      this.#missing[source] = 0
      this.#silentTicks[source] = 0
      this.#stopped[source] = 0
      return
    }
    if (this.#stopped[source] === 1 || !this.isKnown(source, tick)) return
    this.#missing[source] = (this.#missing[source] ?? 0) + usual
    this.#silentTicks[source] = (this.#silentTicks[source] ?? 0) + 1
    if ((this.#missing[source] ?? 0) < SILENT_EXPECTED || (this.#silentTicks[source] ?? 0) < SILENT_TICKS)
      return
    this.#stopped[source] = 1
    this.#changes.push({ sourceId: this.#ids[source] ?? '', change: 'stopped' })
  }

  save(to: StateWriter): void {
    to.texts(this.#ids)
    for (const values of this.#arrays()) to.array(values)
    to.array(this.#stopped)
    to.texts(this.#changes.flatMap(({ sourceId, change }) => [sourceId, change]))
  }

  load(from: StateReader): void {
    this.#ids.splice(0, this.#ids.length, ...from.texts())
    for (const values of this.#arrays()) values.set(from.array((length) => new Float64Array(length)))
    this.#stopped = from.array((length) => new Uint8Array(length))
    const told = from.texts()
    this.#changes = []
    for (let at = 0; at + 1 < told.length; at += 2) {
      const change = told[at + 1]
      if (change === 'started' || change === 'stopped' || change === 'resumed') {
        this.#changes.push({ sourceId: told[at] ?? '', change })
      }
    }
  }

  #arrays(): readonly Float64Array[] {
    return [
      this.#now,
      this.#smooth,
      this.#mean,
      this.#weight,
      this.#seen,
      this.#first,
      this.#missing,
      this.#silentTicks,
      this.#channelNow,
      this.#channelSmooth,
      this.#channelMean,
      this.#recent,
      this.#channelRecent,
    ]
  }
}

function blend(smooth: number | undefined, now: number | undefined): number {
  return (smooth ?? 0) * (1 - SMOOTHING) + (now ?? 0) * SMOOTHING
}

/** A tick that has not ended brings at least what it usually would. */
function soFar(smooth: number | undefined, now: number | undefined): number {
  return blend(smooth, Math.max(smooth ?? 0, now ?? 0))
}

function sumOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
