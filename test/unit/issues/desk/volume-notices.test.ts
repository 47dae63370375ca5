import { describe, expect, it } from 'vitest'
import { type WallMs, wallMs } from '../../../../server/contracts/time.ts'
import { RecentContacts } from '../../../../server/issues/book/recent-contacts.ts'
import { VolumeNotices } from '../../../../server/issues/desk/volume-notices.ts'
import type { Notice } from '../../../../server/issues/detect/issue.ts'
import { buildContact } from '../../../helpers/issue-builders.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 10, 22, 12)

function noticed(change: Partial<Notice> = {}): Notice {
  const figures = { perHour: 120.4, expectedPerHour: 51.26 }
  return { id: 'n1', at: wallMs(NOON), kind: 'volume-up', sourceId: null, ...figures, ...change }
}

function heard(...contacts: readonly (readonly [sourceId: string, at: number])[]): RecentContacts {
  const recent = new RecentContacts()
  for (const [sourceId, at] of contacts) recent.add(buildContact({ sourceId, at: wallMs(at) }))
  return recent
}

describe('what the number of contacts and the feeds did', () => {
  it('is told with figures that people read, and until when nothing new is opened', () => {
    expect(new VolumeNotices().take(noticed(), heard())).toEqual({
      ...{ type: 'notice', noticeId: 'n1', kind: 'volume-up', sourceId: null },
      ...{ at: NOON, sinceAt: NOON, quietUntil: NOON + HOUR / 2 },
      ...{ perHour: 120, expectedPerHour: 51.3 },
    })
  })

  it('names the latest contact of a feed that is silent, as far as it is remembered', () => {
    const recent = heard(['survey', NOON - HOUR], ['survey', NOON - 2 * HOUR], ['calls', NOON - 1])
    const since = (change: Partial<Notice>): WallMs | undefined =>
      new VolumeNotices().take(noticed({ kind: 'source-stopped', ...change }), recent)?.sinceAt
    expect(since({ sourceId: 'survey' })).toBe(NOON - HOUR)
    expect(since({ sourceId: 'forgotten' })).toBe(NOON)
    expect(since({ kind: 'source-resumed', sourceId: 'survey' })).toBe(NOON)
  })

  it('is kept for a day, and told once, also over a restart', () => {
    const notices = new VolumeNotices()
    const first = notices.take(noticed(), heard())
    expect(notices.take(noticed(), heard())).toBe(null)
    const after = new VolumeNotices()
    after.load(notices.list(wallMs(NOON)))
    expect(after.take(noticed(), heard())).toBe(null)
    after.take(noticed({ id: 'n2', at: wallMs(NOON + HOUR) }), heard())
    expect(after.list(wallMs(NOON + HOUR)).map(({ noticeId }) => noticeId)).toEqual(['n1', 'n2'])
    expect(after.list(wallMs(NOON + 24 * HOUR)).map(({ noticeId }) => noticeId)).toEqual(['n2'])
    expect(after.list(wallMs(NOON))[0]).toEqual(first)
  })
})
