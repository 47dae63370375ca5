import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import type { Contact } from '../../../../server/contracts/contact.ts'
import type { Detection, Issue } from '../../../../server/issues/detect/issue.ts'
import { IssueDetector } from '../../../../server/issues/detect/issue-detector.ts'
import type { DetectSettings } from '../../../../server/issues/detect/settings.ts'
import { contactAt, MONDAY_MS, ordinaryContacts } from '../../../helpers/contacts.ts'

const DAY = 1440
const CODES = [...Array.from({ length: 30 }, (_, code) => `c${code}`), 'web-down', 'voucher'].map((id) => ({
  ...{ id, parent: null },
}))
const ORDINARY = ordinaryContacts({ fromMinute: 0, toMinute: 4 * DAY, perHour: 100, codes: 30, seed: 5 })

function play(detector: IssueDetector, contacts: readonly Contact[]): readonly Detection[] {
  return contacts.toSorted((a, b) => a.at - b.at).flatMap((contact) => detector.observe(contact))
}

function openedIn(detections: readonly Detection[]): readonly Issue[] {
  return detections.flatMap((one) => (one.type === 'opened' ? [one.issue] : []))
}

/** A detector that has seen two ordinary days. */
function learned(settings: Partial<DetectSettings> = {}): IssueDetector {
  const detector = new IssueDetector({
    codes: CODES,
    codeFalseAlarms: 0.05,
    phraseFalseAlarms: 0.05,
    ...settings,
  })
  detector.startLearning()
  play(detector, ordinaryUntil(2 * DAY))
  detector.stopLearning()
  return detector
}

function ordinaryUntil(minute: number, from = 0): readonly Contact[] {
  return ORDINARY.filter(({ at }) => at >= MONDAY_MS + from * 60_000 && at < MONDAY_MS + minute * 60_000)
}

function incident(
  count: number,
  fields: Partial<Contact>,
  start = 2 * DAY + 600,
  everyMinutes = 4,
): readonly Contact[] {
  return Array.from({ length: count }, (_, index) =>
    contactAt(start + index * everyMinutes, { id: `incident-${index}`, ...fields }),
  )
}

const VOUCHER = ['the basket stays empty after the voucher step']

