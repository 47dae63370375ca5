import { describe, expect, it } from 'vitest'
import type { IssueAction } from '../../../../server/contracts/issue-desk.ts'
import type { Issue } from '../../../../server/contracts/issue.ts'
import { wallMs } from '../../../../server/contracts/time.ts'
import { BOOK_DEFAULTS, type BookSources } from '../../../../server/issues/book/book-settings.ts'
import { IssueBook } from '../../../../server/issues/book/issue-book.ts'
import type { Detection, Issue as Alarm } from '../../../../server/issues/detect/issue.ts'
import { heardContact } from '../../../helpers/heard-contact.ts'
import { only } from '../../../helpers/only.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 22, 12)
const TICK = NOW / 300_000

const SOURCES: BookSources = {
  codeFacts: (code) =>
    code.startsWith('web.')
      ? {
          title: `about ${code}`,
          channel: 'web',
          step: 'payment',
          unit: 'web-team',
          severity: 'medium',
          need: 'pain',
        }
      : null,
  usualShare: () => 0.01,
}

function book(): IssueBook {
  return new IssueBook(BOOK_DEFAULTS, SOURCES)
}

function alarm(change: Partial<Alarm> = {}): Alarm {
  const { at: _, ...rest } = { at: 0, ...change }
  return {
    id: `code:web.slow:${String(TICK)}`,
    kind: 'code',
    code: 'web.slow',
    channel: null,
    onsetAt: wallMs(NOW - HOUR),
    openedAt: wallMs(NOW),
    contacts: 3,
    perHour: 3,
    expectedPerHour: 0.1,
    severity: 1.2,
    byChannel: { call: 3 },
    words: [],
    quotes: [],
    contactIds: [],
    held: null,
    ...rest,
  }
}

function opened(issue: Alarm, at = NOW): Detection {
  return { type: 'opened', issue, at: wallMs(at) }
}

function act(of: IssueBook, issueId: string, action: IssueAction, at: number, revision?: number): Issue {
  return of.act(issueId, action, { by: 'dana', now: wallMs(at), newTaskId: 't', revision })
}

const all = (of: IssueBook, at: number): readonly Issue[] => of.collect(wallMs(at), 'all')
const issueOf = (of: IssueBook): Issue => only([...of.dossiers()]).issue

describe('an alarm', () => {
  it('opens an issue at once, with what the frame says and the contacts since its onset', () => {
    const of = book()
    for (const minutes of [200, 70, 20, 10]) {
      of.take(
        heardContact({ id: `calls:${String(minutes)}`, at: NOW - minutes * 60_000, codes: ['web.slow'] }),
      )
    }
    of.detect(opened(alarm()))
    expect(of.collect(wallMs(NOW), 'urgent')).toMatchObject([
      {
        issueId: `web.slow.${String(TICK)}`,
        revision: 1,
        title: 'about web.slow',
        channel: 'web',
        step: 'payment',
        unit: 'web-team',
        state: 'new',
        counts: { contacts: 3, lastHour: 2 },
      },
    ])
    expect(all(of, NOW)).toEqual([])
  })

  it('that is held is told nobody, until it is not', () => {
    const of = book()
    of.detect(opened(alarm({ held: 'parent-open' })))
    expect(all(of, NOW)).toEqual([])
    of.detect({ type: 'updated', issue: alarm(), at: wallMs(NOW) })
    expect(all(of, NOW)).toHaveLength(1)
  })

  it('of the whole code goes on with that of one channel; two channels are two issues', () => {
    const of = book()
    const onWeb = alarm({ id: 'code:web.slow@web:1', kind: 'code-on-channel', channel: 'web' })
    of.detect(opened(onWeb))
    of.detect(opened(alarm({ id: 'code:web.slow@chat:2', kind: 'code-on-channel', channel: 'chat' })))
    expect([...of.dossiers()].map(({ facts }) => facts.heardOn)).toEqual(['web', 'chat'])
    const wide = book()
    wide.detect(opened(onWeb))
    wide.take(heardContact({ id: 'calls:1', at: NOW, codes: ['web.slow'] }))
    expect(issueOf(wide).counts.contacts).toBe(0)
    wide.detect(opened(alarm()))
    wide.take(heardContact({ id: 'calls:2', at: NOW + 1, codes: ['web.slow'] }))
    expect(all(wide, NOW + 2)).toMatchObject([{ issueId: 'web.slow@web.1', counts: { contacts: 2 } }])
  })

  it('of the same unknown words goes on with their issue', () => {
    const of = book()
    const words = {
      kind: 'phrase',
      code: null,
      words: ['strange + letters'],
      contactIds: ['calls:1'],
    } as const
    of.take(heardContact({ id: 'calls:1', at: NOW, texts: ['nothing of it in these words'] }))
    of.detect(opened(alarm({ ...words, id: 'phrase:1:1' })))
    of.detect(opened(alarm({ ...words, id: 'phrase:7:9', contactIds: [] })))
    expect(all(of, NOW)).toMatchObject([
      { issueId: 'phrase.1.1', title: '“strange … letters”', code: null, counts: { contacts: 1 } },
    ])
    of.detect(
      opened(alarm({ ...words, id: 'phrase:8:9', words: ['lost + parcel'], contactIds: ['calls:9'] })),
    )
    expect([...of.dossiers()]).toHaveLength(2)
  })
})

