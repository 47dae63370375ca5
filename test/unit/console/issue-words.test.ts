import { describe, expect, test } from 'vitest'
import { withFix, withoutFix, isFromDigitalTeam } from '../../../agent-console/src/data/floor-text.ts'
import {
  agentWords,
  clockWords,
  countWords,
  deedWords,
  featureWords,
  growthWords,
  moneyWords,
  moodWords,
  nextTimeOfDay,
  spanWords,
  staffingWords,
  timesUsual,
  verificationWords,
} from '../../../agent-console/src/data/issue-words.ts'
import { momentFrom, momentLink } from '../../../agent-console/src/data/moment.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildOutcome } from '../../helpers/message-builders.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Half past twelve, wherever the test runs. */
const NOW = new Date(2026, 10, 27, 12, 30).getTime()

describe('words of an issue', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [59_999, '59 s'],
    [23 * MINUTE, '23 min'],
    [2 * HOUR, '2 h'],
    [2 * HOUR + 5 * MINUTE, '2 h 05 min'],
    [26 * HOUR, '1 day'],
    [75 * HOUR, '3 days'],
  ])('say %i ms as %s', (ms, words) => expect(spanWords(ms)).toBe(words))

  test('name the day only where a time of day would be a riddle', () => {
    expect(clockWords(NOW - 10 * MINUTE, NOW)).toBe('12:20')
    expect(clockWords(new Date(2026, 10, 27, 0, 5).getTime(), NOW)).toBe('00:05')
    expect(clockWords(NOW - 20 * HOUR, NOW)).toMatch(/26.*, 16:30$/)
    expect(clockWords(NOW + 30 * HOUR, NOW)).toMatch(/28.*, 18:30$/)
  })

  test('show counts that may be fractions, growth and how many times what is usual', () => {
    expect([0, 0.01, 0.4, 3, 9.96, 14.4].map(countWords)).toEqual(['0', '<0.1', '0.4', '3', '10.0', '14'])
    expect([8, -3.4, 0.3].map(growthWords)).toEqual(['+8/h', '−3/h', 'steady'])
    expect([timesUsual(9, 0.5), timesUsual(9, 0), timesUsual(2, 3)]).toEqual([18, null, null])
  })

  test('say how customers sound', () => {
    expect([null, -1, -0.6, -0.3, 0, 0.3, 1].map(moodWords)).toEqual([
      'not known',
      'furious',
      'furious',
      'annoyed',
      'calm',
      'pleased',
      'delighted',
    ])
  })

  test('say what the next hour brings, and nothing when it brings nothing', () => {
    const words = (calls: number, agents: number) =>
      staffingWords({ extraCallsNextHour: calls, extraAgentsNextHour: agents })
    expect(words(14.2, 2)).toBe('14 extra calls expected in the next hour, 2 more agents')
    expect(words(1, 1)).toBe('1 extra call expected in the next hour, 1 more agent')
    expect([words(0.3, 1), words(-4, 0)]).toEqual(['', ''])
    // Part of an agent is an agent.
    expect([agentWords(0.2), agentWords(1.1), agentWords(0)]).toEqual([
      '1 more agent',
      '2 more agents',
      '0 more agents',
    ])
  })

  test('give money in the currency of the site, and what is none as it is', () => {
    expect(moneyWords(1420.6, 'EUR')).toMatch(/1.?421/)
    expect(moneyWords(14.2, 'not a currency')).toBe('14 not a currency')
  })

  test('tell what contacts since the fix say of it', () => {
    const words = (result: 'waiting' | 'holds' | 'does-not-hold') =>
      verificationWords({ sinceAt: wallMs(0), contacts: 1, expected: 1.24, result })
    expect(words('waiting')).toBe('Being measured: 1 contact since, 1.2 would be usual.')
    expect(words('holds')).toContain('The fix holds')
    expect(words('does-not-hold')).toContain('does not hold')
  })

  test('say who did what, and what has no sentence as the server names it', () => {
    const entry = { at: wallMs(0), by: 'lena', from: null, to: null, note: null }
    expect(deedWords({ ...entry, action: 'own', note: 'lena' })).toBe('took it')
    expect(deedWords({ ...entry, action: 'own', note: 'jonas' })).toBe('gave it to jonas')
    expect(deedWords({ ...entry, action: 'something-new' })).toBe('something new')
  })

  test('show word pairs with the gap between them', () => {
    expect(featureWords(['basket + empty', 'voucher'])).toBe('basket … empty · voucher')
  })

  test('find the next time that the clock shows something', () => {
    expect(nextTimeOfDay('14:30', NOW)).toBe(NOW + 2 * HOUR)
    expect(nextTimeOfDay('12:30', NOW)).toBe(new Date(2026, 10, 28, 12, 30).getTime())
    expect(nextTimeOfDay('', NOW)).toBeNull()
  })
})

describe('the line of the digital team', () => {
  test('has the time of the fix in it, which is not there twice when it is changed', () => {
    const at = NOW + 2 * HOUR
    const line = withFix(' Payment page is down ', at, NOW)
    expect(line).toBe('Payment page is down. Fix expected at 14:30.')
    expect(withFix(withoutFix(line), at + HOUR, NOW)).toBe('Payment page is down. Fix expected at 15:30.')
    expect(withFix('Call back later!', at, NOW)).toBe('Call back later! Fix expected at 14:30.')
    expect([withFix('  ', at, NOW), withFix('Down.', null, NOW)]).toEqual(['', 'Down.'])
  })

  test('is told from a prompt of a rule', () => {
    expect(isFromDigitalTeam(buildOutcome({ rule: 'issue.web.payment@1' }))).toBe(true)
    expect(isFromDigitalTeam(buildOutcome({ kind: 'issue', rule: 'x@1' }))).toBe(true)
    expect(isFromDigitalTeam(buildOutcome({ rule: 'issue-of-a-rule@1' }))).toBe(false)
  })
})

describe('the address of a moment', () => {
  test('leads back to it', () => {
    const link = momentLink('a call/7', 23_000.4)
    expect(momentFrom(new URL(link, 'https://earshot.example').search)).toEqual({
      callId: 'a call/7',
      atMs: 23_000,
    })
  })

  test.each([
    ['', null],
    ['?at=4', null],
    ['?call=c-1', { callId: 'c-1', atMs: 0 }],
    ['?call=c-1&at=nonsense', { callId: 'c-1', atMs: 0 }],
    ['?call=c-1&at=-4', { callId: 'c-1', atMs: 0 }],
  ])('%s is %o', (search, moment) => expect(momentFrom(search)).toEqual(moment))
})
