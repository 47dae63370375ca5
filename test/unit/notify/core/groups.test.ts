import { describe, expect, it } from 'vitest'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { NotifyFilter, NotifyPace } from '../../../../server/contracts/subscription.ts'
import { wallMs } from '../../../../server/contracts/time.ts'
import { Groups } from '../../../../server/notify/core/groups.ts'
import { MANNERS, type Receiver } from '../../../../server/notify/core/manner.ts'
import { buildIssue } from '../../../helpers/issue-builders.ts'

const S = 1000
const MINUTE = 60 * S

const PACE: NotifyPace = {
  groupWaitMs: 30 * S,
  groupIntervalMs: 5 * MINUTE,
  repeatIntervalMs: 60 * MINUTE,
  groupBy: ['unit'],
}

interface Step {
  /** Seconds since the beginning. */
  readonly at: number
  readonly issue: Partial<Issue>
}

interface Case {
  readonly receiver?: Receiver
  readonly filter?: NotifyFilter
  readonly pace?: Partial<NotifyPace>
  readonly steps: readonly Step[]
  /** How long it is watched, in seconds. */
  readonly until: number
  /** What is sent: "SECONDS issue news, issue news…". */
  readonly expected: readonly string[]
}

/** Plays a case second by second, as the room does: what is due is told. */
function play({ receiver = 'slack', filter = {}, pace = {}, steps, until }: Case): readonly string[] {
  const groups = new Groups({ filter, pace: { ...PACE, ...pace }, manner: MANNERS[receiver], told: [] })
  const sent: string[] = []
  const revisions = new Map<string, number>()
  for (let second = 0; second <= until; second += 1) {
    const now = wallMs(second * S)
    for (const { issue } of steps.filter(({ at }) => at === second)) {
      const issueId = issue.issueId ?? 'a'
      const revision = (revisions.get(issueId) ?? 0) + 1
      revisions.set(issueId, revision)
      groups.observe(buildIssue({ issueId, revision, code: null, ...issue }), now)
    }
    for (const message of groups.due(now, false)) {
      sent.push(
        `${second} ${message.entries.map(({ issue, news }) => `${issue.issueId} ${news ?? '-'}`).join(', ')}`,
      )
      groups.tell(groups.toldBy(message, now))
    }
  }
  return sent
}

const OVER = { state: 'closed', active: false } as const