describe('an issue of unknown words', () => {
  const words = { kind: 'phrase', code: null, words: ['strange + letters', 'voucher'] } as const

  it('is quoted with what holds its words, and with nothing that holds none', () => {
    const of = book()
    const said = [
      'good morning to you all',
      'the voucher shows strange letters',
      'it is about my voucher then',
    ]
    of.take(heardContact({ id: 'calls:1', at: NOW, texts: said, mood: -1 }))
    of.take(heardContact({ id: 'calls:2', at: NOW, texts: ['what about the voucher again'], mood: -1 }))
    of.take(heardContact({ id: 'calls:3', at: NOW, texts: ['nothing of it in these words'], mood: -1 }))
    of.detect(opened(alarm({ ...words, id: 'phrase:1:1', contactIds: ['calls:1', 'calls:2', 'calls:3'] })))
    const { quotes, counts } = only(all(of, NOW))
    expect(quotes.map(({ text }) => text)).toEqual([said[1], 'what about the voucher again'])
    expect(counts.contacts).toBe(3)
  })

  it.each([
    ['quiet', true],
    ['usual-now', false],
  ] as const)('that ends as %s while as many go on saying it, is active: %s', (reason, active) => {
    const of = book()
    for (let n = 0; n < 480; n += 1) {
      const texts = [n % 4 === 0 ? 'strange letters on the voucher' : 'an invoice']
      of.take(heardContact({ id: `calls:${String(n)}`, at: NOW + n * 180_000, texts }))
    }
    const at = NOW + DAY
    of.detect(opened(alarm({ ...words, id: 'phrase:1:1' })))
    of.fill(
      issueOf(of).issueId,
      [...of.recent.all()].map(({ contact }) => contact),
    )
    of.detect({ type: 'cleared', issueId: 'phrase:1:1', at: wallMs(at), reason })
    expect(all(of, at)).toMatchObject([{ active }])
  })
})