describe('IssueDetector', () => {
  it('opens an issue of a code in the middle of a tick, by the contact that makes it one', () => {
    const detections = play(learned(), [
      ...ordinaryUntil(2 * DAY + 700, 2 * DAY),
      ...incident(12, { codes: ['web-down'], texts: VOUCHER, channel: 'web' }),
    ])
    const [issue] = openedIn(detections).filter(({ kind }) => kind === 'code')
    expect(issue).toMatchObject({
      code: 'web-down',
      channel: null,
      held: null,
      byChannel: { web: issue?.contacts },
    })
    expect(issue?.contacts).toBeGreaterThanOrEqual(3)
    expect(issue?.contacts).toBeLessThanOrEqual(8)
    expect(issue?.openedAt).toBe(MONDAY_MS + (2 * DAY + 600 + 4 * ((issue?.contacts ?? 0) - 1)) * 60_000)
    expect(issue?.onsetAt).toBe(MONDAY_MS + (2 * DAY + 600) * 60_000)
    expect(issue?.quotes).toContain(VOUCHER[0])
    expect(issue?.contactIds[0]).toBe(`incident-${(issue?.contacts ?? 0) - 1}`)
  })

  it('tells of growth while the issue is open, and of its end an hour or more after the last contact', () => {
    const detections = play(learned(), [
      ...ordinaryUntil(3 * DAY, 2 * DAY),
      ...incident(30, { codes: ['web-down'] }),
    ])
    const [issue] = openedIn(detections).filter(({ code }) => code === 'web-down')
    const about = detections.filter((one) => {
      if (one.type === 'cleared') return one.issueId === issue?.id
      return one.type !== 'notice' && one.issue.id === issue?.id
    })
    expect(about.map(({ type }) => type).slice(0, 3)).toEqual(['opened', 'updated', 'updated'])
    const last = about.at(-1)
    expect(last).toMatchObject({ type: 'cleared', issueId: issue?.id, reason: 'quiet' })
    const lastContact = MONDAY_MS + (2 * DAY + 600 + 29 * 4) * 60_000
    expect(last?.at).toBeGreaterThan(lastContact + 3_000_000)
    expect(last?.at).toBeLessThan(lastContact + 3 * 3_600_000)
    expect(openedIn(detections).filter(({ code }) => code === 'web-down')).toHaveLength(1)
  })

  it('finds words that nobody has a code for, with the words and what customers said', () => {
    const detections = play(learned(), [
      ...ordinaryUntil(2 * DAY + 720, 2 * DAY),
      ...incident(14, { texts: VOUCHER, codes: [] }),
    ])
    const [issue] = openedIn(detections)
    expect(issue).toMatchObject({ kind: 'phrase', code: null, held: null })
    expect(issue?.words.join(' ')).toMatch(/basket|stays|empty|step/)
    expect(issue?.quotes).toEqual([VOUCHER[0], VOUCHER[0], VOUCHER[0]])
    expect(issue?.contactIds.every((id) => id.startsWith('incident-'))).toBe(true)
  })

  it('learns nothing from an issue of words, so the same words are as sudden the next day', () => {
    const again = [0, 1, 2].flatMap((day) =>
      incident(40, { texts: VOUCHER, codes: [] }, (2 + day / 2) * DAY + 300).map((one) => ({
        ...one,
        id: `day ${day} ${one.id}`,
      })),
    )
    const issues = openedIn(play(learned(), [...ordinaryUntil(3.8 * DAY, 2 * DAY), ...again]))
    expect(issues.map(({ kind }) => kind)).toEqual(['phrase', 'phrase', 'phrase'])
    const [first, ...others] = issues.map(({ contacts }) => contacts)
    for (const contacts of others) expect(contacts).toBeLessThanOrEqual((first ?? 0) + 1)
  })

  it('holds what an open code of the same customers says already', () => {
    const detections = play(learned(), [
      ...ordinaryUntil(2 * DAY + 720, 2 * DAY),
      ...incident(20, { texts: VOUCHER, codes: ['voucher'] }),
    ])
    const shown = openedIn(detections).filter(({ held }) => held === null)
    const phrase = openedIn(detections).find(({ kind }) => kind === 'phrase')
    expect(phrase === undefined || phrase.held === 'code-open' || shown[0] === phrase).toBe(true)
    expect(shown.filter(({ kind }) => kind === 'code')).toHaveLength(1)
  })

  it('holds the issue of a code whose parent has one', () => {
    const codes = [...CODES, { id: 'site', parent: null }, { id: 'login', parent: 'site' }]
    const detections = play(learned({ codes }), [
      ...ordinaryUntil(2 * DAY + 720, 2 * DAY),
      ...incident(20, { codes: ['site'] }),
      ...incident(20, { codes: ['login'] }, 2 * DAY + 640).map((one) => ({ ...one, id: `login ${one.id}` })),
    ])
    const ofCode = new Map(openedIn(detections).map((issue) => [issue.code, issue.held]))
    expect(ofCode.get('site')).toBeNull()
    expect(ofCode.get('login')).toBe('parent-open')
  })

  it('finds a code that breaks on one small channel only, where all channels together hide it', () => {
    const broken = incident(9, { codes: ['c0'], channel: 'ivr' }, 2 * DAY + 600, 8)
    const detections = play(learned(), [...ordinaryUntil(2 * DAY + 720, 2 * DAY), ...broken])
    expect(openedIn(detections)).toMatchObject([
      { kind: 'code-on-channel', code: 'c0', channel: 'ivr', held: null },
    ])
  })

  it('counts a customer once, however often and under however many contact ids', () => {
    const repeats = incident(30, { codes: ['web-down'], texts: VOUCHER, authorKey: 'one and the same' })
    expect(openedIn(play(learned(), [...ordinaryUntil(2 * DAY + 720, 2 * DAY), ...repeats]))).toEqual([])
  })

  it('does not look at phrases of the scripts', () => {
    const detections = play(learned({ scripts: VOUCHER }), [
      ...ordinaryUntil(2 * DAY + 720, 2 * DAY),
      ...incident(6, { texts: VOUCHER }, 2 * DAY + 600, 15),
    ])
    expect(openedIn(detections).flatMap(({ words }) => words.filter((word) => word.includes('+')))).toEqual(
      [],
    )
  })

  it.each([
    [0.6, 0],
    [-0.6, 1],
  ])('with words of sentiment %d around a phrase, opens %d issues', (feeling, issues) => {
    const detections = play(learned({ sentiment: () => feeling, sentimentAtMost: -0.1 }), [
      ...ordinaryUntil(2 * DAY + 720, 2 * DAY),
      ...incident(14, { texts: VOUCHER }),
    ])
    expect(openedIn(detections)).toHaveLength(issues)
  })

  it('counts a late contact as of now, and one of more than three hours ago not at all', () => {
    const detector = learned()
    const before = detector.counters
    detector.advanceTo(wallMs(MONDAY_MS + (2 * DAY + 600) * 60_000))
    detector.observe(contactAt(2 * DAY + 590, { id: 'late', codes: ['c1'] }))
    detector.observe(contactAt(2 * DAY + 300, { id: 'too late', codes: ['c1'] }))
    expect(detector.counters).toMatchObject({
      contacts: before.contacts + 2,
      late: before.late + 1,
      tooLate: before.tooLate + 1,
    })
  })

  it('opens nothing on the first day of a site, when nothing is usual yet', () => {
    const detector = new IssueDetector({ codes: CODES })
    expect(openedIn(play(detector, ordinaryUntil(DAY)))).toEqual([])
  })

  it('refuses a time zone that does not exist', () => {
    expect(() => new IssueDetector({ timeZone: 'Mars/Olympus' })).toThrow(RangeError)
  })
})

