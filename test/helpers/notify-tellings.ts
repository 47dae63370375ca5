import type { Issue } from '../../server/contracts/issue.ts'
import type { NotifyEntry, NotifyNews } from '../../server/contracts/notify.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { boundIssue } from '../../server/notify/core/bound-issue.ts'
import type { Telling } from '../../server/notify/shapes/telling.ts'
import { buildChange, buildIssue } from './issue-builders.ts'
import { seededRandom } from './seeded-random.ts'

const AT = Date.UTC(2026, 10, 27, 9)

export function tellingOf(entries: readonly NotifyEntry[], change: Partial<Telling> = {}): Telling {
  return {
    deliveryId: 'msg_1',
    at: wallMs(AT + 120_000),
    entries,
    linkTo: (issueId) => `https://earshot.example/digital?issue=${encodeURIComponent(issueId)}`,
    repeatIntervalMs: 3_600_000,
    ...change,
  }
}

/** An issue that has something of everything, some of it with a meaning to some receiver. */
export function fullIssue(change: Partial<Issue> = {}): Issue {
  return buildIssue({
    title: 'Payment page <freezes> & *hangs*',
    state: 'fix-announced',
    owner: 'ana',
    openedAt: wallMs(AT),
    onsetAt: wallMs(AT - 600_000),
    updatedAt: wallMs(AT + 60_000),
    counts: {
      contacts: 31,
      lastHour: 12,
      expectedLastHour: 2.04,
      byChannel: { call: 9, web: 22 },
      byStep: { payment: 31 },
    },
    extraCallsNextHour: 14.2,
    extraAgentsNextHour: 2.4,
    cost: { soFar: 412.4, nextHour: 180, currency: 'EUR' },
    quotes: [
      {
        contactId: 'c1',
        channel: 'call',
        text: 'it just <@U123> freezes [click](http://bad.example)',
        at: wallMs(AT),
        callId: 'call-1',
        atMs: 61_000,
      },
      { contactId: 'c2', channel: 'web', text: 'nothing happens', at: wallMs(AT), callId: null, atMs: null },
    ],
    changesBefore: [buildChange({ title: 'Shop 4.2', at: wallMs(AT - 900_000) })],
    advice: { text: 'Use phone payment.', by: 'ana', at: wallMs(AT), fixExpectedAt: wallMs(AT + 3_600_000) },
    ...change,
  })
}

const NASTY = [
  '',
  ' ',
  '<!channel> <https://bad.example|here>',
  '*_~`[x](http://bad.example)#',
  'a\u0000b\u001b[31m\r\nX: y\u2028z',
  '😡'.repeat(400),
  '\ud800 half',
  '"quoted" \\ back',
  '&'.repeat(5000),
  'x'.repeat(20_000),
]

/** Messages of one to fifty issues with texts as bad as they come. */
export function nastyTelling(seed: number): Telling {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const issue = (index: number): Issue => {
    const active = random() < 0.7
    return boundIssue(
      fullIssue({
        issueId: pick([`issue-${index}`, 'ü/ ?&', 'x'.repeat(300)]),
        title: pick(NASTY),
        code: pick([null, 'web.payment', 'x'.repeat(100)]),
        channel: pick(['call', null, 'shop-floor'] as const),
        step: pick([null, 'payment'] as const),
        unit: pick([null, 'shop']),
        severity: pick(['info', 'low', 'medium', 'high', 'critical'] as const),
        state: active ? pick(['new', 'acknowledged', 'fixed'] as const) : 'closed',
        active,
        owner: pick([null, pick(NASTY)]),
        cost: pick([null, { soFar: random() * 1e7, nextHour: 0, currency: 'EUR' }]),
        quotes: Array.from({ length: 5 }, (_, at) => ({
          contactId: `c${at}`,
          channel: 'call' as const,
          text: pick(NASTY),
          at: wallMs(AT),
          callId: null,
          atMs: null,
        })),
        changesBefore: Array.from({ length: 5 }, () => buildChange({ title: pick(NASTY) })),
        advice: pick([null, { text: pick(NASTY), by: 'ana', at: wallMs(AT), fixExpectedAt: null }]),
      }),
    )
  }
  const count = pick([1, 1, 2, 9, 50])
  const news = (): NotifyNews | null => pick(['opened', 'changed', 'over', 'repeated', null])
  const entries = Array.from({ length: count }, (_, index) => ({ issue: issue(index), news: news() }))
  return tellingOf(entries, random() < 0.3 ? { linkTo: () => null } : {})
}