describe('an issue', () => {
  it('that was closed comes back within its time, and is a new one later', () => {
    const of = book()
    of.detect(opened(alarm()))
    const { issueId } = issueOf(of)
    act(of, issueId, { type: 'close', note: 'done' }, NOW + HOUR)
    of.detect({ type: 'cleared', issueId: alarm().id, at: wallMs(NOW + HOUR), reason: 'quiet' })
    const again = alarm({ id: 'code:web.slow:77', openedAt: wallMs(NOW + DAY), onsetAt: wallMs(NOW + DAY) })
    of.detect(opened(again, NOW + DAY))
    expect(of.collect(wallMs(NOW + DAY), 'urgent')).toMatchObject([
      { issueId, state: 'new', timesReopened: 1 },
    ])

    act(of, issueId, { type: 'close', note: 'done' }, NOW + DAY)
    of.detect({ type: 'cleared', issueId: again.id, at: wallMs(NOW + DAY), reason: 'quiet' })
    of.advance(wallMs(NOW + 9 * DAY))
    expect([...of.dossiers()]).toEqual([])
    of.detect(opened(alarm({ id: 'code:web.slow:99' }), NOW + 9 * DAY))
    expect(issueOf(of)).toMatchObject({ issueId: 'web.slow.99', timesReopened: 0 })
  })

  it('that was closed while its alarm goes on stays closed', () => {
    const of = book()
    of.detect(opened(alarm()))
    act(of, issueOf(of).issueId, { type: 'close', note: 'not ours' }, NOW + 1)
    of.detect({ type: 'updated', issue: alarm({ contacts: 9 }), at: wallMs(NOW + HOUR) })
    // An alarm from before it was closed, as a replay brings it.
    of.detect(opened(alarm({ id: 'code:web.slow:7' }), NOW))
    of.advance(wallMs(NOW + 20 * DAY))
    expect(issueOf(of)).toMatchObject({ state: 'closed', timesReopened: 0 })
  })

  it('is closed by itself when nobody touches it and it has faded', () => {
    const of = book()
    of.detect(opened(alarm()))
    of.advance(wallMs(NOW + 8 * DAY))
    all(of, NOW + 8 * DAY)
    expect(issueOf(of)).toMatchObject({ state: 'new', active: true })
    of.detect({ type: 'cleared', issueId: alarm().id, at: wallMs(NOW + 8 * DAY), reason: 'quiet' })
    expect(all(of, NOW + 8 * DAY)).toMatchObject([{ active: false }])
    of.advance(wallMs(NOW + 8 * DAY + 60_000))
    expect(all(of, NOW + 8 * DAY + 60_000)).toMatchObject([
      { state: 'closed', history: [{}, { action: 'closed-as-faded' }] },
    ])
  })

  it('is refused to whoever saw an older one, and figures make nothing older', () => {
    const of = book()
    of.detect(opened(alarm()))
    const { issueId, revision } = only(all(of, NOW))
    of.take(heardContact({ id: 'calls:1', at: NOW + 1, codes: ['web.slow'] }))
    expect(all(of, NOW + 2)).toMatchObject([{ revision: revision + 1 }])
    expect(act(of, issueId, { type: 'acknowledge' }, NOW + 3, revision).state).toBe('acknowledged')
    const late = () => act(of, issueId, { type: 'fixed' }, NOW + 4, revision)
    expect(late).toThrow(expect.objectContaining({ code: 'ISSUE_CHANGED' }))
    expect(() => act(of, 'nobody', { type: 'fixed' }, NOW)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
  })

  it('does not get less bad while it lasts, and is told of only when something changed', () => {
    const of = book()
    of.detect(opened(alarm()))
    for (let n = 0; n < 40; n += 1) {
      of.take(heardContact({ id: `calls:${String(n)}`, at: NOW + n, codes: ['web.slow'] }))
    }
    expect(all(of, NOW + 100)).toMatchObject([{ severity: 'critical' }])
    expect(all(of, NOW + 3 * HOUR)).toEqual([])
    of.advance(wallMs(NOW + 3 * HOUR))
    expect(all(of, NOW + 3 * HOUR)).toMatchObject([{ severity: 'critical', counts: { lastHour: 0 } }])
    of.advance(wallMs(NOW + 3 * HOUR + 60_000))
    expect(all(of, NOW + 3 * HOUR + 60_000)).toEqual([])
  })

  it('names a change that was told of late', () => {
    const of = book()
    of.detect(opened(alarm()))
    all(of, NOW)
    const change = { changeId: 'c', kind: 'deployment', title: '4.2', channel: 'web' } as const
    of.addChange({ ...change, at: wallMs(NOW - 2 * HOUR) })
    of.addChange({ ...change, changeId: 'later', at: wallMs(NOW + 1) })
    expect(all(of, NOW)).toMatchObject([{ changesBefore: [{ changeId: 'c' }] }])
  })
})
