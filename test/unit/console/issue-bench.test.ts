import { describe, expect, test } from 'vitest'
import { IssueBench, isBusyWith } from '../../../agent-console/src/data/issue-bench.ts'
import { type SentAction } from '../../../agent-console/src/data/issues-api.ts'
import { ApiError } from '../../../agent-console/src/data/requests.ts'
import type { Issue, IssueHistoryEntry } from '../../../server/contracts/issue.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const SERIES = { startAt: wallMs(0), stepMs: 300_000, seen: [1], expected: [0.1] }

const settle = async (): Promise<void> => {
  for (let step = 0; step < 12; step += 1) await Promise.resolve()
}

function did(by: string | null, action: string): IssueHistoryEntry {
  return { at: wallMs(5000), by, action, from: null, to: null, note: null }
}

/** A server with one issue, which somebody else may change between two questions. */
class Server {
  issue: Issue = buildIssue({ revision: 1 })
  readonly sent: { readonly action: SentAction; readonly revision: number }[] = []
  asked = 0
  fails: Error | null = null

  readonly detail = async (): Promise<{ issue: Issue; series: typeof SERIES }> => {
    this.asked += 1
    if (this.fails !== null) throw this.fails
    return { issue: this.issue, series: SERIES }
  }

  readonly act = async (_id: string, action: SentAction, revision: number): Promise<Issue> => {
    this.sent.push({ action, revision })
    if (this.fails !== null) throw this.fails
    if (revision !== this.issue.revision) throw new ApiError(409, { code: 'ISSUE_CHANGED' })
    this.change({ history: [...this.issue.history, did('lena', action.type)] })
    return this.issue
  }

  change(change: Partial<Issue>): Issue {
    this.issue = { ...this.issue, ...change, revision: this.issue.revision + 1 }
    return this.issue
  }
}

async function opened(server = new Server()) {
  const clock = new ManualClock(0)
  const told: Issue[] = []
  const bench = new IssueBench({
    api: server,
    clock,
    onChange: () => undefined,
    onIssue: (issue) => told.push(issue),
  })
  await bench.open('issue-1')
  return { server, clock, bench, told }
}

describe('IssueBench', () => {
  test('opens an issue, and says when it is missing or the server silent', async () => {
    const { bench, server } = await opened()
    expect(bench.state?.detail.issue.title).toBe('Payment page freezes')
    server.fails = new ApiError(404)
    await bench.open('gone')
    expect(bench.view.phase).toBe('missing')
    server.fails = new TypeError('no network')
    await bench.open('issue-1')
    expect(bench.view.phase).toBe('failed')
  })

  test('does what it is asked, under the revision that the person saw', async () => {
    const { bench, server, told } = await opened()
    const done = bench.act({ type: 'acknowledge' })
    expect(bench.state !== null && isBusyWith(bench.state, 'acknowledge')).toBe(true)
    // One thing at a time.
    expect(await bench.act({ type: 'fixed' })).toBe(false)
    expect(await done).toBe(true)
    expect(server.sent).toEqual([{ action: { type: 'acknowledge' }, revision: 1 }])
    expect(bench.state?.task).toBeNull()
    expect(bench.state?.detail.issue.revision).toBe(2)
    expect(told.at(-1)?.revision).toBe(2)
  })

  test('lets no figure that moved meanwhile stand in the way', async () => {
    const { bench, server } = await opened()
    server.change({ growthPerHour: 9, history: [did(null, 'opened')] })
    expect(await bench.act({ type: 'acknowledge' })).toBe(true)
    expect(server.sent.map(({ revision }) => revision)).toEqual([1, 2])
    expect(bench.state?.conflict).toBeNull()
  })

  test('shows first what somebody else did meanwhile, and then does it all the same or lets it be', async () => {
    const { bench, server } = await opened()
    const seen = server.issue
    bench.take(server.change({ state: 'owned', history: [did('jonas', 'own')] }))
    const action = { type: 'note', text: 'mine' } as const
    expect(await bench.act(action, seen)).toBe(false)
    expect(bench.state?.conflict).toEqual({ action, news: [did('jonas', 'own')] })
    expect(bench.state?.detail.issue.state).toBe('owned')
    bench.letGo()
    expect(bench.state?.conflict).toBeNull()
    expect(await bench.actAnyway()).toBe(false)

    await bench.act(action, seen)
    expect(await bench.actAnyway()).toBe(true)
    expect(server.sent.at(-1)).toEqual({ action, revision: 2 })
  })

  test('says why something was not done, and keeps the issue', async () => {
    const { bench, server } = await opened()
    server.fails = new ApiError(409, { code: 'ISSUE_ACTION_REFUSED', message: 'It is closed.' })
    expect(await bench.act({ type: 'acknowledge' })).toBe(false)
    expect(bench.state?.problem).toBe('Not done: It is closed.')
    server.fails = new TypeError('no network')
    await bench.act({ type: 'acknowledge' })
    expect(bench.state?.problem).toContain('did not answer')
    expect(bench.state?.task).toBeNull()
  })

  test('takes over newer copies that come live, never older ones, and asks for the figures soon after', async () => {
    const { bench, server, clock } = await opened()
    const newer = server.change({ title: 'Newer' })
    bench.take(buildIssue({ revision: 0, title: 'Older' }))
    bench.take({ ...newer, issueId: 'another' })
    expect(bench.state?.detail.issue.title).toBe('Payment page freezes')
    bench.take(newer)
    expect(bench.state?.detail.issue.title).toBe('Newer')
    const asked = server.asked
    clock.advance(1500)
    await settle()
    expect(server.asked).toBe(asked + 1)
  })

  test('looks on over failures, keeps what is known, and stops when it is closed', async () => {
    const { bench, server, clock } = await opened()
    server.fails = new TypeError('no network')
    for (let round = 0; round < 3; round += 1) {
      clock.advance(30_000)
      await settle()
    }
    expect(server.asked).toBe(4)
    expect(bench.state?.detail.issue.title).toBe('Payment page freezes')
    bench.close()
    clock.advance(120_000)
    await settle()
    expect(server.asked).toBe(4)
    expect(clock.waiting).toBe(0)
  })
})
