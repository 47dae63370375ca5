import { describe, expect, test } from 'vitest'
import { stepInTiles } from '../../../agent-console/src/components/tile-keys.ts'
import { mapGroups } from '../../../agent-console/src/data/board-map.ts'
import { FIRST_PLACE, placeFrom, placeSearch } from '../../../agent-console/src/data/board-place.ts'
import {
  DEFAULT_SORT,
  nextSort,
  type Sort,
  sorted,
  SteadyOrder,
} from '../../../agent-console/src/data/board-sort.ts'
import { type CallView, newCall } from '../../../agent-console/src/data/call-view.ts'
import { formatSilence } from '../../../agent-console/src/data/format.ts'
import { callLink } from '../../../agent-console/src/data/call-link.ts'
import { moodTurn } from '../../../agent-console/src/data/mood-turn.ts'
import { sparkPath } from '../../../agent-console/src/data/spark-path.ts'
import { tileWords } from '../../../agent-console/src/data/tile-words.ts'
import { urgencyOf } from '../../../agent-console/src/data/urgency.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { buildCall } from '../../helpers/message-builders.ts'

function call(callId: string, change: Partial<CallView> = {}, startedAt = 0): CallView {
  const info = buildCall({ callId, startedAt: wallMs(startedAt), agentId: `agent-${callId}` })
  return { ...newCall(info, { atMs: 0, at: 0 }), ...change }
}

const mood = (...levels: readonly number[]): CallView['mood'] => ({
  level: levels.at(-1) ?? 0,
  fromMs: callMs(0),
  stepMs: 30_000,
  levels,
})

const openCase = (
  severity: 'low' | 'high' | 'critical',
  state: 'new' | 'owned' = 'new',
): CallView['openCase'] => ({
  caseId: 'c',
  severity,
  state,
})

const ids = (calls: readonly CallView[]): string => calls.map(({ callId }) => callId).join('')

describe('the order of rows', () => {
  const calls = [
    call('a', { mood: mood(0.2), silenceMs: 9000, lagMs: 5 }, 3),
    call('b', { silenceMs: 1000, lagMs: 900, alerts: 2 }, 2),
    call('c', { mood: mood(-0.5), silenceMs: 90_000, onHold: true, openCase: openCase('low') }, 1),
  ]

  test.each([
    ['duration', true, 'cba'],
    ['duration', false, 'abc'],
    ['agent', false, 'abc'],
    // Who has no figure comes last, whichever way.
    ['mood', false, 'cab'],
    ['mood', true, 'acb'],
    ['silence', true, 'abc'],
    ['lag', true, 'bac'],
    // What is still to be done comes before what only was.
    ['alerts', true, 'cba'],
    ['urgency', true, 'cba'],
  ] as const)('by %s, descending %s', (key, descending, expected) => {
    const found = ids(sorted(calls, { key, descending }))
    expect(found).toBe(expected)
  })

  test('a column begins with what one looks for, and turns at the next click', () => {
    const first = nextSort(DEFAULT_SORT, 'mood')
    expect(first).toEqual({ key: 'mood', descending: false })
    expect(nextSort(first, 'mood')).toEqual({ key: 'mood', descending: true })
    expect(nextSort(first, 'lag')).toEqual({ key: 'lag', descending: true })
  })

  test('follows moving figures from time to time, and not under the pointer', () => {
    const order = new SteadyOrder()
    const sort: Sort = { key: 'lag', descending: true }
    const at = (now: number, lags: readonly number[], held = false): string =>
      ids(
        order.rows(
          lags.map((lagMs, index) => call('abc'[index] ?? '', { lagMs }, index)),
          { sort, now, held },
        ),
      )
    expect(at(0, [1, 2])).toBe('ba')
    expect(at(1000, [9, 2])).toBe('ba')
    // A new call comes last until the rows are sorted again.
    expect(at(2000, [9, 2, 50])).toBe('bac')
    expect(at(9000, [9, 2, 50], true)).toBe('bac')
    expect(at(9100, [9, 2, 50])).toBe('cab')
    expect(ids(order.rows([call('a', { lagMs: 7 })], { sort, now: 9200, held: false }))).toBe('a')
  })

  test('turns at once when somebody asks for another', () => {
    const order = new SteadyOrder()
    const calls = [call('a', { lagMs: 1 }), call('b', { lagMs: 2 })]
    const rows = (sort: Sort) => ids(order.rows(calls, { sort, now: 0, held: true }))
    expect(rows({ key: 'lag', descending: true })).toBe('ba')
    expect(rows({ key: 'lag', descending: false })).toBe('ab')
  })
})

describe('the address', () => {
  test('remembers how somebody looks, and leaves the rest of it alone', () => {
    const place = {
      view: 'map',
      grouping: 'queue',
      sort: { key: 'mood', descending: false },
      site: 'berlin',
      team: 'north west',
      queue: '',
      words: 'maria refund',
    } as const
    const search = placeSearch(place, '?call=c-1&at=400')
    expect(placeFrom(search)).toEqual(place)
    expect(new URLSearchParams(search).get('call')).toBe('c-1')
    expect(placeSearch(FIRST_PLACE, search)).toBe('?call=c-1&at=400')
    expect(placeSearch(FIRST_PLACE, '')).toBe('')
  })

  test.each(['', '?view=globe&sort=--x&group=moon'])(
    'that says nothing of it is the first place: %s',
    (search) => {
      expect(placeFrom(search)).toEqual(FIRST_PLACE)
    },
  )
})

