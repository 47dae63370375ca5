import { type Alarm, alarmFrom, alarmNumbers, openAlarm, stepAlarm } from './alarm.ts'
import { Baseline } from './baseline.ts'
import { CLASSES, CusumBank, LEAST_CONTACTS, sizeClassOf } from './cusum-bank.ts'
import { PeakHistory } from './peak-history.ts'
import { surprise } from './poisson.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICKS_PER_DAY } from './tick.ts'

/** An increase smaller than this share of all contacts is nobody's business. */
const LEAST_SHARE = 0.002
/** Weight that is left to the three hours before an alarm: the increase may have begun before it was noticed. */
const BEFORE_ONSET = 0.5
/** -log10 of the chance of one tick's hits from which on a series is one that rises. */
const SUDDEN = 3

/** How the world looks to a watch while one tick closes. */
export interface TickView {
  readonly tick: number
  /** Contacts of a stratum, smoothed. */
  readonly volumeOf: (stratum: number) => number
  /** Contacts that could have hit this series, smoothed. */
  readonly volumeFor: (series: number) => number
  readonly meanVolume: number
  readonly expected: (series: number) => number
  /** The usual rate an hour. */
  readonly perHour: (series: number) => number
  readonly mayOpen: (series: number) => boolean
  /** Series of which something else tells already: they gather no evidence and learn nothing. */
  readonly silenced: ReadonlySet<number>
  /** Each hit of the series in the window, with its tick and stratum. */
  readonly recent: (series: number) => readonly { readonly tick: number; readonly stratum: number }[]
  /** Smoothed contacts of a stratum over the whole window. */
  readonly recentVolume: (stratum: number) => number
}

export interface WatchChanges {
  readonly opened: readonly number[]
  readonly cleared: readonly (readonly [series: number, reason: 'quiet' | 'usual-now', opened: number])[]
}

/** A bank of series with their baselines and open alarms: all that is the same for codes and for codes on a channel. */
export class SeriesWatch {
  readonly baseline: Baseline
  readonly bank: CusumBank
  readonly history = new PeakHistory(CLASSES)
  readonly alarms = new Map<number, Alarm>()
  readonly #strata: number
  #counts = new Map<number, number>()
  /** Hits of this tick that the alarm of a series knew when it opened in the middle of it. */
  #early = new Map<number, number>()
  #active: number[] = []
  #hits: { series: number; stratum: number }[] = []

  constructor(strata: number, dispersion: readonly number[], isSplit: boolean) {
    this.#strata = strata
    this.baseline = new Baseline(strata, isSplit)
    this.bank = new CusumBank(this.history, dispersion)
  }

  add(): number {
    const series = this.baseline.add()
    this.bank.grow(this.baseline.series)
    return series
  }

  /** One customer hit the series. With `counts` false it is learned from and counts for no alarm. */
  hit(series: number, stratum: number, counts: boolean): void {
    this.#hits.push({ series, stratum })
    if (counts) this.#counts.set(series, (this.#counts.get(series) ?? 0) + 1)
  }

