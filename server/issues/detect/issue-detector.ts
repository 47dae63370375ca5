import { CHANNELS, type Channel, type CodeId, type Contact } from '../../contracts/contact.ts'
import { type WallMs, wallMs } from '../../contracts/time.ts'
import { ContactWindow, type Entry } from './contact-window.ts'
import { Exposure, type SourceChange } from './exposure.ts'
import { featuresOf, scriptFeatures } from './features.ts'
import { hashPerson } from './hash.ts'
import { type Detection, type Notice } from './issue.ts'
import { KnownIssues } from './known-issues.ts'
import { type Code, DETECT_DEFAULTS, type DetectSettings } from './settings.ts'
import { StateReader, StateWriter } from './state-codec.ts'
import {
  LocalClock,
  type LocalHour,
  TICK_MS,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  tickOf,
  WINDOW_TICKS,
} from './tick.ts'
import { UnknownIssues } from './unknown-issues.ts'
import { usualPart } from './usual-part.ts'
import { VolumeWatch } from './volume-watch.ts'

/** Marks a saved state; the version changes with its form. */
const STATE_NAME = 'earshot-issues'
const STATE_VERSION = 2
/** After the number of contacts or a feed changed, nothing new is told for half an hour. */
const MUTE_TICKS = 6
/** A longer silence than this is not stepped through: everything older has been forgotten by then anyway. */
const LONGEST_GAP = 14 * TICKS_PER_DAY

/** What happened to contacts that came after their time. */
export interface DetectorCounters {
  readonly contacts: number
  /** Of an earlier tick within three hours: counted as of now. */
  readonly late: number
  /** Older: not used. */
  readonly tooLate: number
  /** Sightings of phrases that found no room in a crowded three hours. */
  readonly refused: number
}

/**
 * Contacts in, issues out, on the contacts' own time: the same contacts give the same issues, live or replayed.
 * Time moves with the contacts and with `advanceTo`, never by itself.
 */
export class IssueDetector {
  readonly #settings: DetectSettings
  readonly #known: KnownIssues
  readonly #unknown: UnknownIssues
  readonly #exposure: Exposure
  readonly #volume = new VolumeWatch()
  readonly #window = new ContactWindow()
  readonly #clock: LocalClock
  readonly #scripts: ReadonlySet<number>
  readonly #hasIssue = (code: number): boolean => this.#known.hasIssue(code)
  #tick = -1
  #mutedUntil = 0
  #contacts = 0
  #late = 0
  #tooLate = 0

  constructor(settings: Partial<DetectSettings> = {}) {
    this.#settings = { ...DETECT_DEFAULTS, ...settings }
    this.#known = new KnownIssues(this.#settings)
    this.#unknown = new UnknownIssues(this.#settings)
    this.#exposure = new Exposure(this.#settings.warmUpTicks)
    this.#clock = new LocalClock(this.#settings.timeZone)
    this.#scripts = scriptFeatures(this.#settings.scripts)
  }

  get counters(): DetectorCounters {
    return {
      contacts: this.#contacts,
      late: this.#late,
      tooLate: this.#tooLate,
      refused: this.#unknown.refused,
    }
  }

  addCode(code: Code): void {
    this.#known.addCode(code)
  }

