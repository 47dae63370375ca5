import { describe, expect, it } from 'vitest'
import { ISSUE_STATES, type Issue } from '../../../../server/contracts/issue.ts'
import type { NotifyFilter, NotifyPace } from '../../../../server/contracts/subscription.ts'
import { wallMs, type WallMs } from '../../../../server/contracts/time.ts'
import { codesAbove, isFor } from '../../../../server/notify/core/filter.ts'
import { Groups, type GroupMessage } from '../../../../server/notify/core/groups.ts'
import { MANNERS } from '../../../../server/notify/core/manner.ts'
import { isOver, standingOf } from '../../../../server/notify/core/news.ts'
import { buildIssue } from '../../../helpers/issue-builders.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

const MINUTE = 60_000
const CODES = [null, 'web', 'web.pay', 'web.pay.card', 'app.login'] as const
const SEVERITIES = ['low', 'high', 'critical'] as const
const MANNER = MANNERS.slack

interface Sent extends GroupMessage {
  readonly at: WallMs
}

interface Run {
  readonly pace: NotifyPace
  readonly filter: NotifyFilter
  readonly sent: readonly Sent[]
  /** Each issue as it came, with when. */
  readonly observed: readonly { readonly issue: Issue; readonly at: WallMs }[]
  readonly latest: ReadonlyMap<string, Issue>
}

/** Six hours of a random life of a dozen issues, then an hour of peace in which all that is left is told. */
function run(seed: number): Run {
  const random = seededRandom(seed)
  const upTo = (count: number): number => Math.floor(random() * count)
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)] as T
  const pace: NotifyPace = {
    groupWaitMs: upTo(3) * 30_000,
    groupIntervalMs: upTo(4) * 3 * MINUTE,
    repeatIntervalMs: pick([0, 0, 45 * MINUTE]),
    groupBy: pick([[], ['code'], ['severity', 'unit']]),
  }
  const filter: NotifyFilter = pick<NotifyFilter>([{}, { minSeverity: 'high' }, { codes: ['web'] }])
  const groups = new Groups({ filter, pace, manner: MANNER, told: [] })
  const latest = new Map<string, Issue>()
  const observed: { issue: Issue; at: WallMs }[] = []
  const sent: Sent[] = []
  const tell = (now: WallMs): void => {
    for (const message of groups.due(now, false)) {
      sent.push({ ...message, at: now })
      groups.tell(groups.toldBy(message, now))
    }
  }
  const happen = (now: WallMs): void => {
    const issueId = `issue-${upTo(12)}`
    const known =
      latest.get(issueId) ??
      buildIssue({ issueId, code: pick(CODES), unit: pick(['shop', null]), revision: 0 })
    const active = random() < 0.7
    const issue: Issue = {
      ...known,
      revision: known.revision + 1,
      severity: pick(SEVERITIES),
      state: active ? pick(ISSUE_STATES.slice(0, 4)) : pick(ISSUE_STATES),
      active,
      timesReopened: known.timesReopened + Number(isOver(known) && active),
      silencedUntil: random() < 0.1 ? wallMs(now + upTo(40) * MINUTE) : known.silencedUntil,
    }
    latest.set(issueId, issue)
    observed.push({ issue, at: now })
    groups.observe(issue, now)
  }
  const end = 6 * 60 * MINUTE
  let next = wallMs(0)
  for (;;) {
    const due = groups.nextAt(next, false) ?? Infinity
    const step = wallMs(Math.min(next + 1 + upTo(10 * MINUTE), Math.max(due, next + 1)))
    if (step > end + 60 * MINUTE) break
    next = step
    if (next < end && next !== due) happen(next)
    tell(next)
  }
  return { pace, filter, sent, observed, latest }
}

const RUNS = Array.from({ length: 150 }, (_, index) => run(index + 1))

/** The state of an issue as it was known at a time. */
function knownAt({ observed }: Run, issueId: string, at: WallMs): Issue | undefined {
  return observed.findLast((each) => each.issue.issueId === issueId && each.at <= at)?.issue
}

describe('over random lives of issues', () => {
  it('they are lively enough to show something', () => {
    const news = RUNS.flatMap(({ sent }) => sent.flatMap(({ entries }) => entries.map((entry) => entry.news)))
    for (const each of ['opened', 'reopened', 'changed', 'over', 'repeated']) {
      expect(news.filter((one) => one === each).length).toBeGreaterThan(100)
    }
  })

  it('two messages about a group are at least the interval apart', () => {
    for (const { sent, pace } of RUNS) {
      for (const [, messages] of Map.groupBy(sent, ({ groupKey }) => groupKey)) {
        messages.slice(1).forEach(({ at }, index) => {
          expect(at - (messages[index]?.at ?? 0)).toBeGreaterThanOrEqual(pace.groupIntervalMs)
        })
      }
    }
  })

  it('every message has news, and no entry is silenced, inhibited or out of date', () => {
    for (const each of RUNS) {
      for (const { entries, at } of each.sent) {
        expect(entries.some(({ news }) => news !== null)).toBe(true)
        for (const { issue } of entries) {
          expect(issue.silencedUntil ?? 0).toBeLessThanOrEqual(at)
          expect(issue).toEqual(knownAt(each, issue.issueId, at))
        }
      }
    }
  })

  it('beginnings and ends take turns', () => {
    for (const { sent } of RUNS) {
      const entries = sent.flatMap((message) => message.entries)
      for (const [, of] of Map.groupBy(entries, ({ issue }) => issue.issueId)) {
        let open = false
        for (const { news } of of) {
          if (news === 'opened' || news === 'reopened') expect(open).toBe(false)
          if (news === 'over' || news === 'changed' || news === 'repeated' || news === null)
            expect(open).toBe(true)
          open = news !== 'over'
        }
      }
    }
  })

  it('nothing is repeated before its time', () => {
    for (const { sent, pace } of RUNS) {
      const told = new Map<string, WallMs>()
      for (const { entries, at } of sent) {
        for (const { issue, news } of entries) {
          if (news === 'repeated') {
            expect(at - (told.get(issue.issueId) ?? 0)).toBeGreaterThanOrEqual(pace.repeatIntervalMs)
          }
          told.set(issue.issueId, at)
        }
      }
    }
  })

  it('in the end, the subscriber knows how each issue stands', () => {
    for (const each of RUNS) {
      const { latest, filter, sent } = each
      const open = [...latest.values()].filter((issue) => !isOver(issue))
      for (const issue of latest.values()) {
        const entries = sent.flatMap((message) => message.entries)
        const told = entries.findLast((entry) => entry.issue.issueId === issue.issueId)
        const knowsOpen = told !== undefined && !isOver(told.issue)
        if (isOver(issue)) {
          expect(knowsOpen).toBe(false)
          continue
        }
        const above = codesAbove(issue.code ?? '')
        const inhibited = open.some(
          (other) =>
            other.code !== null &&
            above.includes(other.code) &&
            (isFor(filter, other) || wasTold(each, other)),
        )
        if (inhibited || (!isFor(filter, issue) && !knowsOpen)) continue
        expect(told && standingOf(told.issue, MANNER)).toBe(standingOf(issue, MANNER))
      }
    }
  })
})

function wasTold({ sent }: Run, issue: Issue): boolean {
  return sent.some(({ entries }) => entries.some((entry) => entry.issue.issueId === issue.issueId))
}