  /** Whether the series' evidence is enough in the middle of a tick, of which a part has passed; then it opens now. */
  openEarly(series: number, view: TickView, passed: number): boolean {
    const count = this.#counts.get(series) ?? 0
    if (this.alarms.has(series) || view.silenced.has(series) || count === 0) return false
    const sizeClass = sizeClassOf(view.perHour(series))
    const observation = { series, count, expected: view.expected(series), sizeClass, tick: view.tick }
    const evidence = this.bank.preview(observation, view.meanVolume, passed)
    if (this.bank.learning || evidence < this.bank.threshold(sizeClass) || !view.mayOpen(series)) return false
    if (!this.#open(series, view, count)) return false
    this.#early.set(series, count)
    return true
  }

  close(view: TickView): WatchChanges {
    const cleared = this.#stepAlarms(view)
    const opened = this.#look(view)
    this.#learn(view)
    this.history.passTick()
    if (view.tick % TICKS_PER_DAY === 0) this.history.fade()
    return { opened, cleared }
  }

  /** Series that are in alarm or of which this tick's contacts hit more than usual, and their usual share of contacts. */
  rising(view: TickView, contacts: number): ReadonlyMap<number, number> {
    const rising = new Map<number, number>()
    for (const [series, count] of this.#counts) {
      const share = view.expected(series) / Math.max(1e-9, view.volumeFor(series))
      const isSudden = count >= LEAST_CONTACTS && surprise(count, share * contacts) >= SUDDEN
      if (isSudden || this.alarms.has(series)) rising.set(series, share)
    }
    return rising
  }

  /** Series of each size class, at their usual rates. */
  classSizes(perHour: (series: number) => number): readonly number[] {
    const sizes = Array.from({ length: CLASSES }, () => 0)
    for (let series = 0; series < this.baseline.series; series += 1) {
      const sizeClass = sizeClassOf(perHour(series))
      sizes[sizeClass] = (sizes[sizeClass] ?? 0) + 1
    }
    return sizes
  }

  #look(view: TickView): readonly number[] {
    const opened: number[] = []
    const active: number[] = []
    for (const series of new Set([...this.#active, ...this.#counts.keys()])) {
      if (this.alarms.has(series)) continue
      if (view.silenced.has(series)) {
        this.bank.reset(series)
        continue
      }
      const count = this.#counts.get(series) ?? 0
      const sizeClass = sizeClassOf(view.perHour(series))
      const observation = { series, count, expected: view.expected(series), sizeClass, tick: view.tick }
      if (!this.bank.observe(observation, view.meanVolume)) continue
      active.push(series)
      if (this.bank.learning || this.bank.evidence(series) < this.bank.threshold(sizeClass)) continue
      if (this.bank.contacts(series) < LEAST_CONTACTS || !view.mayOpen(series)) continue
      if (this.#open(series, view, 0)) opened.push(series)
    }
    this.#active = active
    return opened
  }

  /** Opens an alarm unless the increase is too small to matter. */
  #open(series: number, view: TickView, more: number): boolean {
    const hits = this.bank.contacts(series) + more
    const onset = hits === more ? view.tick : this.bank.onset(series)
    const ticks = view.tick - onset + 1
    const volume = view.volumeFor(series) * ticks
    const expected = view.expected(series) * ticks
    if (hits - expected < LEAST_SHARE * volume) return false
    this.alarms.set(series, openAlarm({ onset, opened: view.tick, hits, expected, volume }))
    for (const { tick, stratum } of view.recent(series)) {
      if (tick < view.tick) this.baseline.hit(series, stratum, tick >= onset ? -1 : BEFORE_ONSET - 1)
    }
    for (let stratum = 0; stratum < this.#strata; stratum += 1) {
      this.baseline.excuse(series, stratum, view.recentVolume(stratum) * BEFORE_ONSET)
    }
    return true
  }

  #stepAlarms(view: TickView): WatchChanges['cleared'] {
    const cleared: (readonly [number, 'quiet' | 'usual-now', number])[] = []
    for (const [series, alarm] of this.alarms) {
      const outcome = stepAlarm(alarm, {
        count: (this.#counts.get(series) ?? 0) - (this.#early.get(series) ?? 0),
        expected: view.expected(series),
        volume: view.volumeFor(series),
        tick: view.tick,
      })
      if (outcome === 'goes-on') continue
      this.alarms.delete(series)
      this.bank.reset(series)
      if (outcome === 'usual-now') this.#adopt(series, alarm, view)
      cleared.push([series, outcome === 'over' ? 'quiet' : outcome, alarm.opened])
    }
    return cleared
  }

  #adopt(series: number, alarm: Alarm, view: TickView): void {
    for (let stratum = 0; stratum < this.#strata; stratum += 1) {
      if (view.volumeOf(stratum) <= 0) continue
      this.baseline.adopt(
        series,
        stratum,
        alarm.hits / Math.max(1, alarm.volume),
        view.meanVolume * TICKS_PER_DAY,
      )
    }
  }

  /** An open alarm teaches nothing, so that an incident does not become usual by lasting. */
  #learn(view: TickView): void {
    const excused = new Set([...view.silenced, ...this.alarms.keys()])
    for (let stratum = 0; stratum < this.#strata; stratum += 1) {
      const volume = view.volumeOf(stratum)
      if (volume <= 0) continue
      this.baseline.expose(stratum, volume)
      for (const series of excused) this.baseline.excuse(series, stratum, volume)
    }
    for (const { series, stratum } of this.#hits) {
      if (!excused.has(series)) this.baseline.hit(series, stratum)
    }
    this.baseline.age()
    this.#hits = []
    this.#counts.clear()
    this.#early.clear()
  }

  save(to: StateWriter): void {
    this.baseline.save(to)
    this.bank.save(to)
    this.history.save(to)
    to.numbers(this.#active)
    to.numbers([...this.#counts].flat())
    to.numbers([...this.#early].flat())
    to.numbers(this.#hits.flatMap(({ series, stratum }) => [series, stratum]))
    to.number(this.alarms.size)
    for (const [series, alarm] of this.alarms) to.numbers([series, ...alarmNumbers(alarm)])
  }

  load(from: StateReader): void {
    this.baseline.load(from)
    this.bank.load(from)
    this.history.load(from)
    this.#active = from.numbers()
    this.#counts = new Map(pairsOf(from.numbers()))
    this.#early = new Map(pairsOf(from.numbers()))
    this.#hits = pairsOf(from.numbers()).map(([series, stratum]) => ({ series, stratum }))
    this.alarms.clear()
    for (let left = from.number(); left > 0; left -= 1) {
      const [series = 0, ...numbers] = from.numbers()
      this.alarms.set(series, alarmFrom(numbers))
    }
  }
}

function pairsOf(numbers: readonly number[]): (readonly [number, number])[] {
  return Array.from({ length: numbers.length / 2 }, (_, at) => [
    numbers[2 * at] ?? 0,
    numbers[2 * at + 1] ?? 0,
  ])
}
