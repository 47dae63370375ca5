import { describe, expect, test } from 'vitest'
import {
  cellTitle,
  heatOf,
  mapRows,
  type RowsShown,
  shownRows,
  uncodedShare,
} from '../../../agent-console/src/data/code-map.ts'
import { decodeEvent } from '../../../agent-console/src/data/decode-event.ts'
import { addressOf, placeFrom } from '../../../agent-console/src/data/digital-place.ts'
import { isOffered, offerOf } from '../../../agent-console/src/data/issue-actions.ts'
import { dayBars, dayEntries } from '../../../agent-console/src/data/issue-day.ts'
import { isIssue, isIssueMap, isSettingsReport } from '../../../agent-console/src/data/issue-forms.ts'
import {
  chartColumns,
  chartMarks,
  chartWords,
  placeMarks,
} from '../../../agent-console/src/data/issue-series.ts'
import { EMPTY, reduce } from '../../../agent-console/src/data/store.ts'
import {
  draftOf,
  fieldsOf,
  filterWords,
  NEW_FIELDS,
  targetWords,
} from '../../../agent-console/src/data/subscription-words.ts'
import type { ServerEvent } from '../../../server/contracts/events.ts'
import { ISSUE_STATES, type Issue } from '../../../server/contracts/issue.ts'
import type { HeatCell, IssueMap } from '../../../server/contracts/issue-desk.ts'
import type { Subscription } from '../../../server/contracts/subscription.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { ALLOWED } from '../../../server/issues/book/allowed-actions.ts'
import { buildChange, buildIssue, buildNotice } from '../../helpers/issue-builders.ts'

const HOUR = 3_600_000

describe('the chart', () => {
  test('adds neighbours up where there are more steps than can be seen, and loses none', () => {
    const seen = Array.from({ length: 2016 }, (_, index) => index % 3)
    const expected = seen.map(() => 0.5)
    const columns = chartColumns({ startAt: 1000, stepMs: 300_000, seen, expected })
    const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
    expect(columns.seen.length).toBeLessThanOrEqual(120)
    expect(sum(columns.seen)).toBe(sum(seen))
    expect(sum(columns.expected)).toBeCloseTo(1008)
    expect(columns.times[1]).toBe(1000 + columns.stepMs)
  })

  test('leaves a short series as it is, and none empty', () => {
    const series = { startAt: 0, stepMs: 300_000, seen: [1, 0, 4], expected: [1, 1, 1] }
    expect(chartColumns(series)).toMatchObject({ stepMs: 300_000, seen: [1, 0, 4] })
    expect(chartColumns({ ...series, seen: [], expected: [] }).times).toEqual([])
    expect(chartWords(chartColumns(series))).toContain('5 contacts in the time shown')
  })

  test('points out when it began, what was changed, what the floor was told, and the fix', () => {
    const issue = buildIssue({
      onsetAt: wallMs(500),
      changesBefore: [buildChange({ title: 'Shop 4.2', at: wallMs(400) })],
      advice: { text: 'Down.', by: 'lena', at: wallMs(700), fixExpectedAt: null },
      verification: { sinceAt: wallMs(900), contacts: 0, expected: 1, result: 'waiting' },
    })
    expect(chartMarks(issue).map(({ kind, at }) => [kind, at])).toEqual([
      ['change', 400],
      ['onset', 500],
      ['told', 700],
      ['fixed', 900],
    ])
  })

  test('names marks in rows in which they do not meet, and beside the plot’s edge on their other side', () => {
    const mark = { kind: 'change', at: 0, text: '' } as const
    const named = [10, 40, 50, 95].map((x) => ({ mark, x, wide: 30 }))
    const placed = placeMarks(named, { right: 100, rows: 2 })
    expect(placed.map(({ left, row }) => [left, row])).toEqual([
      [10, 0],
      [40, 0],
      [50, 1],
      // Both rows are taken there: the last one has it.
      [65, 1],
    ])
  })
})