const CASES: Readonly<Record<string, Case>> = {
  'a group waits once for others, which come in the same message': {
    steps: [
      { at: 0, issue: {} },
      { at: 20, issue: { issueId: 'b' } },
    ],
    until: 100,
    expected: ['30 a opened, b opened'],
  },
  'one that comes later waits for the interval, and the group is shown whole': {
    steps: [
      { at: 0, issue: {} },
      { at: 40, issue: { issueId: 'b', severity: 'low' } },
    ],
    until: 400,
    expected: ['30 a opened', '330 a -, b opened'],
  },
  'one that comes when the group was quiet for the interval waits for others only': {
    steps: [
      { at: 0, issue: {} },
      { at: 1000, issue: { issueId: 'b', severity: 'low' } },
    ],
    until: 1100,
    expected: ['30 a opened', '1030 a -, b opened'],
  },
  'groups do not wait for each other': {
    steps: [
      { at: 0, issue: { unit: 'shop' } },
      { at: 10, issue: { issueId: 'b', unit: 'bank' } },
      { at: 20, issue: { issueId: 'c', unit: null } },
    ],
    until: 100,
    expected: ['30 a opened', '40 b opened', '50 c opened'],
  },
  'the end is told, and the gravest first': {
    steps: [
      { at: 0, issue: {} },
      { at: 1, issue: { issueId: 'b', severity: 'critical' } },
      { at: 50, issue: OVER },
    ],
    until: 1000,
    expected: ['30 b opened, a opened', '330 b -, a over'],
  },
  'what ends while the group waits is told to nobody': {
    steps: [
      { at: 0, issue: {} },
      { at: 20, issue: OVER },
    ],
    until: 1000,
    expected: [],
  },
  'what comes back is told as such': {
    steps: [
      { at: 0, issue: {} },
      { at: 100, issue: OVER },
      { at: 1000, issue: { timesReopened: 1 } },
    ],
    until: 2000,
    expected: ['30 a opened', '330 a over', '1030 a reopened'],
  },
  'figures that calm down by themselves are an end, told once': {
    steps: [
      { at: 0, issue: {} },
      { at: 100, issue: { active: false } },
      { at: 1000, issue: OVER },
    ],
    until: 2000,
    expected: ['30 a opened', '330 a over'],
  },
  'changes are told, figures are not, and of several the last state': {
    steps: [
      { at: 0, issue: {} },
      { at: 500, issue: { growthPerHour: 99 } },
      { at: 1000, issue: { state: 'acknowledged' } },
      { at: 1010, issue: { state: 'owned', owner: 'ana' } },
      { at: 1100, issue: { state: 'fixed', owner: 'ana' } },
    ],
    until: 2000,
    expected: ['30 a opened', '1030 a changed', '1330 a changed'],
  },
  'what stays open is repeated': {
    pace: { repeatIntervalMs: 20 * MINUTE },
    steps: [{ at: 0, issue: {} }],
    until: 3000,
    expected: ['30 a opened', '1230 a repeated', '2430 a repeated'],
  },
  'nothing is repeated where that is not wanted': {
    pace: { repeatIntervalMs: 0 },
    steps: [{ at: 0, issue: {} }],
    until: 90_000,
    expected: ['30 a opened'],
  },
  'a silence holds back all until it is over': {
    steps: [
      { at: 0, issue: {} },
      { at: 100, issue: { silencedUntil: wallMs(2000 * S) } },
      { at: 500, issue: { silencedUntil: wallMs(2000 * S), state: 'owned', owner: 'ana' } },
    ],
    until: 3000,
    expected: ['30 a opened', '2030 a changed'],
  },
  'an end within a silence is told when the silence is over': {
    steps: [
      { at: 0, issue: {} },
      { at: 100, issue: { ...OVER, silencedUntil: wallMs(2000 * S) } },
    ],
    until: 3000,
    expected: ['30 a opened', '2030 a over'],
  },
  'a repeat that falls into a silence comes after it': {
    pace: { repeatIntervalMs: 20 * MINUTE },
    steps: [
      { at: 0, issue: {} },
      { at: 100, issue: { silencedUntil: wallMs(2000 * S) } },
    ],
    until: 2500,
    expected: ['30 a opened', '2000 a repeated'],
  },
  'an open issue of a code above inhibits those below, until it is over': {
    steps: [
      { at: 0, issue: { code: 'web.pay' } },
      { at: 5, issue: { issueId: 'b', code: 'web.pay.card' } },
      { at: 6, issue: { issueId: 'c', code: 'web.payroll' } },
      { at: 1000, issue: { code: 'web.pay', ...OVER } },
    ],
    until: 2000,
    expected: ['30 a opened, c opened', '1030 a over, b opened, c -'],
  },
  'the end of what was told passes inhibition': {
    steps: [
      { at: 0, issue: { issueId: 'b', code: 'web.pay.card' } },
      { at: 500, issue: { code: 'web.pay' } },
      { at: 1000, issue: { issueId: 'b', code: 'web.pay.card', ...OVER } },
    ],
    until: 2000,
    expected: ['30 b opened', '530 a opened', '1030 a -, b over'],
  },
  'a code above that the subscriber is not told of inhibits nothing': {
    filter: { codes: ['web.pay.card'] },
    steps: [
      { at: 0, issue: { code: 'web.pay' } },
      { at: 5, issue: { issueId: 'b', code: 'web.pay.card' } },
    ],
    until: 100,
    expected: ['35 b opened'],
  },
  'a subscriber hears of the end of what no longer is in its filter': {
    filter: { minSeverity: 'high' },
    steps: [
      { at: 0, issue: {} },
      { at: 500, issue: { severity: 'low' } },
      { at: 1000, issue: { severity: 'low', ...OVER } },
      { at: 1500, issue: { severity: 'low', timesReopened: 1 } },
    ],
    until: 3000,
    expected: ['30 a opened', '530 a changed', '1030 a over'],
  },
  'what comes into the filter is told then': {
    filter: { minSeverity: 'high' },
    steps: [
      { at: 0, issue: { severity: 'low' } },
      { at: 500, issue: { severity: 'critical' } },
    ],
    until: 1000,
    expected: ['530 a opened'],
  },
  'only the states that are asked for are told, an end too where it is asked for': {
    filter: { states: ['fixed', 'closed'] },
    steps: [
      { at: 0, issue: {} },
      { at: 500, issue: { state: 'fixed' } },
      { at: 1000, issue: { state: 'verified' } },
      { at: 1500, issue: OVER },
      { at: 1600, issue: { issueId: 'b', ...OVER } },
    ],
    until: 3000,
    expected: ['530 a opened', '1530 a over', '1830 b over'],
  },
  'a system that keeps an entry for each issue gets a message for each': {
    receiver: 'pagerduty',
    steps: [
      { at: 0, issue: {} },
      { at: 10, issue: { issueId: 'b' } },
      { at: 100, issue: OVER },
    ],
    until: 1000,
    expected: ['30 a opened', '40 b opened', '330 a over'],
  },
  'a ticket is made once, and another one when it comes back': {
    receiver: 'jira',
    pace: { repeatIntervalMs: MINUTE },
    steps: [
      { at: 0, issue: {} },
      { at: 400, issue: { state: 'owned', owner: 'ana' } },
      { at: 500, issue: { active: false } },
      { at: 900, issue: {} },
      { at: 1000, issue: OVER },
      { at: 1500, issue: { timesReopened: 1 } },
    ],
    until: 3000,
    expected: ['30 a opened', '1530 a reopened'],
  },
}

