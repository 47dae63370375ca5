import { describe, expect, it } from 'vitest'
import { CaseBook } from '../../../server/alerts/case-book.ts'
import { KnownCalls } from '../../../server/alerts/known-calls.ts'
import type { AlertCase, CaseAction } from '../../../server/contracts/alert-case.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { buildCall, buildOutcome } from '../../helpers/message-builders.ts'
import { placeByAttributes } from '../../helpers/place-by-attributes.ts'

const MINUTE_MS = 60_000

function alert(outcomeId: string, change: Partial<Outcome> = {}): Outcome {
  return buildOutcome({ kind: 'alert', outcomeId, createdAt: wallMs(0), ...change })
}

/** A book with one case, and what people do to it, minute by minute. */
function opened(...more: readonly Outcome[]): {
  readonly book: CaseBook
  readonly now: () => AlertCase
  readonly act: (action: CaseAction, minute: number, by?: string) => AlertCase
} {
  const calls = new KnownCalls({ placeOf: placeByAttributes, queueAttribute: 'queue' })
  calls.start(buildCall())
  const book = new CaseBook(calls)
  for (const outcome of [alert('a'), ...more]) book.takeAlert(outcome, wallMs(0))
  const now = (): AlertCase => {
    const found = book.get('a')
    if (found === undefined) throw new Error('the case is gone')
    return found
  }
  const act = (action: CaseAction, minute: number, by = 'ana'): AlertCase =>
    book.act('a', { action, acted: { by, now: wallMs(minute * MINUTE_MS) } })
  return { book, now, act }
}

describe('the alerts of a call', () => {
  it('are one case, which the first opens', () => {
    expect(opened().now()).toMatchObject({
      caseId: 'a',
      revision: 1,
      callId: 'call-1',
      agentId: 'agent-7',
      queue: 'billing',
      state: 'new',
      alertsInAll: 1,
      history: [{ action: 'opened', by: null }],
    })
  })

  it('are named after the one that matters most, of those the newest', () => {
    const titles = (...more: readonly Outcome[]): string => opened(...more).now().title
    expect(titles(alert('b', { severity: 'low', title: 'low' }))).toBe('Customer wants to cancel')
    expect(titles(alert('b', { severity: 'high', title: 'same' }))).toBe('same')
    const critical = alert('b', { severity: 'critical', title: 'worse' })
    expect(titles(critical)).toBe('worse')
    expect(titles(critical, { ...critical, state: 'retracted' })).toBe('Customer wants to cancel')
  })

  it('of another call, and those held back, are none of it', () => {
    const { book } = opened(alert('held', { state: 'held' }), alert('other', { callId: 'call-2' }))
    expect([...book.all].map(({ caseId, alertsInAll }) => [caseId, alertsInAll])).toEqual([
      ['a', 1],
      ['other', 1],
    ])
    expect(book.takeAlert(alert('gone', { callId: 'call-3', state: 'retracted' }), wallMs(0))).toBeNull()
  })

  it('resolve it when all are withdrawn and nobody has looked', () => {
    const withdrawn = alert('a', { state: 'retracted' })
    expect(opened(withdrawn).now()).toMatchObject({
      state: 'resolved',
      history: [{}, { action: 'withdrawn' }],
    })
    expect(opened(alert('b'), withdrawn).now().state).toBe('new')
    const { book, now, act } = opened()
    act({ type: 'see' }, 1)
    book.takeAlert(withdrawn, wallMs(0))
    expect(now().state).toBe('seen')
  })

  it('said again as they are known change nothing', () => {
    const { book, now } = opened()
    expect(book.takeAlert(alert('a'), wallMs(0))).toBeNull()
    expect(book.takeAlert(alert('a', { state: 'confirmed' }), wallMs(0))?.revision).toBe(2)
    expect(now().alerts).toMatchObject([{ state: 'confirmed' }])
  })

  it('beyond twenty are counted and not listed', () => {
    const { now } = opened(...Array.from({ length: 30 }, (_, n) => alert(`more-${n}`)))
    expect(now().alerts).toHaveLength(20)
    expect(now()).toMatchObject({ alertsInAll: 31, revision: 31 })
  })
})