describe('the map of codes', () => {
  const code = (id: string, parent: string | null) => ({
    id,
    parent,
    title: id,
    channel: null,
    step: null,
    unit: null,
  })
  const cell = (change: Partial<HeatCell>): HeatCell => ({
    code: 'web.pay',
    channel: 'web',
    contacts: 0,
    lastHour: 0,
    expectedLastHour: 0,
    ...change,
  })
  const map: IssueMap = {
    since: wallMs(0),
    codes: [
      code('web.pay.freezes', 'web.pay'),
      code('web', null),
      code('web.pay', 'web'),
      code('lost', 'gone'),
    ],
    cells: [
      cell({ code: 'web.pay.freezes', contacts: 12, lastHour: 9, expectedLastHour: 0.5 }),
      cell({ code: 'web.pay.freezes', channel: 'call', contacts: 3 }),
      // As the server counts them: a customer of both codes below once.
      cell({ code: 'web.pay', contacts: 13, lastHour: 9, expectedLastHour: 1.5 }),
      cell({ code: 'web.pay', channel: 'call', contacts: 3 }),
      cell({ code: 'web', contacts: 13, lastHour: 9, expectedLastHour: 1.5 }),
      cell({ code: 'web', channel: 'call', contacts: 3 }),
    ],
    coverage: { contacts: 40, coded: 30, uncodedWords: [] },
  }
  const rows = mapRows(map)
  const SHOWN: RowsShown = { every: false, opened: new Map(), wanted: new Set() }
  const idsOf = (shown: Partial<RowsShown>, from = rows) =>
    shownRows(from, { ...SHOWN, ...shown }).map(({ code: { id } }) => id)

  test('is a tree of what the server counted, and a code without its parent stands on top', () => {
    expect(
      rows.map(({ code: { id }, depth, codesBelow, all }) => [id, depth, codesBelow, all.contacts]),
    ).toEqual([
      ['web', 0, 2, 16],
      ['web.pay', 1, 1, 16],
      ['web.pay.freezes', 2, 0, 15],
      ['lost', 0, 0, 0],
    ])
    expect(rows[1]?.cells.get('web')).toEqual({
      contacts: 13,
      lastHour: 9,
      expectedLastHour: 1.5,
      heat: 'hot',
    })
  })

  test('shows what is below a parent when it is above what is usual, looked for, or opened', () => {
    expect(idsOf({})).toEqual(['web', 'web.pay', 'web.pay.freezes'])
    expect(idsOf({ every: true })).toHaveLength(4)
    expect(idsOf({ opened: new Map([['web.pay', false]]) })).toEqual(['web', 'web.pay'])
    expect(idsOf({ opened: new Map([['web', false]]) })).toEqual(['web'])
    const calm = mapRows({ ...map, cells: map.cells.map((one) => ({ ...one, lastHour: 0 })) })
    expect(idsOf({}, calm)).toEqual(['web'])
    expect(idsOf({ opened: new Map([['web', true]]) }, calm)).toEqual(['web', 'web.pay'])
    expect(idsOf({ wanted: new Set(['web.pay.freezes']) }, calm)).toEqual([
      'web',
      'web.pay',
      'web.pay.freezes',
    ])
    expect(idsOf({ wanted: new Set(['web']) }, calm)).toEqual(['web'])
  })

  test('says what a cell counts', () => {
    const cells = { contacts: 1, lastHour: 0, expectedLastHour: 0.52, heat: 'none' } as const
    expect(cellTitle(cells, 0)).toBe(
      '1 customer of this code, each counted once in three hours; 0 in the last hour, 0.5 would be usual',
    )
    expect(cellTitle({ ...cells, contacts: 4 }, 2)).toMatch(/^4 customers of this code and the 2 below it,/)
  })

  test.each([
    [0, 5, 'none'],
    [1, 0, 'usual'],
    [2, 0, 'warm'],
    [2, 0.1, 'usual'],
    [5, 0.1, 'hot'],
    [12, 10, 'usual'],
    [17, 10, 'warm'],
    [40, 10, 'hot'],
  ] as const)('%i seen where %d is usual is %s', (seen, expected, heat) => {
    expect(heatOf(seen, expected)).toBe(heat)
  })

  test('says which share no code knows', () => {
    expect(uncodedShare(map)).toBe(0.25)
    expect(uncodedShare({ ...map, coverage: { contacts: 0, coded: 0, uncodedWords: [] } })).toBeNull()
  })
})

