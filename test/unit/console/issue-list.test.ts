import { describe, expect, test } from 'vitest'
import {
  channelsOf,
  distinctQuotes,
  EVERY_OPEN,
  fittingIssues,
  issueFigures,
  mergeIssues,
} from '../../../agent-console/src/data/issue-list.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'

const at = (minute: number) => wallMs(1_000_000 + minute * 60_000)

const ISSUES = [
  buildIssue({ issueId: 'fixed', state: 'fixed', severity: 'critical', openedAt: at(9) }),
  buildIssue({ issueId: 'low', state: 'new', severity: 'low', openedAt: at(8) }),
  buildIssue({
    issueId: 'quiet',
    state: 'new',
    severity: 'critical',
    silencedUntil: at(99),
    openedAt: at(7),
  }),
  buildIssue({ issueId: 'owned', state: 'owned', severity: 'high', openedAt: at(6), owner: 'Lena' }),
  buildIssue({ issueId: 'fresh', state: 'new', severity: 'high', openedAt: at(1) }),
  buildIssue({ issueId: 'fading', state: 'new', severity: 'critical', active: false, openedAt: at(5) }),
  buildIssue({
    issueId: 'app',
    title: 'Log-in code does not arrive',
    state: 'new',
    severity: 'high',
    channel: 'app',
    openedAt: at(2),
  }),
  buildIssue({ issueId: 'closed', state: 'closed', severity: 'critical', openedAt: at(3) }),
]

const ids = (filter: Partial<typeof EVERY_OPEN> = {}) =>
  fittingIssues(ISSUES, { ...EVERY_OPEN, ...filter }).map(({ issueId }) => issueId)

describe('the list of issues', () => {
  test('has what waits for somebody first: by severity, what nobody has seen, and the newest', () => {
    expect(ids()).toEqual(['app', 'fresh', 'owned', 'low', 'fading', 'quiet', 'fixed'])
    expect(ids({ state: 'all' }).at(-1)).toBe('closed')
  })

  test('keeps its order while only figures change, so that no row moves under a reader', () => {
    const before = ids()
    const louder = ISSUES.map((issue) =>
      issue.issueId === 'low'
        ? { ...issue, growthPerHour: 90, counts: { ...issue.counts, lastHour: 200, contacts: 500 } }
        : issue,
    )
    expect(fittingIssues(louder, EVERY_OPEN).map(({ issueId }) => issueId)).toEqual(before)
  })

  test.each([
    [{ state: 'new' as const }, ['app', 'fresh', 'low', 'fading', 'quiet']],
    [{ state: 'closed' as const }, ['closed']],
    [{ severity: 'critical' as const }, ['fading', 'quiet', 'fixed']],
    [{ channel: 'app' as const }, ['app']],
    [{ channel: 'call' as const, state: 'owned' as const }, ['owned']],
    [{ text: 'LOG-IN arrive' }, ['app']],
    [{ text: 'lena' }, ['owned']],
    [{ text: 'lena nobody-says-this' }, []],
  ])('is filtered by %o', (filter, expected) => {
    expect(ids(filter)).toEqual(expected)
  })

  test('counts an issue for every channel that its contacts came by', () => {
    const counts = { ...buildIssue().counts, byChannel: { chat: 2, call: 1, app: 0 } }
    expect(channelsOf(buildIssue({ channel: 'web', counts }))).toEqual(['call', 'web', 'chat'])
  })

  test('holds each issue in its newest copy, whichever came first', () => {
    const old = buildIssue({ revision: 4, title: 'Old' })
    const fresh = buildIssue({ revision: 5, title: 'Fresh' })
    const merged = (copies: readonly ReturnType<typeof buildIssue>[]) =>
      [...mergeIssues(new Map(), copies).values()].map(({ title }) => title)
    expect(merged([old, fresh])).toEqual(['Fresh'])
    expect(merged([fresh, old])).toEqual(['Fresh'])
  })

  test('has each thing that was said once', () => {
    const quote = (contactId: string, text: string) =>
      ({ contactId, text, channel: 'web', at: at(0), callId: null, atMs: null }) as const
    const issue = buildIssue({
      quotes: [quote('1', 'it freezes'), quote('2', 'it hangs'), quote('3', 'it freezes')],
    })
    const counted = distinctQuotes(issue).map(({ quote: { contactId }, count }) => [contactId, count])
    expect(counted).toEqual([
      ['1', 2],
      ['2', 1],
    ])
  })

  test('adds up what is open, unseen, and how many calls and agents it brings', () => {
    const some = [
      buildIssue({ issueId: 'a', extraCallsNextHour: 3.6, extraAgentsNextHour: 1 }),
      buildIssue({ issueId: 'b', state: 'owned', extraCallsNextHour: -2, extraAgentsNextHour: 0 }),
      buildIssue({ issueId: 'c', state: 'closed', extraCallsNextHour: 50, extraAgentsNextHour: 9 }),
    ]
    expect(issueFigures(some)).toEqual({ open: 2, unseen: 1, extraCalls: 4, extraAgents: 1 })
  })
})
