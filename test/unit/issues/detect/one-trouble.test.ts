import { describe, expect, it } from 'vitest'
import type { Contact } from '../../../../server/contracts/contact.ts'
import { wallMs } from '../../../../server/contracts/time.ts'
import type { Detection, Issue } from '../../../../server/issues/detect/issue.ts'
import { IssueDetector } from '../../../../server/issues/detect/issue-detector.ts'
import { contactAt, MONDAY_MS, ordinaryContacts } from '../../../helpers/contacts.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

const DAY = 1440
const MINUTE = 60_000
const CODES = [...Array.from({ length: 30 }, (_, code) => `c${String(code)}`), 'page-freezes', 'card'].map(
  (id) => ({ id, parent: null }),
)

function newDetector(): IssueDetector {
  return new IssueDetector({ codes: CODES, codeFalseAlarms: 0.05, phraseFalseAlarms: 0.05 })
}

function play(detector: IssueDetector, contacts: readonly Contact[]): readonly Detection[] {
  return contacts.toSorted((a, b) => a.at - b.at).flatMap((contact) => detector.observe(contact))
}

function openedIn(detections: readonly Detection[]): readonly Issue[] {
  return detections.flatMap((one) => (one.type === 'opened' ? [one.issue] : []))
}

/** Contacts at even distances, each of a customer of its own. */
function every(
  minutes: number,
  { from, to }: { readonly from: number; readonly to: number },
  fields: (n: number) => Partial<Contact>,
): readonly Contact[] {
  return Array.from({ length: Math.floor((to - from) / minutes) }, (_, n) =>
    contactAt(from + n * minutes, { id: `from-${String(from)}-${String(n)}`, ...fields(n) }),
  )
}

describe('words that go on for a week', () => {
  const WORDS = [
    'the loyalty voucher shows gibberish letters',
    'gibberish letters where my loyalty voucher was',
    'my voucher is all gibberish',
  ]
  const said = (n: number): Partial<Contact> => ({ texts: [WORDS[n % WORDS.length] ?? ''] })
  const ordinary = ordinaryContacts({ fromMinute: 0, toMinute: 12 * DAY, perHour: 40, codes: 30, seed: 6 })

  it('are one issue, which is usual then and is not opened again, while other words are still found', () => {
    const lasting = every(5, { from: 2 * DAY, to: 12 * DAY }, said)
    const other = every(3, { from: 11 * DAY + 600, to: 11 * DAY + 720 }, () => ({
      texts: ['no code arrives by text message'],
    }))
    const detector = newDetector()
    detector.startLearning()
    const isLearned = ({ at }: Contact): boolean => at < MONDAY_MS + 2 * DAY * MINUTE
    play(detector, ordinary.filter(isLearned))
    detector.stopLearning()
    const rest = ordinary.filter((contact) => !isLearned(contact))
    const found = play(detector, [...rest, ...lasting, ...other])
    const [first, second, ...others] = openedIn(found).filter(({ kind }) => kind === 'phrase')
    expect(others).toEqual([])
    expect(found.filter(({ type }) => type === 'cleared').slice(0, 1)).toMatchObject([
      { issueId: first?.id, reason: 'usual-now' },
    ])
    expect(second?.words.join(' ')).toMatch(/code|arrives|text|message/)
  }, 60_000)
})