describe('a supervisor', () => {
  it('sees, takes, gives back and resolves a case, all of it written down', () => {
    const { act, now } = opened()
    expect(act({ type: 'see' }, 1).state).toBe('seen')
    expect(act({ type: 'own' }, 2)).toMatchObject({ state: 'owned', owner: 'ana' })
    expect(act({ type: 'own' }, 3, 'ben')).toMatchObject({ state: 'owned', owner: 'ben' })
    expect(act({ type: 'release' }, 4, 'ben')).toMatchObject({ state: 'seen', owner: null })
    expect(act({ type: 'resolve', note: 'called back' }, 5)).toMatchObject({ state: 'resolved' })
    expect(now().history.map(({ at, by, action, note }) => [at / MINUTE_MS, by, action, note])).toEqual([
      [0, null, 'opened', null],
      [1, 'ana', 'see', null],
      [2, 'ana', 'own', null],
      [3, 'ben', 'own', null],
      [4, 'ben', 'release', null],
      [5, 'ana', 'resolve', 'called back'],
    ])
  })

  it('changes nothing by looking twice', () => {
    const { act } = opened()
    const seen = act({ type: 'see' }, 1)
    expect(act({ type: 'see' }, 2, 'ben')).toBe(seen)
  })

  it.each([
    ['new', [], ['release', 'reopen']],
    ['seen', [{ type: 'see' }], ['release', 'reopen']],
    ['owned', [{ type: 'own' }], ['reopen']],
    ['resolved', [{ type: 'resolve', note: null }], ['own', 'release', 'resolve', 'snooze', 'wake']],
  ] as const)('is refused what a case that is %s does not allow', (state, before, refused) => {
    const all: Readonly<Record<string, CaseAction>> = {
      see: { type: 'see' },
      own: { type: 'own' },
      release: { type: 'release' },
      resolve: { type: 'resolve', note: null },
      reopen: { type: 'reopen', note: null },
      snooze: { type: 'snooze', until: null },
      wake: { type: 'wake' },
      note: { type: 'note', note: 'x' },
    }
    for (const [name, action] of Object.entries(all)) {
      const { act } = opened()
      for (const each of before) act(each, 1)
      const run = (): AlertCase => act(action, 2)
      if (refused.some((each) => each === name)) {
        expect(run, name).toThrow(expect.objectContaining({ code: 'CASE_ACTION_REFUSED' }))
        expect(run).toThrow(`It is ${state}`)
      } else expect(run, name).not.toThrow()
    }
  })

  it('is told when somebody was quicker, and when there is no such case', () => {
    const { book, act } = opened()
    act({ type: 'own' }, 1, 'ben')
    const acted = { by: 'ana', now: wallMs(2 * MINUTE_MS) }
    expect(() => book.act('a', { action: { type: 'own' }, acted, revision: 1 })).toThrow(
      expect.objectContaining({ code: 'CASE_CHANGED' }),
    )
    expect(() => book.act('nobody', { action: { type: 'own' }, acted })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
  })
})

describe('a copy that somebody acts on', () => {
  const effect = { by: 'ana', action: 'own', atMs: callMs(0), before: -0.5, after: 0.5 } as const

  it.each([
    ['an effect', (book: CaseBook) => book.takeEffects('call-1', [effect], wallMs(0)), false],
    ['the call’s end', (book: CaseBook) => book.endCall('call-1', wallMs(0)), false],
    ['a final', (book: CaseBook) => book.takeAlert(alert('a', { state: 'confirmed' }), wallMs(0)), false],
    ['another alert', (book: CaseBook) => book.takeAlert(alert('b'), wallMs(0)), true],
    [
      'its withdrawal',
      (book: CaseBook) => book.takeAlert(alert('a', { state: 'retracted' }), wallMs(0)),
      true,
    ],
  ])('is too old after %s, or not', (_what, happen, isRefused) => {
    const { book } = opened()
    expect(happen(book)?.revision).toBe(2)
    const acted = { by: 'ben', now: wallMs(0) }
    const run = (): AlertCase => book.act('a', { action: { type: 'note', note: 'x' }, acted, revision: 1 })
    if (isRefused) expect(run).toThrow(expect.objectContaining({ code: 'CASE_CHANGED' }))
    else expect(run().revision).toBe(3)
  })
})

describe('a case that was resolved', () => {
  it('is armed again by the next alert', () => {
    const { book, act, now } = opened()
    act({ type: 'own' }, 1)
    act({ type: 'resolve', note: null }, 2)
    book.takeAlert(alert('b'), wallMs(3 * MINUTE_MS))
    expect(now()).toMatchObject({ state: 'new', owner: null, timesReopened: 1 })
  })

  it('is not by an alert that it had', () => {
    const { book, act, now } = opened()
    act({ type: 'resolve', note: null }, 2)
    book.takeAlert(alert('a', { state: 'confirmed' }), wallMs(3 * MINUTE_MS))
    expect(now().state).toBe('resolved')
  })
})

describe('a snoozed case', () => {
  const until = wallMs(10 * MINUTE_MS)

  it('comes back at its time, to the millisecond', () => {
    const { book, act, now } = opened()
    act({ type: 'snooze', until }, 1)
    expect(book.advanceTo(wallMs(until - 1))).toEqual([])
    expect(book.advanceTo(until)).toMatchObject([{ caseId: 'a', snoozedUntil: null }])
    expect(now().history.at(-1)).toMatchObject({ action: 'woken', by: null })
  })

  it.each([until, null])('comes back with the next alert (until %s)', (time) => {
    const { book, act, now } = opened()
    expect(act({ type: 'snooze', until: time }, 1).snoozedUntilChange).toBe(time === null)
    book.takeAlert(alert('b'), wallMs(2 * MINUTE_MS))
    expect(now()).toMatchObject({ snoozedUntil: null, snoozedUntilChange: false })
  })

  it('cannot be put off to the past', () => {
    const { act } = opened()
    expect(() => act({ type: 'snooze', until: wallMs(MINUTE_MS) }, 1)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    )
  })
})

describe('what is at hand', () => {
  it('lets go of a resolved case ten minutes after its call, of an open one after a day', () => {
    const ended = (resolve: boolean): CaseBook => {
      const { book, act } = opened()
      if (resolve) act({ type: 'resolve', note: null }, 0)
      book.endCall('call-1', wallMs(0))
      return book
    }
    const sizeAfter = (book: CaseBook, ms: number): number => {
      book.advanceTo(wallMs(ms))
      return book.size
    }
    expect([sizeAfter(ended(true), 600_000), sizeAfter(ended(true), 600_001)]).toEqual([1, 0])
    expect([sizeAfter(ended(false), 86_400_000), sizeAfter(ended(false), 86_400_001)]).toEqual([1, 0])
    const { book } = opened()
    expect(sizeAfter(book, 10 * 86_400_000)).toBe(1)
  })
})
