import { describe, expect, it } from 'vitest'
import type { NotifyMessage, NotifyNews } from '../../../../server/contracts/notify.ts'
import { wallMs } from '../../../../server/contracts/time.ts'
import { merge } from '../../../../server/notify/core/merge.ts'
import { buildIssue, buildNotice } from '../../../helpers/issue-builders.ts'

function message(id: string, news: Readonly<Record<string, NotifyNews | null>>): NotifyMessage {
  return {
    deliveryId: id,
    subscriptionId: 'sub',
    groupKey: 'group',
    createdAt: wallMs(0),
    notices: [],
    entries: Object.entries(news).map(([issueId, each]) => ({
      issue: buildIssue({ issueId, title: `${issueId} in ${id}` }),
      news: each,
    })),
  }
}

function newsOf(merged: NotifyMessage | null) {
  return merged?.entries.map(({ issue, news }) => `${issue.title}: ${news ?? '-'}`)
}

describe('a message that takes the place of one that was never sent', () => {
  const CASES: readonly (readonly [NotifyNews | null, NotifyNews | null, NotifyNews | null])[] = [
    ['opened', 'changed', 'opened'],
    ['reopened', 'changed', 'reopened'],
    ['opened', 'over', 'over'],
    ['changed', 'over', 'over'],
    ['over', 'reopened', 'reopened'],
    ['changed', 'repeated', 'changed'],
    ['changed', null, 'changed'],
    [null, 'changed', 'changed'],
    [null, null, null],
    ['repeated', 'repeated', 'repeated'],
  ]
  it.each(CASES)('makes of %s and then %s: %s', (older, newer, expected) => {
    const merged = merge(message('old', { a: older }), message('new', { a: newer }))
    expect(newsOf(merged)).toEqual([`a in new: ${expected ?? '-'}`])
    expect(merged?.deliveryId).toBe('new')
  })

  it('keeps what only the older one tells of', () => {
    const older = message('old', { a: 'over', b: null, c: 'opened' })
    expect(newsOf(merge(older, message('new', { c: 'changed' })))).toEqual([
      'a in old: over',
      'c in new: opened',
    ])
  })

  it('keeps the notices of both, as long as it is not too much', () => {
    const of = (id: string, count: number): NotifyMessage => ({
      ...message(id, {}),
      notices: Array.from({ length: count }, (_, at) => buildNotice({ noticeId: `${id}${at}` })),
    })
    const merged = merge(of('old', 1), of('new', 2))
    expect(merged?.notices.map(({ noticeId }) => noticeId)).toEqual(['old0', 'new0', 'new1'])
    expect(merge(of('old', 60), of('new', 41))).toBe(null)
  })

  it('does not grow without an end', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`o${at}`, 'over' as const]))
    const others = Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`n${at}`, 'opened' as const]))
    expect(merge(message('old', many), message('new', others))).toBe(null)
  })
})