describe('a call that comes in parts, its code before its words', () => {
  const CALM = ['change my address please', 'when does my contract end', 'please send me an invoice again']
  const FROZEN = [
    'the payment page freezes when i click on pay',
    'i tried two browsers and it froze in both browsers',
    'it is the last step where the page freezes',
    'i tried it with other browsers as well',
  ]
  const calm = (n: number): Partial<Contact> => ({
    texts: ['good morning to you', CALM[n % CALM.length] ?? ''],
  })
  const day = { from: 0, to: DAY + 120 }

  /** Each caller's code is heard at once, what they said a minute later, and then something else. */
  function frozenCalls(): readonly Contact[] {
    return Array.from({ length: 14 }, (_, n) => {
      const id = `frozen-${String(n)}`
      const at = DAY + 60 + n * 1.5
      return [
        contactAt(at, { id, codes: ['page-freezes'] }),
        contactAt(at + 1, {
          id,
          texts: ['good morning to you', FROZEN[n % 4] ?? '', FROZEN[(n + 1) % 4] ?? ''],
        }),
        contactAt(at + 3, { id, texts: ['so what about my invoice then'] }),
      ]
    }).flat()
  }

  it('opens its code, and the words of the same customers are held', () => {
    const detector = newDetector()
    const found = play(detector, [...every(0.25, day, calm), ...frozenCalls()])
    const shown = found.flatMap((one) =>
      (one.type === 'opened' || one.type === 'updated') && one.issue.held === null ? [one.issue] : [],
    )
    expect(new Set(shown.map(({ code }) => code))).toEqual(new Set(['page-freezes']))
    const held = openedIn(found).filter(({ kind }) => kind === 'phrase')
    expect(held.length).toBeGreaterThan(0)
    for (const { quotes } of held) for (const quote of quotes) expect(FROZEN).toContain(quote)
  })

  it('leaves words that others say to themselves', () => {
    const detector = newDetector()
    const voucher = every(2, { from: DAY + 60, to: DAY + 100 }, () => ({
      texts: ['the loyalty voucher shows gibberish letters'],
    }))
    const found = play(detector, [...every(0.25, day, calm), ...frozenCalls(), ...voucher])
    const shown = openedIn(found).filter(({ held, kind }) => held === null && kind === 'phrase')
    expect(shown).toHaveLength(1)
    expect(shown[0]?.words.join(' ')).toMatch(/voucher|gibberish|loyalty|letters/)
  })
})

describe('on a quiet site', () => {
  /** Thirteen contacts an hour at random, for a fortnight; every fifth is about the card. */
  function quiet(): readonly Contact[] {
    const random = seededRandom(8)
    const contacts: Contact[] = []
    for (let at = 0; at < 14 * DAY + 60; at += (-60 / 13) * Math.log(1 - random())) {
      const code = random() < 0.2 ? 'card' : `c${String(Math.floor(random() * 30))}`
      contacts.push(
        contactAt(at, { id: `quiet-${String(contacts.length)}`, codes: [code], texts: ['hello'] }),
      )
    }
    return contacts
  }

  const burst = (count: number, minutes: number, fields: (n: number) => Partial<Contact>) =>
    every(minutes / count, { from: 14 * DAY + 2, to: 14 * DAY + 2 + minutes }, fields)

  function after(contacts: readonly Contact[]): readonly Detection[] {
    const detector = newDetector()
    const found = play(detector, [...quiet(), ...contacts])
    const late = [...found, ...detector.advanceTo(wallMs(MONDAY_MS + (14 * DAY + 61) * MINUTE))]
    return late.filter(({ at }) => at >= MONDAY_MS + 14 * DAY * MINUTE)
  }

  it.each([
    ['a rare code', 'page-freezes', 2],
    ['a code of every fifth contact', 'card', 4],
  ])(
    '24 contacts about %s within four minutes are an issue at once, and no more of everything',
    (_, code, minutes) => {
      const found = after(burst(24, 4, () => ({ codes: [code] })))
      expect(found.filter(({ type }) => type === 'notice')).toEqual([])
      const [issue] = openedIn(found).filter((one) => one.code === code)
      expect(issue?.openedAt).toBeLessThanOrEqual(MONDAY_MS + (14 * DAY + 2 + minutes) * MINUTE)
    },
  )

  it('24 contacts in the same unknown words within four minutes are an issue, and no more of everything', () => {
    const found = after(burst(24, 4, () => ({ texts: ['the loyalty voucher shows gibberish letters'] })))
    expect(found.filter(({ type }) => type === 'notice')).toEqual([])
    const [issue, ...others] = openedIn(found)
    expect(others).toEqual([])
    expect(issue?.kind).toBe('phrase')
    // Within the running five minutes, and the tick's own contacts are not counted twice.
    expect(issue?.openedAt).toBeLessThan(MONDAY_MS + (14 * DAY + 5) * MINUTE)
    const later = found.flatMap((one) => (one.type === 'updated' ? [one.issue.contacts] : []))
    for (const contacts of later) expect(contacts).toBe(24)
  })

  it('forty contacts about this and that are a notice of more, and no issue', () => {
    const found = after(burst(40, 40, (n) => ({ codes: [n % 5 === 0 ? 'card' : `c${String(n % 30)}`] })))
    expect(openedIn(found)).toEqual([])
    expect(found).toMatchObject([{ type: 'notice', notice: { kind: 'volume-up' } }])
  })
})