  /** The usual share of the contacts of a channel, or of all, that hit a code at this time of the day. */
  usualShare(code: CodeId, channel: Channel | null, at: WallMs): number {
    const place = channel === null ? null : CHANNELS.indexOf(channel)
    return this.#known.usualShare(code, place, {
      hour: this.#clock.at(tickOf(at)).hour,
      exposure: this.#exposure,
    })
  }

  /** Days of quiet history that the thresholds of codes and of phrases can be made from, older ones counting less. */
  get historyDays(): { readonly codes: number; readonly phrases: number } {
    return { codes: this.#known.historyDays, phrases: this.#unknown.historyDays }
  }

  /** Feeds, and whether it is known yet what is usual in each. */
  get feeds(): readonly { readonly sourceId: string; readonly isKnown: boolean }[] {
    return this.#exposure.feeds(this.#tick)
  }

  /** Takes a contact; first closes the ticks that had ended by its time, and returns what they brought. */
  observe(contact: Contact): readonly Detection[] {
    const detections = [...this.advanceTo(contact.at)]
    this.#contacts += 1
    const tick = tickOf(contact.at)
    if (tick < this.#tick) {
      if (tick <= this.#tick - WINDOW_TICKS) {
        this.#tooLate += 1
        return detections
      }
      this.#late += 1
    }
    detections.push(...this.#take(contact))
    return detections
  }

  /** Closes the ticks that have ended by this time. */
  advanceTo(at: WallMs): readonly Detection[] {
    const tick = tickOf(at)
    if (this.#tick === -1 || tick - this.#tick > LONGEST_GAP) this.#begin(tick)
    const detections: Detection[] = []
    while (this.#tick < tick) detections.push(...this.#close())
    return detections
  }

  /** While learning nothing opens. It ends with thresholds made from what was learned. */
  startLearning(): void {
    this.#known.learning = true
    this.#unknown.learning = true
  }

  /** Forgets how high the evidence rose so far, where it is known that there was an incident. */
  forgetHistory(): void {
    this.#known.forgetHistory()
    this.#unknown.forgetHistory()
  }

  stopLearning(): void {
    this.#known.learning = false
    this.#unknown.learning = false
    this.recalibrate(this.#settings)
  }

  /** Sets the false alarms a day that are accepted, and the thresholds by the history so far. */
  recalibrate(budgets: Pick<DetectSettings, 'codeFalseAlarms' | 'phraseFalseAlarms'>): void {
    this.#known.recalibrate({ tick: this.#tick, exposure: this.#exposure }, budgets.codeFalseAlarms)
    this.#unknown.recalibrate(this.#tick, budgets.phraseFalseAlarms)
  }

  #begin(tick: number): void {
    this.#tick = tick
    this.#unknown.begin(tick, this.#window.expire(tick))
  }

  #take({ id, authorKey, channel, sourceId, codes, texts, at }: Contact): readonly Detection[] {
    const source = this.#exposure.source(sourceId, this.#tick)
    const counts = this.#exposure.isKnown(source, this.#tick)
    const place = { source, channel: Math.max(0, CHANNELS.indexOf(channel)), counts }
    const news = this.#window.add({
      ...place,
      id,
      person: hashPerson(authorKey ?? `contact ${id}`),
      tick: this.#tick,
      codes: [...new Set(codes)].map((code) => this.#known.indexOf(code)),
      features: featuresOf(texts, this.#scripts),
      texts,
    })
    if (news.isNewcomer) this.#exposure.count(source, place.channel)
    for (const code of news.codes) this.#known.hit(code, place)
    this.#unknown.hit(news.features, { counts, isNewcomer: news.isNewcomer })
    return counts ? this.#lookEarly(news.codes, place.channel, at) : []
  }

  /** Looks at once at what a contact may have made an issue. */
  #lookEarly(codes: readonly number[], channel: number, at: WallMs): readonly Detection[] {
    const tick = this.#tick
    const now = { tick, window: this.#window, muted: tick < this.#mutedUntil }
    const seen = { ...now, hour: this.#clock.at(tick).hour, exposure: this.#exposure }
    const known = codes.length === 0 ? [] : this.#known.lookEarly(codes, channel, seen, at)
    // A late contact is as of now.
    const told = Math.max(at, tick * TICK_MS)
    const unknown = this.#unknown.lookEarly({ ...now, isCodeOpen: this.#hasIssue }, told)
    return [...known, ...unknown]
  }

  #close(): readonly Detection[] {
    const tick = this.#tick
    const local = this.#clock.at(tick)
    const changes = this.#exposure.smooth(tick, (source) => this.#volume.expected(source, local))
    const notices = [
      ...changes.map((change) => this.#sourceNotice(change)),
      ...this.#volumeNotices(local, changes.length > 0 || tick < this.#mutedUntil),
    ]
    if (notices.length > 0) this.#mutedUntil = tick + MUTE_TICKS
    const muted = tick < this.#mutedUntil
    const window = this.#window
    const known = this.#known.close({ tick, hour: local.hour, exposure: this.#exposure, window, muted })
    const unknown = this.#unknown.close({ tick, window, muted, isCodeOpen: this.#hasIssue })
    this.#exposure.next()
    this.#begin(tick + 1)
    return [...notices, ...known, ...unknown]
  }

  #sourceNotice({ sourceId, change }: SourceChange): Detection {
    return this.#notice({ kind: `source-${change}`, sourceId, perHour: 0, expectedPerHour: 0 })
  }

  /** A feed that starts or stops changes the number of contacts; that is said once. */
  #volumeNotices(local: LocalHour, isExplained: boolean): readonly Detection[] {
    const change = this.#volume.close(this.#exposure.contacts, local, this.#usualPart(local))
    if (change === null || isExplained) return []
    return [
      this.#notice({
        kind: `volume-${change.change}`,
        sourceId: null,
        perHour: change.contacts * TICKS_PER_HOUR,
        expectedPerHour: change.expected * TICKS_PER_HOUR,
      }),
    ]
  }

  /** What is left of this tick's contacts without those of the codes and the words that rise. */
  #usualPart({ hour }: LocalHour): number {
    const contacts = this.#exposure.contacts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
    const now = { tick: this.#tick, hour, exposure: this.#exposure, window: this.#window, muted: false }
    const codes = this.#known.rising(now, contacts)
    const words = this.#unknown.rising
    const share = codes.values().reduce((sum, one) => sum + one, words.share)
    const isRising = (entry: Entry): boolean =>
      entry.codes.some((code) => codes.has(code)) || words.isRising(entry)
    return usualPart(this.#window.since(this.#tick), isRising, share)
  }

  #notice(notice: Omit<Notice, 'id' | 'at'>): Detection {
    const at = wallMs((this.#tick + 1) * TICK_MS)
    const id = `notice:${notice.kind}:${notice.sourceId ?? ''}:${this.#tick}`
    return { type: 'notice', at, notice: { ...notice, id, at } }
  }

  /** All that it knows, as bytes: with them a restart learns nothing anew and repeats no issue. */
  snapshot(): Uint8Array {
    const to = new StateWriter()
    to.text(STATE_NAME)
    to.numbers([STATE_VERSION, this.#tick, this.#mutedUntil, this.#contacts, this.#late, this.#tooLate])
    for (const part of this.#parts()) part.save(to)
    return to.finish()
  }

  /** Goes on from a snapshot. Throws a `RangeError` when it is of another version or damaged; then use a new detector. */
  restore(bytes: Uint8Array): void {
    const from = new StateReader(bytes)
    const name = from.text()
    const [version = 0, tick = 0, mutedUntil = 0, contacts = 0, late = 0, tooLate = 0] = from.numbers()
    if (name !== STATE_NAME || version !== STATE_VERSION) {
      throw new RangeError(`not a saved state of version ${STATE_VERSION} of the issue detector`)
    }
    this.#tick = tick
    this.#mutedUntil = mutedUntil
    this.#contacts = contacts
    this.#late = late
    this.#tooLate = tooLate
    for (const part of this.#parts()) part.load(from)
    if (!from.done) throw new RangeError('the saved state has more than belongs to it')
    const { codes, codeFalseAlarms, phraseFalseAlarms } = this.#settings
    for (const code of codes) this.#known.addCode(code)
    // The settings may have been changed since.
    if (this.#known.budget !== codeFalseAlarms || this.#unknown.budget !== phraseFalseAlarms) {
      this.recalibrate(this.#settings)
    }
  }

  #parts(): readonly { save(to: StateWriter): void; load(from: StateReader): void }[] {
    return [this.#exposure, this.#volume, this.#window, this.#known, this.#unknown]
  }
}