describe('what a subscription is told when', () => {
  for (const [name, each] of Object.entries(CASES)) {
    it(name, () => expect(play(each)).toEqual(each.expected))
  }

  it('does not depend on how often it is asked', () => {
    for (const each of Object.values(CASES)) {
      expect(playAtTheTimesItNames(each)).toEqual(each.expected)
    }
  })

  it('takes no older revision', () => {
    const groups = new Groups({ filter: {}, pace: PACE, manner: MANNERS.slack, told: [] })
    groups.observe(buildIssue({ revision: 2, severity: 'critical' }), wallMs(0))
    groups.observe(buildIssue({ revision: 1, severity: 'low' }), wallMs(0))
    const [message] = groups.due(wallMs(30 * S), false)
    expect(message?.entries[0]?.issue.severity).toBe('critical')
  })

  it('repeats nothing to a receiver that has not got all of it, and stays due when it was not told', () => {
    const groups = new Groups({ filter: {}, pace: PACE, manner: MANNERS.slack, told: [] })
    groups.observe(buildIssue(), wallMs(0))
    const late = wallMs(30 * S)
    const first = groups.due(late, false)
    expect(groups.due(late, false)).toEqual(first)
    for (const message of first) groups.tell(groups.toldBy(message, late))
    const later = wallMs(90 * MINUTE)
    expect(groups.due(later, true)).toEqual([])
    expect(groups.nextAt(later, true)).toBe(null)
    expect(groups.due(later, false)).toHaveLength(1)
  })

  it('goes on after a restart with what was told, and forgets ends after a week', () => {
    const told = [
      { issueId: 'issue-1', groupKey: '["online-shop"]', standing: 'over', over: true, toldAt: wallMs(0) },
    ]
    const groups = new Groups({ filter: {}, pace: PACE, manner: MANNERS.slack, told })
    groups.observe(buildIssue({ revision: 9, ...OVER }), wallMs(1))
    expect(groups.due(wallMs(MINUTE), false)).toEqual([])
    expect(groups.forget(wallMs(MINUTE))).toEqual([])
    groups.observe(buildIssue({ revision: 10, timesReopened: 1 }), wallMs(2))
    // The last message of the group was at 0, before the restart.
    expect(groups.nextAt(wallMs(2), false)).toBe(5 * MINUTE)
    expect(groups.due(wallMs(5 * MINUTE), false)[0]?.entries[0]?.news).toBe('reopened')
    const week = 7 * 24 * 60 * MINUTE
    expect(groups.forget(wallMs(week))).toEqual([])
    groups.observe(buildIssue({ revision: 11, ...OVER }), wallMs(week))
    expect(groups.forget(wallMs(week))).toEqual(['issue-1'])
  })

  it('keeps nothing of a ticket whose issue is over', () => {
    const groups = new Groups({ filter: {}, pace: PACE, manner: MANNERS.jira, told: [] })
    groups.observe(buildIssue(), wallMs(0))
    for (const message of groups.due(wallMs(30 * S), false))
      groups.tell(groups.toldBy(message, wallMs(30 * S)))
    const week = wallMs(8 * 24 * 60 * MINUTE)
    expect(groups.forget(week)).toEqual([])
    groups.observe(buildIssue({ revision: 2, ...OVER }), wallMs(MINUTE))
    expect(groups.forget(week)).toEqual(['issue-1'])
  })

  it('lets what changes while a message is put into the queue wait for others, too', () => {
    const pace = { ...PACE, groupIntervalMs: 0 }
    const groups = new Groups({ filter: {}, pace, manner: MANNERS.slack, told: [] })
    groups.observe(buildIssue(), wallMs(0))
    const [message] = groups.due(wallMs(30 * S), false)
    groups.observe(buildIssue({ revision: 2, state: 'owned' }), wallMs(31 * S))
    if (message !== undefined) groups.tell(groups.toldBy(message, wallMs(30 * S)))
    expect(groups.due(wallMs(32 * S), false)).toEqual([])
    expect(groups.nextAt(wallMs(32 * S), false)).toBe(62 * S)
    expect(groups.due(wallMs(62 * S), false)[0]?.entries[0]).toMatchObject({
      news: 'changed',
      issue: { state: 'owned' },
    })
  })

  it('tells of fifty issues at once, of the others next, and loses none', () => {
    const groups = new Groups({
      filter: {},
      pace: { ...PACE, groupBy: [] },
      manner: MANNERS.slack,
      told: [],
    })
    const ids = Array.from({ length: 120 }, (_, index) => `issue-${index}`)
    for (const issueId of ids) groups.observe(buildIssue({ issueId, code: null }), wallMs(0))
    const seen = new Set<string>()
    for (let now = 30 * S; now < 30 * MINUTE; now += 5 * MINUTE) {
      for (const message of groups.due(wallMs(now), false)) {
        expect(message.entries.length).toBeLessThanOrEqual(50)
        for (const { issue, news } of message.entries) if (news === 'opened') seen.add(issue.issueId)
        groups.tell(groups.toldBy(message, wallMs(now)))
      }
    }
    expect(seen.size).toBe(120)
  })
})

/** The same, but asked only when something is observed and when `nextAt` says. */
function playAtTheTimesItNames({ receiver = 'slack', filter = {}, pace = {}, steps, until }: Case) {
  const groups = new Groups({ filter, pace: { ...PACE, ...pace }, manner: MANNERS[receiver], told: [] })
  const sent: string[] = []
  const open = [...steps]
  let revision = 0
  let now = wallMs(0)
  for (;;) {
    for (const step of open.filter(({ at }) => at * S === now)) {
      open.splice(open.indexOf(step), 1)
      revision += 1
      groups.observe(buildIssue({ issueId: 'a', revision, code: null, ...step.issue }), now)
    }
    for (const message of groups.due(now, false)) {
      const words = message.entries.map(({ issue, news }) => `${issue.issueId} ${news ?? '-'}`)
      sent.push(`${now / S} ${words.join(', ')}`)
      groups.tell(groups.toldBy(message, now))
    }
    const next = Math.min(groups.nextAt(now, false) ?? Infinity, ...open.map(({ at }) => at * S))
    if (next > until * S) return sent
    expect(next).toBeGreaterThan(now)
    now = wallMs(next)
  }
}