describe('the day', () => {
  const entry = (at: number, by: string | null, action: string, to: Issue['state'] | null) => ({
    at: wallMs(at),
    by,
    action,
    from: null,
    to,
    note: action === 'advise' ? 'Down.' : null,
  })
  const issue = buildIssue({
    onsetAt: wallMs(10 * HOUR),
    openedAt: wallMs(11 * HOUR),
    state: 'fixed',
    history: [
      entry(11 * HOUR, null, 'opened', 'new'),
      entry(12 * HOUR, 'lena', 'advise', 'fix-announced'),
      entry(12.5 * HOUR, 'lena', 'note', null),
      entry(14 * HOUR, 'jonas', 'fixed', 'fixed'),
    ],
    verification: { sinceAt: wallMs(14 * HOUR), contacts: 0, expected: 1, result: 'waiting' },
  })

  test('tells what happened, newest first, and leaves out what is the issue’s own affair', () => {
    const changes = [buildChange({ at: wallMs(9 * HOUR) })]
    const notices = [buildNotice({ at: wallMs(13 * HOUR) }), buildNotice({ at: wallMs(7 * HOUR) })]
    const entries = dayEntries([issue], { changes, notices }, 8 * HOUR)
    expect(entries.map(({ kind, at }) => [kind, at / HOUR])).toEqual([
      ['fixed', 14],
      ['notice', 13],
      ['told', 12],
      ['found', 11],
      ['began', 10],
      ['change', 9],
    ])
    expect(dayEntries([issue], { changes: [], notices: [] }, 13 * HOUR)).toHaveLength(1)
  })

  test('draws an issue from its onset to its fix, an open one until now, and none that is long over', () => {
    const open = buildIssue({ issueId: 'open', onsetAt: wallMs(2 * HOUR) })
    const bars = dayBars([issue, open], { since: 4 * HOUR, now: 20 * HOUR })
    expect(bars.map(({ issue: { issueId }, from, until, ended }) => [issueId, from, until, ended])).toEqual([
      ['open', 4 * HOUR, 20 * HOUR, false],
      ['issue-1', 10 * HOUR, 14 * HOUR, true],
    ])
    expect(dayBars([issue], { since: 15 * HOUR, now: 40 * HOUR })).toEqual([])
  })
})

describe('subscriptions', () => {
  const subscription: Subscription = {
    subscriptionId: 's-1',
    name: 'Web team',
    target: { type: 'webhook', url: 'https://hooks.example/T0/secret', shape: 'slack' },
    filter: { channels: ['web', 'app'], minSeverity: 'high', codes: ['web.payment'] },
    pace: { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 0, groupBy: ['code'] },
    notices: true,
    paused: false,
    createdBy: 'lena',
    createdAt: wallMs(0),
  }

  test('come back from the form as they went in', () => {
    const { name, target, filter, pace, notices, paused } = subscription
    expect(draftOf(fieldsOf(subscription), 's-1')).toEqual({
      subscriptionId: 's-1',
      name,
      target,
      filter,
      pace,
      notices,
      paused,
    })
  })

  test('send only what was chosen, so that the rest is the server’s to decide', () => {
    const fields = {
      ...NEW_FIELDS,
      name: ' Me ',
      type: 'email' as const,
      to: 'a@example.com, b@example.com\n',
    }
    expect(draftOf(fields, null)).toEqual({
      name: 'Me',
      target: { type: 'email', to: ['a@example.com', 'b@example.com'] },
      filter: {},
      notices: false,
      paused: false,
    })
  })

  test('are described without what is secret of an address', () => {
    expect(targetWords(subscription.target)).toBe('Slack · hooks.example')
    expect(filterWords(subscription)).toBe('web.payment · Web, App · High and up · contacts and feeds')
    expect(filterWords({ filter: {}, notices: false })).toBe('Every issue')
  })
})

