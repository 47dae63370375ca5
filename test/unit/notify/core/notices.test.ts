import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import type { VolumeNotice } from '../../../../server/contracts/volume-notice.ts'
import { MANNERS } from '../../../../server/notify/core/manner.ts'
import { Notices } from '../../../../server/notify/core/notices.ts'
import { buildNotice } from '../../../helpers/issue-builders.ts'

const HOUR = 3_600_000
const T = 100 * HOUR
const PACE = { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 0, groupBy: [] } as const

function noticesOf(change: Partial<ConstructorParameters<typeof Notices>[0]> = {}): Notices {
  return new Notices({ since: wallMs(T), pace: PACE, manner: MANNERS.slack, told: [], ...change })
}

function at(ms: number, change: Partial<VolumeNotice> = {}): VolumeNotice {
  return buildNotice({ noticeId: `n${ms - T}`, at: wallMs(ms), ...change })
}

/** What is due at a time, told at once. */
function sent(notices: Notices, now: number): readonly (readonly string[])[] {
  return notices.due(wallMs(now)).map((message) => {
    notices.tell(notices.toldBy(message, wallMs(now)))
    return message.notices.map(({ noticeId }) => noticeId)
  })
}

describe('what a subscription is told of notices', () => {
  it('is each of them once, those of one moment together, as soon as a group has waited', () => {
    const notices = noticesOf()
    notices.observe(at(T + 1), wallMs(T + 1))
    notices.observe(at(T), wallMs(T + 20_000))
    expect(sent(notices, T + 30_000)).toEqual([])
    expect(notices.nextAt()).toBe(T + 30_001)
    expect(sent(notices, T + 30_001)).toEqual([['n0', 'n1']])
    notices.observe(at(T), wallMs(T + 40_000))
    expect(notices.nextAt()).toBe(null)
  })

  it('comes no sooner than an interval after the last message, also over a restart', () => {
    const notices = noticesOf()
    notices.observe(at(T), wallMs(T))
    const [message] = notices.due(wallMs(T + 30_000))
    if (message === undefined) throw new Error('nothing is due')
    const told = notices.toldBy(message, wallMs(T + 30_000))
    const after = noticesOf({ told })
    after.observe(at(T), wallMs(T + 31_000))
    after.observe(at(T + 31_000), wallMs(T + 31_000))
    expect(sent(after, T + 329_999)).toEqual([])
    expect(sent(after, T + 330_000)).toEqual([['n31000']])
  })

  it.each([
    ['nothing that it did not ask for', { since: null }, []],
    ['nothing from before it asked', { since: wallMs(T + 1) }, []],
    ['what came since', { since: wallMs(T) }, [['n0']]],
  ] as const)('is %s', (_, change, expected) => {
    const notices = noticesOf(change)
    notices.observe(at(T), wallMs(T + 60_000))
    expect(sent(notices, T + HOUR)).toEqual(expected)
  })

  it('is no news that is a day old, and fifty in one message at most', () => {
    const notices = noticesOf()
    notices.observe(at(T), wallMs(T + 24 * HOUR))
    expect(notices.nextAt()).toBe(null)
    // Nobody could be told for a day.
    notices.observe(at(T), wallMs(T))
    notices.observe(at(T + HOUR), wallMs(T + 24 * HOUR))
    expect(sent(notices, T + 25 * HOUR)).toEqual([[`n${HOUR}`]])
    for (let n = 0; n < 60; n += 1) notices.observe(at(T + 26 * HOUR + n), wallMs(T + 26 * HOUR + n))
    expect(sent(notices, T + 27 * HOUR).map((ids) => ids.length)).toEqual([50])
    expect(sent(notices, T + 28 * HOUR).map((ids) => ids.length)).toEqual([10])
  })

  it('is one message each for those that keep an entry for each, and for Jira what is trouble alone', () => {
    const stopped = { kind: 'source-stopped', sourceId: 'survey' } as const
    for (const [receiver, expected] of [
      ['pagerduty', [['n0'], ['n1'], ['n2']]],
      ['jira', [['n0'], ['n1']]],
    ] as const) {
      const notices = noticesOf({ manner: MANNERS[receiver] })
      notices.observe(at(T), wallMs(T))
      notices.observe(at(T + 1, stopped), wallMs(T))
      notices.observe(at(T + 2, { ...stopped, kind: 'source-resumed' }), wallMs(T))
      expect(sent(notices, T + HOUR)).toEqual(expected)
    }
  })
})
