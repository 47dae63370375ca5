import { CHANNELS, type CodeId } from '../../contracts/contact.ts'
import { type WallMs, wallMs } from '../../contracts/time.ts'
import { type Alarm } from './alarm.ts'
import { calibrate } from './calibrate.ts'
import { evidenceOf, knownSources, lastHour, recentHits } from './code-evidence.ts'
import { CodeFrame } from './code-frame.ts'
import { type ContactWindow } from './contact-window.ts'
import { sizeClassOf } from './cusum-bank.ts'
import { MAX_SOURCES, type Exposure } from './exposure.ts'
import { HourFactors } from './hour-factors.ts'
import { type Detection, type HeldReason, type Issue } from './issue.ts'
import { SeriesWatch, type TickView, type WatchChanges } from './series-watch.ts'
import { type Code, type DetectSettings } from './settings.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICK_MS, TICKS_PER_HOUR } from './tick.ts'

/** The second bank, of codes on one channel, has this part of the budget, the first one the rest. */
const CHANNEL_BUDGET = 0.2
const NONE: ReadonlySet<number> = new Set()
/** Open issues are told of again at this interval, when they have grown. */
const UPDATE_TICKS = 6
/** At least this part of a tick counts as passed: half a minute. */
const LEAST_PASSED = 0.1

/** What one tick's closing is done with. */
export interface KnownTick {
  readonly tick: number
  readonly hour: number
  readonly exposure: Exposure
  readonly window: ContactWindow
  readonly muted: boolean
}

/** Watches how often each code is hit: over all channels together, and on each channel. */
export class KnownIssues {
  readonly #frame = new CodeFrame()
  readonly #codes: SeriesWatch
  readonly #cells: SeriesWatch
  readonly #hours = new HourFactors(MAX_SOURCES)
  /** A cell is a code on a channel; this is its series by code and channel, and the way back. */
  readonly #cellOf = new Map<number, number>()
  #cellKeys: number[] = []
  #hourHits: { code: number; source: number }[] = []
  #calibratedAt = -Infinity
  readonly #recalibrateTicks: number
  #budget: number

  constructor({ codes, codeFalseAlarms, dispersion, recalibrateTicks }: DetectSettings) {
    this.#recalibrateTicks = recalibrateTicks
    this.#budget = codeFalseAlarms
    this.#codes = new SeriesWatch(MAX_SOURCES, dispersion, true)
    this.#cells = new SeriesWatch(CHANNELS.length, dispersion, false)
    for (const code of codes) this.addCode(code)
  }

  /** False alarms a day that the thresholds were made for. */
  get budget(): number {
    return this.#budget
  }

  get historyDays(): number {
    return this.#codes.history.days
  }

