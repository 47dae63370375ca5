import { describe, expect, it } from 'vitest'
import type { HeardContact } from '../../../server/contracts/contact.ts'
import type { Issue } from '../../../server/contracts/issue.ts'
import { type WallMs, wallMs } from '../../../server/contracts/time.ts'
import { BOOK_DEFAULTS } from '../../../server/issues/book/book-settings.ts'
import { isWithin } from '../../../server/issues/contacts/code-search.ts'
import { IssueEngine } from '../../../server/issues/issue-engine.ts'
import { heardContact } from '../../helpers/heard-contact.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 10, 20)
/** A day and a half of quiet, then an incident of a code and one that no code knows. */
const INCIDENT_AT = START + 36 * HOUR
const END = START + 42 * HOUR
const CODES = ['web.payment.page-freezes', 'web.login-fails', 'app.crashes'].map(
  (id) =>
    ({
      id,
      parent: null,
      title: id,
      channel: 'web',
      step: null,
      unit: null,
      severity: 'medium',
      need: 'pain',
    }) as const,
)

const CALM = [
  'change my address please',
  'when does my contract end',
  'send me an invoice',
  'opening hours in town',
]

/** Contacts by their arrival: thirty an hour, some of a code now and then, some minutes late. */
function streamOf(seed: number): readonly HeardContact[] {
  const random = seededRandom(seed)
  const contacts: HeardContact[] = []
  for (let at = START; at < END; at += (2 * HOUR) / 60) {
    const n = contacts.length
    const id = `calls:${String(n)}`
    const authorKey = random() < 0.1 ? `often ${String(n % 7)}` : `author ${String(n)}`
    contacts.push(
      heardContact({ id, authorKey, at: Math.floor(at + random() * MINUTE), ...said(at, random) }),
    )
  }
  return contacts
}

function said(at: number, random: () => number): Partial<HeardContact> {
  const isIncident = at >= INCIDENT_AT && at < INCIDENT_AT + 3 * HOUR
  if (isIncident && random() < 0.35) {
    return { codes: ['web.payment.page-freezes'], texts: ['the payment page freezes'], mood: -random() }
  }
  if (isIncident && random() < 0.3) {
    return { channel: 'web', sourceId: 'calls', texts: ['the loyalty voucher shows gibberish letters'] }
  }
  if (random() < 0.03) return { codes: ['web.login-fails'], texts: ['i can not log in'] }
  return { texts: [CALM[Math.floor(random() * CALM.length)] ?? ''], mood: random() < 0.5 ? null : random() }
}

function newEngine(): IssueEngine {
  return new IssueEngine({ codes: () => CODES, settings: BOOK_DEFAULTS, timeZone: 'UTC' })
}

/** Plays contacts from one time to another, minute by minute, as the room does. */
function play(
  engine: IssueEngine,
  contacts: readonly HeardContact[],
  from: number,
  to: number,
): readonly Issue[] {
  const told: Issue[] = []
  const arriving = contacts.filter(({ at }) => at >= from && at < to)
  let next = 0
  for (let now = from; now < to; now += MINUTE) {
    for (let one = arriving[next]; one !== undefined && one.at < now; one = arriving[next]) {
      engine.take(one, one.at)
      next += 1
      told.push(...engine.book.collect(one.at, 'urgent'))
    }
    engine.advanceTo(wallMs(now))
    told.push(...engine.book.collect(wallMs(now), 'all'))
  }
  for (const one of arriving.slice(next)) engine.take(one, one.at)
  return told
}

function shown(engine: IssueEngine, now: WallMs): readonly Partial<Issue>[] {
  engine.advanceTo(now)
  engine.book.collect(now, 'all')
  return [...engine.book.dossiers()].map(({ issue }) => ({ ...issue, revision: 0, updatedAt: now }))
}

/** What a room finds in the store. */
function restored(engine: IssueEngine, contacts: readonly HeardContact[], cut: number): IssueEngine {
  const issues = [...engine.book.dossiers()].map(({ issue }) => issue)
  const again = newEngine()
  expect(again.restore(engine.save(), issues, [])).toBe(true)
  again.book.remember(contacts.filter(({ at }) => at < cut && at >= cut - 3 * HOUR))
  for (const { issue } of again.book.dossiers()) {
    const kept = contacts.filter(({ at, codes }) => {
      const { code } = issue
      return at < cut && (code === null || codes.some((one) => isWithin(one, code)))
    })
    again.book.fill(issue.issueId, kept)
  }
  return again
}

describe('an engine', () => {
  it('finds what is known and what is not, once each', () => {
    const engine = newEngine()
    const told = play(engine, streamOf(1), START, END)
    const opened = new Map(told.map((issue) => [issue.issueId, issue]))
    expect([...opened.values()].map(({ code }) => code)).toContain('web.payment.page-freezes')
    const unknown = [...opened.values()].filter(({ code }) => code === null)
    expect(unknown).toHaveLength(1)
    expect(unknown[0]?.title).toMatch(/voucher|gibberish|loyalty/)
    expect(unknown[0]?.quotes[0]?.text).toContain('gibberish')
  })

  it.each(Array.from({ length: 12 }, (_, n) => n + 1))(
    'that is saved and restored at any moment goes on as if nothing had been (moment %d)',
    (moment) => {
      const contacts = streamOf(1 + (moment % 4))
      // Half of the moments lie within the incidents.
      const [from, hours] = moment % 2 === 0 ? [START, 42] : [INCIDENT_AT, 5]
      const cut = from + Math.floor(seededRandom(moment)() * hours * 60) * MINUTE
      const first = newEngine()
      play(first, contacts, START, cut)
      const again = restored(first, contacts, cut)
      play(first, contacts, cut, END)
      play(again, contacts, cut, END)
      const now = wallMs(END)
      expect(shown(again, now)).toEqual(shown(first, now))
    },
  )

  it('raises the same issues when the last day is played again from a state of before', () => {
    const contacts = streamOf(2)
    const first = newEngine()
    const cut = END - 24 * HOUR
    play(first, contacts, START, cut)
    const before = first.save()
    play(first, contacts, cut, END)
    const again = newEngine()
    expect(again.restore(before, [], [])).toBe(true)
    // Without the ticks of the clock, as a replay has none.
    for (const one of contacts.filter(({ at }) => at >= cut)) again.take(one, one.at)
    const now = wallMs(END)
    const ids = (engine: IssueEngine) =>
      shown(engine, now).map(({ issueId, openedAt, onsetAt, counts }) => ({
        issueId,
        openedAt,
        onsetAt,
        counts,
      }))
    expect(ids(again)).toEqual(ids(first))
    expect(ids(again).length).toBeGreaterThan(0)
  })

  it('takes up no state of another form, nor a damaged one', () => {
    const engine = newEngine()
    play(engine, streamOf(1), START, START + HOUR)
    const state = engine.save()
    expect(newEngine().restore(state.slice(0, state.length - 9), [], [])).toBe(false)
    expect(newEngine().restore(new Uint8Array(3), [], [])).toBe(false)
    expect(newEngine().restore(Uint8Array.from([0, 0, 0, 2, 123, 125]), [], [])).toBe(false)
  })
})