describe('urgency', () => {
  const levelOf = (change: Partial<CallView>): string => urgencyOf(call('a', change)).level

  test.each([
    ['nothing', {}, 'calm'],
    ['a pause', { silenceMs: 14_000 }, 'calm'],
    ['a long silence', { silenceMs: 60_000 }, 'watch'],
    ['a long silence on hold', { silenceMs: 60_000, onHold: true }, 'calm'],
    ['an unhappy customer', { mood: mood(-0.6) }, 'watch'],
    ['an unhappy customer who gets worse', { mood: mood(0.2, 0.1, 0, 0, -0.6) }, 'warm'],
    ['a high alert that is new', { openCase: openCase('high') }, 'warm'],
    ['a high alert that somebody has', { openCase: openCase('high', 'owned') }, 'watch'],
    ['a critical alert', { openCase: openCase('critical') }, 'urgent'],
    ['a high alert and an unhappy customer', { openCase: openCase('high'), mood: mood(-0.5) }, 'urgent'],
  ] as const)('of %s', (_, change, level) => {
    expect(levelOf(change)).toBe(level)
  })

  test('is never more than all of it, and names what makes it so', () => {
    const worst = call('a', {
      mood: mood(0.5, 0.5, 0.5, 0.5, -1),
      silenceMs: 900_000,
      lagMs: 60_000,
      openCase: openCase('critical'),
    })
    const { score, reasons } = urgencyOf(worst)
    expect(score).toBe(100)
    expect(reasons.map(({ kind }) => kind)).toEqual(['case', 'mood', 'worse', 'silence', 'lag'])
  })
})

describe('the map', () => {
  test('has calls by team in places that figures do not change, and counts them', () => {
    const groups = mapGroups(
      [
        call('b', { team: 'south', openCase: openCase('critical') }),
        call('a', { team: 'south' }),
        call('c', { team: null }),
      ],
      'team',
    )
    expect(groups.map(({ name, tiles }) => [name, ids(tiles.map((tile) => tile.call))])).toEqual([
      ['', 'c'],
      ['south', 'ab'],
    ])
    expect(groups[1]?.counts).toEqual({ calm: 1, watch: 0, warm: 0, urgent: 1 })
  })

  test('says each tile in words', () => {
    const words = (change: Partial<CallView>): string => {
      const each = call('a', { queue: 'billing', atMs: 65_000, ...change })
      return tileWords({ call: each, urgency: urgencyOf(each) })
    }
    expect(words({})).toBe('agent-a, 01:05, billing. Calm.')
    expect(words({ openCase: openCase('critical'), silenceMs: 65_000 })).toBe(
      'agent-a, 92, 01:05, billing. Now: critical alert, nobody has looked yet, nobody has spoken for 1:05.',
    )
  })

  test('is walked by arrow keys, row by row', () => {
    const row = (top: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ left: index * 30, top, width: 26 }))
    // Three in the first row, two in the second, four in the third.
    const boxes = [...row(0, 3), ...row(40, 2), ...row(90, 4)]
    const step = (at: number, key: string) => stepInTiles(boxes, { at, key })
    expect([step(0, 'ArrowRight'), step(2, 'ArrowRight'), step(3, 'ArrowLeft')]).toEqual([1, 3, 2])
    expect([step(2, 'ArrowDown'), step(4, 'ArrowDown'), step(8, 'ArrowUp')]).toEqual([4, 6, 4])
    expect([step(4, 'Home'), step(4, 'End')]).toEqual([0, 8])
    expect([step(0, 'ArrowLeft'), step(8, 'ArrowRight'), step(1, 'ArrowUp'), step(7, 'ArrowDown')]).toEqual(
      Array.from({ length: 4 }, () => null),
    )
    expect(step(0, 'x')).toBeNull()
  })
})

describe('small things', () => {
  test('a line over the whole width, the happiest on top', () => {
    const box = { width: 10, height: 21 }
    expect(sparkPath([1, 0, -1], box)).toBe('M0 1.5L5 10.5L10 19.5')
    expect(sparkPath([0], box)).toBe('M0 10.5L10 10.5')
    expect(sparkPath([5], box)).toBe('M0 1.5L10 1.5')
  })

  test('a mood turns against how it was a while ago', () => {
    expect(moodTurn({ level: -0.4, levels: [0.2, 0, 0, -0.4], stepMs: 30_000 })).toBeCloseTo(-0.6)
    expect(moodTurn({ level: -0.4, levels: [0, -0.4], stepMs: 30_000 })).toBeNull()
    expect(moodTurn({ level: 0.5, levels: [0, 0.5], stepMs: 300_000 })).toBe(0.5)
  })

  test('a silence is told once it is a pause', () => {
    expect([0, 2999, 3000, 59_999, 65_000, 600_000].map(formatSilence)).toEqual([
      '–',
      '–',
      '3 s',
      '59 s',
      '1:05',
      '10:00',
    ])
  })

  test('a link into the telephone system is filled with what belongs to the call, and nothing else', () => {
    const at = 'https://pbx.example/listen?call={callId}&agent={agentId}'
    expect(callLink(at, { callId: 'a&b=1', agentId: 'm/1' })).toBe(
      'https://pbx.example/listen?call=a%26b%3D1&agent=m%2F1',
    )
    expect(callLink(at, { callId: 'c', agentId: null })).toBe('https://pbx.example/listen?call=c&agent=')
    expect(callLink(null, { callId: 'c', agentId: null })).toBeNull()
  })
})
