import type { Channel, Contact } from '../../../server/contracts/contact.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import type { Detection, Issue, Notice } from '../../../server/issues/detect/issue.ts'
import { IssueDetector } from '../../../server/issues/detect/issue-detector.ts'
import { Chance, weightedPicker, zipf } from './chance.ts'
import { HOUR_MS, TICK_MS, TICKS_PER_DAY } from './volume-model.ts'

/** Summer time begins in Berlin on the day after the days of learning. */
const ZONE = 'Europe/Berlin'
const FIRST_MS = Date.UTC(2024, 2, 23, 23)
const LEARNED_DAYS = 7
const CODES = 200
const PER_HOUR = 200
const SUBJECTS = 40

/** What is different from an ordinary day. */
interface Event {
  readonly days: number
  /** Times as many contacts of every kind, by hours since the event's first midnight. */
  readonly volume?: (hour: number) => number
  /** Additional contacts an hour of one kind. */
  readonly more?: (
    hour: number,
  ) => readonly { readonly perHour: number; readonly contact: Partial<Contact> }[]
  /** Feeds that are silent. */
  readonly without?: (hour: number) => string | null
  /** Contacts at given hours. */
  readonly single?: readonly { readonly hour: number; readonly contact: Partial<Contact> }[]
  readonly prepare?: (detector: IssueDetector) => void
}

export interface Scenario {
  readonly name: string
  /** What must come of it. */
  readonly expected: string
  readonly issues: readonly Issue[]
  readonly notices: readonly Notice[]
  readonly isMet: boolean
}

interface Outcome {
  readonly issues: readonly Issue[]
  readonly notices: readonly Notice[]
}

/** Days of an invented centre that a detector has learned, to which then something happens. */
export class HonestyCourt {
  readonly #seed: number
  readonly #learned: Uint8Array

  constructor(seed: number) {
    this.#seed = seed
    const detector = newDetector()
    detector.startLearning()
    new Centre(seed).play(detector, { days: LEARNED_DAYS }, 0)
    detector.stopLearning()
    this.#learned = detector.snapshot()
  }

  /** All scenarios, each from the same learned state. */
  run(): readonly Scenario[] {
    return [
      this.#judge('an ordinary day, on which summer time begins', 'nothing', { days: 1 }, isSilent),
      this.#judge(
        '2.5 times the contacts for four hours',
        'one notice of more, no issue',
        surge(2.5, 10, 14),
        isVolumeOnly,
      ),
      this.#judge(
        'a campaign: all codes doubled for a day',
        'one notice of more, no issue',
        surge(2, 7, 24),
        isVolumeOnly,
      ),
      this.#judge(
        'one caller says it ten times',
        'nothing',
        repeatedBy(() => 'the same customer'),
        isSilent,
      ),
      this.#judge('ten callers say it once', 'an issue of the code', repeatedBy(String), (found) =>
        found.issues.some(({ code }) => code === 'c150'),
      ),
      this.#judge('a feed with a mix of its own starts', 'one notice, no issue', startOfFeed(), (found) =>
        isOneNotice(found, 'source-started'),
      ),
      this.#judge('a feed stops', 'one notice, no issue', stopOfFeed(), (found) =>
        isOneNotice(found, 'source-stopped'),
      ),
      this.#judge(
        'a code breaks for three days',
        'one issue',
        threeDays({ codes: ['c120'] }),
        isOneIssue('code'),
      ),
      this.#judge(
        'words without a code, for three days',
        'one issue',
        threeDays({ texts: BROKEN }),
        isOneIssue('phrase'),
      ),
      this.#judge('a new code that is rare', 'no issue of it', newCode(0.05), (found) =>
        found.issues.every(({ code }) => code !== 'new'),
      ),
      this.#judge('a new code that is frequent at once', 'an issue after 3 contacts', newCode(8), (found) => {
        return found.issues[0]?.code === 'new' && found.issues[0].contacts >= 3
      }),
    ]
  }

  #judge(name: string, expected: string, event: Event, isMet: (found: Outcome) => boolean): Scenario {
    const detector = newDetector()
    detector.restore(this.#learned)
    event.prepare?.(detector)
    const found = new Centre(this.#seed + 1).play(detector, event, LEARNED_DAYS)
    const outcome = {
      issues: found.flatMap((one) => (one.type === 'opened' && one.issue.held === null ? [one.issue] : [])),
      notices: found.flatMap((one) => (one.type === 'notice' ? [one.notice] : [])),
    }
    return { name, expected, ...outcome, isMet: isMet(outcome) }
  }
}

function newDetector(): IssueDetector {
  const codes = Array.from({ length: CODES }, (_, code) => ({ id: `c${code}`, parent: null }))
  // A rare false alarm, so that a red scenario means a fault and not chance.
  return new IssueDetector({ codes, timeZone: ZONE, codeFalseAlarms: 0.02, phraseFalseAlarms: 0.02 })
}

const BROKEN = ['the basket stays empty after paying by voucher', 'voucher payment leaves my basket empty']

/** Sentences of a subject: its own words among everybody's. */
class Centre {
  readonly #chance: Chance
  readonly #pick = weightedPicker(zipf(CODES, 0.9))
  readonly #clock = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, hour: 'numeric', hourCycle: 'h23' })
  #serial = 0