describe('a snapshot', () => {
  const stream = [
    ...ordinaryUntil(3.5 * DAY, 2 * DAY),
    ...incident(25, { codes: ['web-down'], texts: VOUCHER }),
    ...incident(20, { texts: ['no code arrives by text message'] }, 2 * DAY + 1000).map((one) => ({
      ...one,
      id: `text ${one.id}`,
    })),
  ].toSorted((a, b) => a.at - b.at)
  const start = learned().snapshot()
  const whole = new IssueDetector({ codes: CODES, codeFalseAlarms: 0.05, phraseFalseAlarms: 0.05 })
  whole.restore(start)
  const expected = play(whole, stream)

  it.each([0, 1, 500, 1017, 1180, 1500, 2000])(
    'after %d contacts goes on as if nothing had happened',
    (cut) => {
      const first = new IssueDetector({ codes: CODES, codeFalseAlarms: 0.05, phraseFalseAlarms: 0.05 })
      first.restore(start)
      const before = play(first, stream.slice(0, cut))
      const second = new IssueDetector({ codes: CODES, codeFalseAlarms: 0.05, phraseFalseAlarms: 0.05 })
      second.restore(first.snapshot())
      expect([...before, ...play(second, stream.slice(cut))]).toEqual(expected)
      expect(openedIn(expected).length).toBeGreaterThanOrEqual(2)
    },
  )

  it('is the same bytes after a restore', () => {
    const detector = new IssueDetector({ codes: CODES, codeFalseAlarms: 0.05, phraseFalseAlarms: 0.05 })
    detector.restore(start)
    expect(Buffer.from(detector.snapshot()).equals(start)).toBe(true)
  })

  it('that is cut, damaged or of something else is refused', () => {
    const detector = (): IssueDetector => new IssueDetector({ codes: CODES })
    expect(() => detector().restore(start.slice(0, 1000))).toThrow(RangeError)
    expect(() => detector().restore(new Uint8Array([1, 2, 3]))).toThrow(RangeError)
    const other = start.slice()
    other[8] = 0x58
    expect(() => detector().restore(other)).toThrow('not a saved state of version 2 of the issue detector')
    expect(() => detector().restore(new Uint8Array([...start, 0]))).toThrow(RangeError)
  })
})
