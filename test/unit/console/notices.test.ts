import { describe, expect, test } from 'vitest'
import { decodeEvent } from '../../../agent-console/src/data/decode-event.ts'
import { currentNotices, noticeWords, quietWords } from '../../../agent-console/src/data/notices.ts'
import { EMPTY, reduce } from '../../../agent-console/src/data/store.ts'
import type { ServerEvent } from '../../../server/contracts/events.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import type { VolumeNotice } from '../../../server/contracts/volume-notice.ts'
import { buildNotice } from '../../helpers/issue-builders.ts'

const HOUR = 3_600_000
const AT = new Date(2026, 10, 27, 14, 5).getTime()
const NOBODY: ReadonlySet<string> = new Set()

const notice = (change: Partial<VolumeNotice> = {}): VolumeNotice =>
  buildNotice({ at: wallMs(AT), ...change })
const feed = (kind: VolumeNotice['kind'], at: number, sourceId = 'survey'): VolumeNotice =>
  notice({ noticeId: `${sourceId} ${kind}`, kind, sourceId, at: wallMs(at), sinceAt: wallMs(at) })
const ids = (notices: readonly VolumeNotice[]) => notices.map(({ noticeId }) => noticeId)

describe('notices', () => {
  test('come as events and with a snapshot, each once', () => {
    const event = (change: Partial<VolumeNotice>, eventSeq: number): ServerEvent => {
      const decoded = decodeEvent(JSON.stringify({ ...notice(change), eventSeq }))
      if (decoded === null) throw new Error('it is not understood')
      return decoded
    }
    const batch = [
      event({ noticeId: 'a' }, 1),
      event({ noticeId: 'b', at: wallMs(AT + HOUR) }, 2),
      event({ noticeId: 'b', at: wallMs(AT + HOUR) }, 3),
    ]
    const fold = (state: typeof EMPTY, events: readonly ServerEvent[]) =>
      reduce(
        state,
        events.map((one) => ({ event: one, receivedAt: AT })),
      )
    const state = fold(EMPTY, batch)
    expect(ids(state.notices)).toEqual(['a', 'b'])
    const dayLater = fold(state, [event({ noticeId: 'c', at: wallMs(AT + 24 * HOUR) }, 4)])
    expect(ids(dayLater.notices)).toEqual(['b', 'c'])
    const calls = { type: 'snapshot', calls: [], eventSeq: 5 } as const
    const kept = [notice({ noticeId: 'd' })]
    expect(ids(fold(dayLater, [{ ...calls, complete: true, notices: kept }]).notices)).toEqual(['d'])
    expect(fold(dayLater, [{ ...calls, complete: false, notices: kept }]).notices).toBe(dayLater.notices)
    expect(decodeEvent(JSON.stringify({ ...notice(), at: 'now', eventSeq: 6 }))).toBe(null)
  })

  test('are shown as long as they are so, the latest of each feed, newest first', () => {
    const stopped = feed('source-stopped', AT)
    const shown = (notices: readonly VolumeNotice[], now: number, closed = NOBODY) =>
      ids(currentNotices(notices, { now, closed }))
    expect(shown([notice(), stopped], AT)).toEqual(['notice-1', 'survey source-stopped'])
    expect(shown([notice(), stopped], AT + HOUR)).toEqual(['survey source-stopped'])
    expect(shown([stopped], AT + 24 * HOUR)).toEqual([])
    const again = [stopped, feed('source-stopped', AT, 'chat'), feed('source-resumed', AT + 2 * HOUR)]
    expect(shown(again, AT + 2 * HOUR)).toEqual(['survey source-resumed', 'chat source-stopped'])
    expect(shown(again, AT + 2 * HOUR, new Set(['survey source-resumed']))).toEqual(['chat source-stopped'])
  })

  test.each([
    [{}, '30 % more contacts than usual since 14:05 (52 an hour, usually 40)'],
    [
      { kind: 'volume-down', perHour: 3, expectedPerHour: 7.5 },
      '60 % fewer contacts than usual since 14:05 (3 an hour, usually 7.5)',
    ],
    [{ expectedPerHour: 0 }, 'Far more contacts than usual since 14:05 (52 an hour, usually 0)'],
    [{ kind: 'source-stopped', sourceId: 'survey' }, 'The feed survey has been silent since 14:05'],
    [{ kind: 'source-started', sourceId: 'survey' }, 'The feed survey began to deliver at 14:05'],
    [{ kind: 'source-resumed', sourceId: 'survey' }, 'The feed survey has delivered again since 14:05'],
  ] as const)('%j are told in words', (change, words) => {
    expect(noticeWords(notice(change), AT)).toBe(words)
  })

  test('say until when nothing new is opened, while that is so', () => {
    expect(quietWords(notice(), AT)).toBe('nothing new is opened until 14:35')
    expect(quietWords(notice(), AT + HOUR / 2)).toBe('')
  })
})
