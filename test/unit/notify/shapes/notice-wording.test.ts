import { expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import type { VolumeNotice } from '../../../../server/contracts/volume-notice.ts'
import { noticeSummary, noticeText, noticeTitle } from '../../../../server/notify/shapes/notice-wording.ts'
import { buildNotice } from '../../../helpers/issue-builders.ts'

const AT = wallMs(Date.UTC(2026, 10, 27, 14, 5))
const survey = { sourceId: 'survey', perHour: 0, expectedPerHour: 0 }

const CASES: readonly (readonly [Partial<VolumeNotice>, string])[] = [
  [{}, '30 % more contacts than usual since 2026-11-27 14:05 UTC'],
  [
    { kind: 'volume-down', perHour: 15, expectedPerHour: 40 },
    '63 % fewer contacts than usual since 2026-11-27 14:05 UTC',
  ],
  [{ expectedPerHour: 0 }, 'Far more contacts than usual since 2026-11-27 14:05 UTC'],
  [{ expectedPerHour: 0.1 }, 'Far more contacts than usual since 2026-11-27 14:05 UTC'],
  [{ kind: 'source-stopped', ...survey }, 'The feed survey has been silent since 2026-11-27 14:05 UTC'],
  [{ kind: 'source-started', ...survey }, 'The feed survey began to deliver at 2026-11-27 14:05 UTC'],
  [{ kind: 'source-resumed', ...survey }, 'The feed survey has delivered again since 2026-11-27 14:05 UTC'],
]

it.each(CASES)('%j is told in words', (change, words) => {
  expect(noticeTitle(buildNotice({ at: AT, ...change }))).toBe(words)
})

it('what it means is told with it, and how many there are', () => {
  const more = buildNotice({ at: AT })
  expect(noticeText(more)).toBe('52 an hour, usually 40. No new issue is opened until 2026-11-27 14:35 UTC.')
  expect(noticeText({ ...more, ...survey })).toBe('No new issue is opened until 2026-11-27 14:35 UTC.')
  expect(noticeSummary([more, more, more])).toBe(`${noticeTitle(more)}, and 2 more`)
})