  constructor(seed: number) {
    this.#chance = new Chance(seed)
  }

  play(detector: IssueDetector, event: Event, fromDay: number): readonly Detection[] {
    const found: Detection[] = []
    const first = FIRST_MS + fromDay * 24 * HOUR_MS
    for (let tick = 0; tick < event.days * TICKS_PER_DAY; tick += 1) {
      const atMs = first + tick * TICK_MS
      for (const contact of this.#tick(event, tick, atMs)) found.push(...detector.observe(contact))
      found.push(...detector.advanceTo(wallMs(atMs + TICK_MS)))
    }
    return found
  }

  #tick(event: Event, tick: number, atMs: number): readonly Contact[] {
    const chance = this.#chance
    const localHour = Number(this.#clock.format(atMs))
    const hour = tick / 12
    const busy = 0.15 + 1.7 * Math.max(0, Math.sin(((localHour - 6) / 14) * Math.PI))
    const factor = event.volume?.(hour) ?? 1
    const contacts: Contact[] = []
    for (let more = chance.poisson((PER_HOUR / 12) * busy * factor); more > 0; more -= 1) {
      const contact = this.#ordinary(atMs, localHour)
      if (contact.sourceId !== event.without?.(hour)) contacts.push(contact)
    }
    for (const { perHour, contact } of event.more?.(hour) ?? []) {
      for (let more = chance.poisson(perHour / 12); more > 0; more -= 1) {
        contacts.push({ ...this.#ordinary(atMs, localHour), codes: [], ...contact })
      }
    }
    for (const { hour: when, contact } of event.single ?? []) {
      if (when >= hour && when < hour + 1 / 12)
        contacts.push({ ...this.#ordinary(atMs, localHour), ...contact })
    }
    return contacts.toSorted((a, b) => a.at - b.at)
  }

  #ordinary(atMs: number, localHour: number): Contact {
    const chance = this.#chance
    this.#serial += 1
    let code = this.#pick(chance.share())
    // Every fifth code has an hour of its own: an hour off, its count would be out by half.
    if (code % 5 === 0 && chance.share() < 0.6 && (localHour + code) % 24 > 11)
      code = this.#pick(chance.share())
    const channel: Channel = chance.share() < 0.6 ? 'call' : 'chat'
    return {
      ...{
        id: `${atMs}-${this.#serial}`,
        channel,
        step: null,
        authorKey: null,
        language: 'en-US',
        rating: null,
      },
      at: wallMs(atMs + chance.below(TICK_MS)),
      codes: [`c${code}`],
      texts: [this.#sentence(code % SUBJECTS)],
      sourceId: channel === 'call' ? 'telephony' : 'chat-desk',
    }
  }

  #sentence(subject: number): string {
    const words = Array.from({ length: 8 }, () => {
      return this.#chance.share() < 0.5
        ? `topic${letters(subject)}${letters(this.#chance.below(6))}`
        : `word${letters(this.#chance.below(300))}`
    })
    return `please ${words.join(' ')}`
  }
}

/** A number as letters, so that words stay words. */
function letters(number: number): string {
  return Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)] ?? '').join('')
}

function surge(times: number, fromHour: number, toHour: number): Event {
  return { days: 1, volume: (hour) => (hour >= fromHour && hour < toHour ? times : 1) }
}

function repeatedBy(author: (call: number) => string): Event {
  const single = Array.from({ length: 10 }, (_, call) => ({
    hour: 10 + call / 12,
    contact: { id: `repeat-${call}`, authorKey: author(call), codes: ['c150'], texts: [BROKEN[0] ?? ''] },
  }))
  return { days: 1, single }
}

function startOfFeed(): Event {
  const contact = {
    sourceId: 'survey-tool',
    channel: 'survey',
    codes: ['c180'],
    texts: ['how satisfied were you'],
  } as const
  return {
    days: 2,
    more: (hour) =>
      hour < 9
        ? []
        : [
            { perHour: 20, contact },
            { perHour: 20, contact: { ...contact, codes: ['c190'], texts: ['would recommend to a friend'] } },
          ],
  }
}

function stopOfFeed(): Event {
  return { days: 1, without: (hour) => (hour >= 11 ? 'chat-desk' : null) }
}

function threeDays(contact: Partial<Contact>): Event {
  return { days: 4, more: (hour) => (hour >= 8 && hour < 80 ? [{ perHour: 20, contact }] : []) }
}

function newCode(perHour: number): Event {
  return {
    days: 1,
    prepare: (detector) => detector.addCode({ id: 'new', parent: null }),
    more: (hour) => (hour >= 8 ? [{ perHour, contact: { codes: ['new'] } }] : []),
  }
}

function isSilent({ issues, notices }: Outcome): boolean {
  return issues.length === 0 && notices.length === 0
}

function isVolumeOnly({ issues, notices }: Outcome): boolean {
  return issues.length === 0 && notices.filter(({ kind }) => kind === 'volume-up').length === 1
}

function isOneNotice({ issues, notices }: Outcome, kind: Notice['kind']): boolean {
  return issues.length === 0 && notices.length === 1 && notices[0]?.kind === kind
}

function isOneIssue(kind: Issue['kind']): (found: Outcome) => boolean {
  return ({ issues }) => issues.length === 1 && issues[0]?.kind === kind
}