  addCode(code: Code): void {
    if (!this.#frame.add(code)) return
    this.#codes.add()
    this.#hours.grow(this.#frame.size)
  }

  /** The number of a code; one that nobody announced is taken up as it comes. */
  indexOf(id: CodeId): number {
    const known = this.#frame.indexOf(id)
    if (known !== undefined) return known
    this.addCode({ id, parent: null })
    return this.#frame.size - 1
  }

  /** The usual share of the contacts of a channel, or of all, that hit a code at an hour of the day; 0 for an unknown one. */
  usualShare(
    id: CodeId,
    channel: number | null,
    { hour, exposure }: Pick<KnownTick, 'hour' | 'exposure'>,
  ): number {
    const code = this.#frame.indexOf(id)
    if (code === undefined) return 0
    const factor = this.#hourFactor(code, hour)
    if (channel !== null) {
      const cell = this.#cellOf.get(code * CHANNELS.length + channel)
      return cell === undefined ? 0 : factor * this.#cells.baseline.share(cell, channel)
    }
    let hits = 0
    let contacts = 0
    for (let source = 0; source < exposure.sources; source += 1) {
      const mean = exposure.meanOf(source)
      hits += mean * this.#codes.baseline.share(code, source)
      contacts += mean
    }
    return contacts === 0 ? 0 : (factor * hits) / contacts
  }

  /** Codes with an open issue. */
  isOpen(code: number): boolean {
    return this.#codes.alarms.has(code)
  }

  /** Whether a code has an open issue, on all channels or on one. */
  hasIssue(code: number): boolean {
    if (this.isOpen(code)) return true
    if (this.#cells.alarms.size === 0) return false
    return CHANNELS.some((_, channel) =>
      this.#cells.alarms.has(this.#cellOf.get(code * CHANNELS.length + channel) ?? -1),
    )
  }

  /** Codes that rise, with their usual shares of contacts, among so many contacts of this tick. */
  rising(now: KnownTick, contacts: number): ReadonlyMap<number, number> {
    return this.#codes.rising(this.#codeView(now), contacts)
  }

  hit(code: number, { source, channel, counts }: { source: number; channel: number; counts: boolean }): void {
    this.#codes.hit(code, source, counts)
    this.#cells.hit(this.#cell(code, channel), channel, counts)
    this.#hourHits.push({ code, source })
  }

  /** Looks at the codes of one contact at once; the rest waits for the end of the tick. */
  lookEarly(codes: readonly number[], channel: number, now: KnownTick, at: WallMs): readonly Detection[] {
    const views = { codes: this.#codeView(now), cells: this.#cellView(now) }
    const detections: Detection[] = []
    const passed = Math.min(1, Math.max(LEAST_PASSED, at / TICK_MS - now.tick))
    for (const code of codes) {
      for (const [watch, series, view] of [
        [this.#codes, code, views.codes],
        [this.#cells, this.#cell(code, channel), views.cells],
      ] as const) {
        if (!watch.openEarly(series, view, passed)) continue
        const alarm = watch.alarms.get(series)
        if (alarm === undefined) continue
        detections.push({ type: 'opened', at, issue: this.#issue(watch, series, alarm, { now, view, at }) })
      }
    }
    return detections
  }

  close(now: KnownTick): readonly Detection[] {
    if (this.#calibratedAt === -Infinity || now.tick - this.#calibratedAt >= this.#recalibrateTicks)
      this.recalibrate(now)
    const views = { codes: this.#codeView(now), cells: this.#cellView(now) }
    const wereOpen = [...this.#codes.alarms, ...this.#cells.alarms].length
    const codeChanges = this.#codes.close(views.codes)
    const cellChanges = this.#cells.close(views.cells)
    this.#learnHours(now)
    const updates = wereOpen > 0 ? this.#updates(now, views) : []
    return [
      ...this.#describe(this.#codes, codeChanges, now, views.codes),
      ...this.#describe(this.#cells, cellChanges, now, views.cells),
      ...updates,
    ]
  }

  /** Sets the thresholds from the history of quiet times, or from theory while there is too little of it. */
  recalibrate({ tick, exposure }: Pick<KnownTick, 'tick' | 'exposure'>, budget = this.#budget): void {
    this.#budget = budget
    this.#calibratedAt = tick
    calibrate(this.#codes, budget * (1 - CHANNEL_BUDGET), (code) => this.#perHour(code, exposure))
    calibrate(this.#cells, budget * CHANNEL_BUDGET, (cell) => this.#cellPerHour(cell, exposure))
  }

  /** While learning nothing opens, and the history shows how high the evidence rises when there is nothing. */
  set learning(learning: boolean) {
    this.#codes.bank.learning = learning
    this.#cells.bank.learning = learning
  }

  forgetHistory(): void {
    this.#codes.history.forget()
    this.#cells.history.forget()
  }

  #cell(code: number, channel: number): number {
    const key = code * CHANNELS.length + channel
    const known = this.#cellOf.get(key)
    if (known !== undefined) return known
    const cell = this.#cells.add()
    this.#cellOf.set(key, cell)
    this.#cellKeys.push(key)
    return cell
  }

  #codeView({ tick, hour, exposure, window, muted }: KnownTick): TickView {
    const known = knownSources(exposure, tick)
    const volume = known.reduce((sum, source) => sum + exposure.volume(source), 0)
    return {
      tick,
      volumeOf: (source) => exposure.volume(source),
      volumeFor: () => volume,
      meanVolume: exposure.meanVolume,
      expected: (code) =>
        this.#hourFactor(code, hour) *
        known.reduce(
          (sum, source) => sum + this.#codes.baseline.expected(code, source, exposure.volume(source)),
          0,
        ),
      perHour: (code) => this.#perHour(code, exposure),
      mayOpen: () => !muted,
      silenced: NONE,
      recent: (code) => recentHits(window, code, null),
      recentVolume: (source) => exposure.recentVolume(source),
    }
  }

  #cellView({ tick, hour, exposure, window, muted }: KnownTick): TickView {
    const { baseline } = this.#cells
    return {
      tick,
      volumeOf: (channel) => exposure.channelVolume(channel),
      volumeFor: (cell) => exposure.channelVolume(this.#channelOf(cell)),
      meanVolume: exposure.meanVolume,
      expected: (cell) => {
        const channel = this.#channelOf(cell)
        return (
          baseline.expected(cell, channel, exposure.channelVolume(channel)) *
          this.#hourFactor(this.#codeOf(cell), hour)
        )
      },
      perHour: (cell) => this.#cellPerHour(cell, exposure),
      mayOpen: () => !muted,
      silenced: this.#cellsOfOpenCodes(),
      recent: (cell) => recentHits(window, this.#codeOf(cell), this.#channelOf(cell)),
      recentVolume: (channel) => exposure.recentChannelVolume(channel),
    }
  }

  /** What the code's own issue says already is not said again for a channel. */
  #cellsOfOpenCodes(): ReadonlySet<number> {
    if (this.#codes.alarms.size === 0) return NONE
    const cells = [...this.#codes.alarms.keys()].flatMap((code) =>
      CHANNELS.map((_, channel) => this.#cellOf.get(code * CHANNELS.length + channel)),
    )
    return new Set(cells.filter((cell) => cell !== undefined))
  }

  #codeOf(cell: number): number {
    return Math.floor((this.#cellKeys[cell] ?? 0) / CHANNELS.length)
  }

  #channelOf(cell: number): number {
    return (this.#cellKeys[cell] ?? 0) % CHANNELS.length
  }

  #hourFactor(code: number, hour: number): number {
    return this.#hours.factor(code, hour, (source) => this.#codes.baseline.share(code, source))
  }

  #perHour(code: number, exposure: Exposure): number {
    let sum = 0
    for (let source = 0; source < exposure.sources; source += 1) {
      sum += this.#codes.baseline.expected(code, source, exposure.meanOf(source))
    }
    return sum * TICKS_PER_HOUR
  }

  #cellPerHour(cell: number, exposure: Exposure): number {
    const channel = this.#channelOf(cell)
    return this.#cells.baseline.expected(cell, channel, exposure.channelMean(channel)) * TICKS_PER_HOUR
  }

  #learnHours({ hour, exposure }: KnownTick): void {
    for (let source = 0; source < exposure.sources; source += 1) {
      this.#hours.expose(source, hour, exposure.volume(source))
    }
    for (const { code } of this.#hourHits) if (!this.isOpen(code)) this.#hours.hit(code, hour)
    this.#hours.age()
    this.#hourHits = []
  }

  #describe(
    watch: SeriesWatch,
    { opened, cleared }: WatchChanges,
    now: KnownTick,
    view: TickView,
  ): readonly Detection[] {
    const at = wallMs((now.tick + 1) * TICK_MS)
    const detections: Detection[] = []
    for (const [series, reason, openedAt] of cleared) {
      detections.push({ type: 'cleared', issueId: this.#issueId(watch, series, openedAt), at, reason })
    }
    for (const series of opened) {
      const alarm = watch.alarms.get(series)
      if (alarm !== undefined) {
        detections.push({ type: 'opened', at, issue: this.#issue(watch, series, alarm, { now, view, at }) })
      }
    }
    return detections
  }

  #updates(now: KnownTick, views: { codes: TickView; cells: TickView }): readonly Detection[] {
    const at = wallMs((now.tick + 1) * TICK_MS)
    const updates: Detection[] = []
    for (const [watch, view] of [
      [this.#codes, views.codes],
      [this.#cells, views.cells],
    ] as const) {
      for (const [series, alarm] of watch.alarms) {
        const age = now.tick - alarm.opened
        if (age === 0 || age % UPDATE_TICKS !== 0 || alarm.hits === alarm.told) continue
        alarm.told = alarm.hits
        updates.push({ type: 'updated', at, issue: this.#issue(watch, series, alarm, { now, view, at }) })
      }
    }
    return updates
  }

  #issueId(watch: SeriesWatch, series: number, opened: number): string {
    const code = watch === this.#codes ? series : this.#codeOf(series)
    const channel = watch === this.#codes ? '' : `@${CHANNELS[this.#channelOf(series)] ?? ''}`
    return `code:${this.#frame.id(code)}${channel}:${opened}`
  }

  #issue(
    watch: SeriesWatch,
    series: number,
    alarm: Alarm,
    { now, view, at }: { now: KnownTick; view: TickView; at: WallMs },
  ): Issue {
    const isCode = watch === this.#codes
    const code = isCode ? series : this.#codeOf(series)
    const channel = isCode ? null : (CHANNELS[this.#channelOf(series)] ?? null)
    const hour = lastHour(now, code, channel)
    const threshold = watch.bank.threshold(sizeClassOf(view.perHour(series)))
    return {
      id: this.#issueId(watch, series, alarm.opened),
      kind: isCode ? 'code' : 'code-on-channel',
      code: this.#frame.id(code),
      channel,
      onsetAt: wallMs(alarm.onset * TICK_MS),
      openedAt: wallMs(Math.min(at, (alarm.opened + 1) * TICK_MS)),
      contacts: alarm.hits,
      perHour: hour.contacts,
      expectedPerHour: view.expected(series) * TICKS_PER_HOUR,
      severity: evidenceOf(alarm) / threshold,
      byChannel: hour.byChannel,
      words: [],
      quotes: hour.quotes,
      contactIds: hour.contactIds,
      held: this.#heldReason(code, isCode),
    }
  }

  #heldReason(code: number, isCode: boolean): HeldReason | null {
    if (this.#frame.someParent(code, (parent) => this.isOpen(parent))) return 'parent-open'
    return !isCode && this.isOpen(code) ? 'code-open' : null
  }

  save(to: StateWriter): void {
    this.#frame.save(to)
    this.#codes.save(to)
    this.#cells.save(to)
    this.#hours.save(to)
    to.numbers(this.#cellKeys)
    to.numbers(this.#hourHits.flatMap(({ code, source }) => [code, source]))
    to.numbers([this.#calibratedAt, this.#budget])
  }

  load(from: StateReader): void {
    this.#frame.load(from)
    this.#codes.load(from)
    this.#cells.load(from)
    this.#hours.load(from)
    this.#cellKeys = from.numbers()
    this.#cellOf.clear()
    this.#cellKeys.forEach((key, cell) => this.#cellOf.set(key, cell))
    const hits = from.numbers()
    this.#hourHits = Array.from({ length: hits.length / 2 }, (_, at) => ({
      code: hits[2 * at] ?? 0,
      source: hits[2 * at + 1] ?? 0,
    }))
    const [calibratedAt = 0, budget = 0] = from.numbers()
    this.#calibratedAt = calibratedAt
    this.#budget = budget
  }
}