test('the page offers nothing that the book of issues refuses', () => {
  for (const state of ISSUE_STATES) {
    const { next, others } = offerOf(state)
    expect(ALLOWED[state], state).toEqual(expect.arrayContaining([next, ...others]))
    expect(isOffered(state, next)).toBe(true)
  }
  expect(isOffered('closed', 'acknowledge')).toBe(false)
})

test.each([
  ['', { view: 'issues', issueId: null }],
  ['#issues/web.payment%40web.1', { view: 'issues', issueId: 'web.payment@web.1' }],
  ['#issues/%E0%A4%A', { view: 'issues', issueId: null }],
  ['#map', { view: 'map' }],
  ['#settings', { view: 'settings' }],
  ['#nonsense', { view: 'issues', issueId: null }],
])('the address %s leads to %o', (hash, place) => {
  expect(placeFrom(hash)).toEqual(place)
  expect(placeFrom(addressOf(placeFrom(hash)))).toEqual(place)
})

describe('issues over the wire', () => {
  const positioned = (event: object) => JSON.stringify({ eventSeq: 1, ...event })
  const received = (event: object) => ({ event: { eventSeq: 1, ...event } as ServerEvent, receivedAt: 0 })

  test('an issue is taken only whole', () => {
    expect(isIssue(buildIssue())).toBe(true)
    expect(decodeEvent(positioned(buildIssue()))).toMatchObject({ type: 'issue' })
    for (const broken of [
      { state: 'unheard-of' },
      { counts: {} },
      { quotes: [{}] },
      { cost: {} },
      { code: 7 },
    ])
      expect(isIssue({ ...buildIssue(), ...broken }), JSON.stringify(broken)).toBe(false)
    expect(isIssueMap({ since: 0, codes: [], cells: [{}], coverage: {} })).toBe(false)
    expect(isSettingsReport({ inWords: [], settings: { handlingSeconds: 1 } })).toBe(false)
  })

  test('a snapshot has all that are open; events bring the newest copy and keep what was just closed', () => {
    const snapshot = { type: 'snapshot', complete: true, calls: [], issues: [buildIssue({ revision: 3 })] }
    const first = reduce(EMPTY, [received(snapshot)])
    expect(first.issues?.size).toBe(1)
    const older = reduce(first, [received(buildIssue({ revision: 2, title: 'Older' }))])
    expect(older.issues?.get('issue-1')?.title).toBe('Payment page freezes')
    const closed = reduce(older, [received(buildIssue({ revision: 4, state: 'closed' }))])
    expect(closed.issues?.get('issue-1')?.state).toBe('closed')
    // Of an agent, or of one call: nothing is said of issues.
    const silent = reduce(closed, [received({ type: 'snapshot', complete: true, calls: [] })])
    expect(silent.issues?.size).toBe(1)
    expect(reduce(silent, [received({ ...snapshot, issues: [] })]).issues?.size).toBe(0)
  })

  test('closed ones do not pile up', () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      received(buildIssue({ issueId: `issue-${index}`, state: index < 140 ? 'closed' : 'new' })),
    )
    const { issues } = reduce(EMPTY, many)
    expect(issues?.size).toBe(110)
    expect(issues?.has('issue-0')).toBe(false)
    expect(issues?.has('issue-149')).toBe(true)
  })
})
