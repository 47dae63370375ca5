import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import { boundIssue, cut } from '../../../../server/notify/core/bound-issue.ts'
import { buildIssue } from '../../../helpers/issue-builders.ts'

const LONG = 'x'.repeat(100_000)

describe('an issue as it is sent', () => {
  it('is the issue, where it is of usual size', () => {
    expect(boundIssue(buildIssue())).toEqual(buildIssue())
  })

  it('has an end, with the newest of everything', () => {
    const quotes = Array.from({ length: 50 }, (_, at) => ({
      contactId: `c${at}`,
      channel: 'call' as const,
      text: LONG,
      at: wallMs(at),
      callId: null,
      atMs: null,
    }))
    const history = Array.from({ length: 500 }, (_, at) => ({
      at: wallMs(at),
      by: 'ana',
      action: 'note',
      from: null,
      to: null,
      note: LONG,
    }))
    const bounded = boundIssue(buildIssue({ title: LONG, quotes, history, queues: [LONG] }))
    expect(bounded.quotes.map(({ contactId }) => contactId)).toEqual(['c49', 'c48', 'c47'])
    expect(bounded.history.at(-1)?.at).toBe(499)
    // CloudEvents asks that events of 64 KB be passed on.
    expect(JSON.stringify(bounded).length).toBeLessThan(32_000)
  })

  it('is never cut within a character', () => {
    expect(cut('abcd', 4)).toBe('abcd')
    expect(cut('abcde', 4)).toBe('abc…')
    expect(cut('ab😡cd', 4)).toBe('ab…')
  })
})
