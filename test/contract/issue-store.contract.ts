import { describe, expect, it } from 'vitest'
import type { HeardContact } from '../../server/contracts/contact.ts'
import type { Issue } from '../../server/contracts/issue.ts'
import type { ContactQuery, IssueStore } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import {
  buildChange,
  buildContact,
  buildFeedback,
  buildIssue,
  buildNotice,
} from '../helpers/issue-builders.ts'
import { STARTED_AT } from '../helpers/message-builders.ts'
import { withStoreOf, type StoreUnderTest } from './store-under-test.ts'

const EVER = { since: wallMs(0), limit: 1000 }
const FAR = wallMs(Date.UTC(2100, 0, 1))

const FULL_CONTACT: HeardContact = buildContact({
  step: 'payment',
  authorKey: 'k1',
  codes: ['web.payment', 'web.payment.page-freezes'],
  texts: ['die Seite friert ein 😡', 'schon wieder'],
  rating: 2.5,
  mood: -0.75,
  atMs: callMs(61_250),
  queue: 'shop',
})

const FULL_ISSUE: Issue = buildIssue({
  code: null,
  features: ['page freez', 'pay'],
  owner: 'ana',
  silencedUntil: wallMs(STARTED_AT + 5),
  cost: { soFar: 12.5, nextHour: 40, currency: 'EUR' },
  queues: ['shop'],
  quotes: [
    {
      contactId: 'call-1',
      channel: 'call',
      text: 'it freezes',
      at: wallMs(STARTED_AT),
      callId: 'call-1',
      atMs: 61_250,
    },
  ],
  changesBefore: [buildChange()],
  advice: { text: 'Use phone payment.', by: 'ana', at: wallMs(STARTED_AT), fixExpectedAt: null },
  tasks: [{ taskId: 't1', title: 'Fix', owner: null, dueAt: null, acceptance: 'It pays.', doneAt: null }],
  verification: { sinceAt: wallMs(STARTED_AT), contacts: 1, expected: 0.5, result: 'waiting' },
  history: [
    { at: wallMs(STARTED_AT), by: null, action: 'opened', from: null, to: 'new', note: null },
    { at: wallMs(STARTED_AT), by: 'ana', action: 'own', from: 'new', to: 'owned', note: 'mine' },
  ],
})

/** What every store of issues must do. `open` makes an empty one. */
export function issueStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  const withStore = withStoreOf(open)

  contactsContract(name, withStore)
  forgettingContract(name, withStore)

  describe(`${name} keeps digital feedback`, () => {
    it('once for each id of a source, and says which was new', () =>
      withStore(async ({ issues }, subject) => {
        const first = buildFeedback()
        const second = buildFeedback({ feedbackId: 'feedback-2' })
        expect(await issues.saveFeedback([first, second, first])).toEqual(['feedback-1', 'feedback-2'])
        expect(await issues.saveFeedback([{ ...first, text: 'changed' }])).toEqual([])
        const other = buildFeedback({ sourceId: 'app-store' })
        const { issues: reopened } = await subject.reopen()
        expect(await reopened.saveFeedback([second, other])).toEqual(['feedback-1'])
        expect(await reopened.saveFeedback([])).toEqual([])
        expect(await reopened.listFeedbackToHandOn(10)).toEqual([first, second, other])
      }))

    it('until it was handed on, over a restart', () =>
      withStore(async ({ issues }, subject) => {
        const chat = buildFeedback({
          feedbackId: 'chat',
          channel: 'chat',
          step: 'basket',
          authorKey: 'k',
          language: 'und',
          text: 'lone \ud800 and 😡',
          turns: [
            { party: 'agent', text: 'hello', at: null },
            { party: 'customer', text: 'hm', at: wallMs(STARTED_AT + 1) },
          ],
          rating: { value: 2, min: 1, max: 5 },
          page: '/pay',
          queue: 'shop',
        })
        await issues.saveFeedback([buildFeedback(), chat])
        await issues.feedbackHandedOn([buildFeedback()])
        const { issues: reopened } = await subject.reopen()
        expect(await reopened.listFeedbackToHandOn(10)).toEqual([chat])
        await reopened.feedbackHandedOn([chat])
        expect(await reopened.listFeedbackToHandOn(10)).toEqual([])
        expect(await reopened.saveFeedback([chat])).toEqual([])
      }))
  })

  describe(`${name} keeps notices`, () => {
    const HOUR = 3_600_000
    const notice = (noticeId: string, at: number) => buildNotice({ noticeId, at: wallMs(at) })

    it('each as it came first, in order, over a restart', () =>
      withStore(async ({ issues }, subject) => {
        const feed = buildNotice({
          ...{ noticeId: 'feed', kind: 'source-stopped', sourceId: 'app-store' },
          ...{ at: wallMs(HOUR), sinceAt: wallMs(HOUR - 60_000.5) },
        })
        for (const one of [notice('b', 2 * HOUR), feed, notice('b', 9 * HOUR)]) await issues.saveNotice(one)
        const { issues: reopened } = await subject.reopen()
        expect(await reopened.listNotices(wallMs(0))).toEqual([feed, notice('b', 2 * HOUR)])
        expect(await reopened.listNotices(wallMs(HOUR + 1))).toEqual([notice('b', 2 * HOUR)])
      }))

    it('for a day, and two hundred at most', () =>
      withStore(async ({ issues }) => {
        await issues.saveNotice(notice('old', 0))
        await issues.saveNotice(notice('later', 24 * HOUR + 1))
        expect(await issues.listNotices(wallMs(0))).toHaveLength(1)
        for (let n = 0; n < 205; n += 1) void issues.saveNotice(notice(`n${n}`, 25 * HOUR + n))
        await issues.saveNotice(notice('last', 26 * HOUR))
        const kept = await issues.listNotices(wallMs(0))
        expect(kept).toHaveLength(200)
        expect([kept[0]?.noticeId, kept.at(-1)?.noticeId]).toEqual(['n6', 'last'])
      }))
  })

  describe(`${name} keeps issues`, () => {
    it('as they were, over a restart', () =>
      withStore(async ({ issues }, subject) => {
        await issues.saveIssue(FULL_ISSUE)
        await issues.saveIssue(buildIssue({ issueId: 'issue-2' }))
        const { issues: reopened } = await subject.reopen()
        expect(await reopened.getIssue('issue-1')).toEqual(FULL_ISSUE)
        expect(await reopened.getIssue('issue-2')).toEqual(buildIssue({ issueId: 'issue-2' }))
        expect(await reopened.getIssue('issue-3')).toBeNull()
      }))

    it('in the newest revision, whichever came last', () =>
      withStore(async ({ issues }) => {
        await issues.saveIssue(buildIssue({ revision: 2, state: 'owned', active: false }))
        await issues.saveIssue(buildIssue({ revision: 1 }))
        expect(await issues.getIssue('issue-1')).toMatchObject({ revision: 2, state: 'owned' })
        expect(await issues.listIssues({ states: ['new'], limit: 10 })).toEqual([])
        await issues.saveIssue(buildIssue({ revision: 3, state: 'closed', code: 'other' }))
        expect(await issues.listIssues({ states: ['closed'], code: 'other', limit: 10 })).toHaveLength(1)
      }))

    it('and lists them by state, channel, code and whether they are active, newest first', () =>
      withStore(async ({ issues }) => {
        for (const [at, change] of ISSUES.entries()) {
          await issues.saveIssue(
            buildIssue({ issueId: String(at), openedAt: wallMs(STARTED_AT + at), ...change }),
          )
        }
        const idsOf = async (query: object): Promise<readonly string[]> =>
          (await issues.listIssues({ limit: 500, ...query })).map(({ issueId }) => issueId)
        expect(await idsOf({})).toEqual(['3', '2', '1', '0'])
        expect(await idsOf({ states: [] })).toEqual(['3', '2', '1', '0'])
        expect(await idsOf({ states: ['owned', 'closed'] })).toEqual(['3', '1'])
        expect(await idsOf({ channel: 'app' })).toEqual(['2'])
        expect(await idsOf({ code: 'app.crashes' })).toEqual(['2', '1'])
        expect(await idsOf({ active: false })).toEqual(['3'])
        expect(await idsOf({ active: true, before: STARTED_AT + 2 })).toEqual(['1', '0'])
        expect(await idsOf({ limit: 1, states: ['new'] })).toEqual(['2'])
      }))

    it.each([0, 501, 1.5, Number.NaN])('and refuses a limit of %s', (limit) =>
      withStore(async ({ issues }) => {
        await expect(issues.listIssues({ limit })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
      }),
    )
  })

  describe(`${name} keeps what issues need besides`, () => {
    it('changes, once each, oldest first', () =>
      withStore(async ({ issues }, subject) => {
        const later = buildChange({ changeId: 'price', kind: 'other', channel: null, at: FAR })
        expect(await issues.saveChange(later)).toBe(true)
        expect(await issues.saveChange(buildChange())).toBe(true)
        expect(await issues.saveChange(buildChange({ title: 'again' }))).toBe(false)
        const { issues: reopened } = await subject.reopen()
        expect(await reopened.listChanges(wallMs(STARTED_AT))).toEqual([buildChange(), later])
        expect(await reopened.listChanges(wallMs(STARTED_AT + 1))).toEqual([later])
      }))

    it('the last state of the detection, byte for byte', () =>
      withStore(async ({ issues }, subject) => {
        expect(await issues.loadDetection()).toBeNull()
        await issues.saveDetection(new Uint8Array([1, 2]), wallMs(STARTED_AT))
        const state = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)
        await issues.saveDetection(state, wallMs(STARTED_AT + 0.5))
        const { issues: reopened } = await subject.reopen()
        const kept = await reopened.loadDetection()
        expect(kept?.upTo).toBe(STARTED_AT + 0.5)
        expect(Buffer.compare(kept?.state ?? new Uint8Array(), state)).toBe(0)
      }))

    it('the last settings, and who made them', () =>
      withStore(async ({ issues }, subject) => {
        const free = {
          codeFalseAlarmsPerWeek: 2,
          phraseFalseAlarmsPerWeek: 7,
          handlingSeconds: 300,
          costPerHour: null,
        }
        const paid = { ...free, costPerHour: { amount: 42.5, currency: 'EUR' } }
        expect(await issues.loadSettings()).toBeNull()
        await issues.saveSettings(paid, 'ana', wallMs(STARTED_AT))
        expect(await issues.loadSettings()).toEqual({ settings: paid, by: 'ana', at: STARTED_AT })
        await issues.saveSettings(free, 'sam', wallMs(STARTED_AT + 1))
        const { issues: reopened } = await subject.reopen()
        expect(await reopened.loadSettings()).toEqual({ settings: free, by: 'sam', at: STARTED_AT + 1 })
      }))
  })
}

const ISSUES: readonly Partial<Issue>[] = [
  {},
  { state: 'owned', code: 'app.crashes' },
  { channel: 'app', code: 'app.crashes' },
  { state: 'closed', active: false, code: null, channel: null },
]

type WithStore = ReturnType<typeof withStoreOf>

async function idsOf(issues: IssueStore, query: Partial<ContactQuery> = {}): Promise<readonly string[]> {
  return (await issues.listContacts({ ...EVER, ...query })).map(({ id }) => id)
}

function contactsContract(name: string, withStore: WithStore): void {
  describe(`${name} keeps contacts`, () => {
    it('as they came, in order of arrival, whatever time they say, over a restart', () =>
      withStore(async ({ issues }, subject) => {
        const digital = buildContact({ id: 'web-1', channel: 'web', callId: null, at: wallMs(5) })
        await issues.saveContact(FULL_CONTACT)
        await issues.saveContact(digital)
        await issues.saveContact(FULL_CONTACT)
        const { issues: reopened } = await subject.reopen()
        const kept = await reopened.listContacts(EVER)
        expect(kept.map(({ seq: _, arrivedAt: __, ...contact }) => contact)).toEqual([
          FULL_CONTACT,
          digital,
          FULL_CONTACT,
        ])
        expect(kept.map(({ seq }) => seq)).toEqual(kept.map(({ seq }) => seq).toSorted((a, b) => a - b))
        for (const { arrivedAt } of kept) expect(arrivedAt).toBeGreaterThan(STARTED_AT)
      }))

    it('and finds them by code and id, page by page', () =>
      withStore(async ({ issues }) => {
        const codes = [['a', 'b'], ['b'], [], ['a', 'a'], ['b']]
        for (const [at, some] of codes.entries()) {
          await issues.saveContact(buildContact({ id: String(at), codes: some }))
        }
        expect(await idsOf(issues, { code: 'a' })).toEqual(['0', '3'])
        expect(await idsOf(issues, { code: 'b', limit: 2 })).toEqual(['0', '1'])
        expect(await idsOf(issues, { ids: ['4', '2', 'unknown'] })).toEqual(['2', '4'])
        expect(await idsOf(issues, { ids: ['4', '3'], code: 'b' })).toEqual(['4'])
        expect(await idsOf(issues, { ids: [] })).toEqual([])
        const [, second] = await issues.listContacts({ ...EVER, limit: 2 })
        expect(await idsOf(issues, { after: second?.seq ?? 0 })).toEqual(['2', '3', '4'])
        expect(await idsOf(issues, { after: second?.seq ?? 0, code: 'b' })).toEqual(['4'])
        expect(await idsOf(issues, { after: second?.seq ?? 0, ids: ['0', '3'] })).toEqual(['3'])
      }))

    it('and finds them by when they arrived', () =>
      withStore(async ({ issues }) => {
        for (const id of ['0', '1', '2']) {
          await issues.saveContact(buildContact({ id, codes: ['a'] }))
          await nextMillisecond()
        }
        const [, middle] = await issues.listContacts(EVER)
        const at = middle?.arrivedAt ?? FAR
        for (const more of [{}, { code: 'a' }, { ids: ['2', '1', '0'] }]) {
          expect(await idsOf(issues, { since: at, ...more })).toEqual(['1', '2'])
          expect(await idsOf(issues, { before: at, ...more })).toEqual(['0'])
          expect(await idsOf(issues, { since: at, before: wallMs(at + 0.001), ...more })).toEqual(['1'])
          expect(await idsOf(issues, { since: FAR, ...more })).toEqual([])
        }
      }))

    it('with 20,000 units of text at most, and no half character', () =>
      withStore(async ({ issues }) => {
        const long = `${'x'.repeat(9_999)}😡`
        await issues.saveContact(buildContact({ texts: [long, long, 'never'] }))
        const [kept] = await issues.listContacts(EVER)
        expect(kept?.texts).toEqual([long, 'x'.repeat(9_999)])
      }))

    it.each([0, 100_001, 1.5, Number.NaN])('and refuses a limit of %s', (limit) =>
      withStore(async ({ issues }) => {
        await expect(issues.listContacts({ ...EVER, limit })).rejects.toMatchObject({
          code: 'REQUEST_INVALID',
        })
      }),
    )
  })
}

function forgettingContract(name: string, withStore: WithStore): void {
  describe(`${name} forgets`, () => {
    it('contacts with their codes and feedback from before a time, and nothing else', () =>
      withStore(async ({ issues }) => {
        const soon = wallMs(STARTED_AT + 1000)
        await issues.saveFeedback([
          buildFeedback({ receivedAt: wallMs(STARTED_AT) }),
          buildFeedback({ feedbackId: 'newer', receivedAt: soon }),
        ])
        await issues.saveContact(FULL_CONTACT)
        expect(await issues.forgetContacts(soon)).toBe(1)
        expect((await issues.listFeedbackToHandOn(10)).map(({ feedbackId }) => feedbackId)).toEqual(['newer'])
        await nextMillisecond()
        const [kept] = await issues.listContacts(EVER)
        await issues.saveContact(buildContact({ id: 'new', codes: ['web.payment'] }))
        expect(await issues.forgetContacts(wallMs((kept?.arrivedAt ?? 0) + 0.001))).toBe(2)
        expect(await idsOf(issues)).toEqual(['new'])
        expect(await idsOf(issues, { code: 'web.payment' })).toEqual(['new'])
        expect(await idsOf(issues, { code: 'web.payment.page-freezes' })).toEqual([])
        expect(await issues.forgetContacts(wallMs(0))).toBe(0)
      }))

    it('thousands', () =>
      withStore(async ({ issues }) => {
        const saved = Array.from({ length: 4500 }, (_, at) =>
          issues.saveContact(buildContact({ id: String(at), codes: ['a'] })),
        )
        await Promise.all(saved)
        expect(await issues.forgetContacts(FAR)).toBe(4500)
        expect(await idsOf(issues)).toEqual([])
        expect(await idsOf(issues, { code: 'a' })).toEqual([])
      }))
  })
}

/** The store reads the machine's clock: two contacts must not arrive at the same moment. */
async function nextMillisecond(): Promise<void> {
  const now = Date.now()
  while (Date.now() <= now + 1) await new Promise((resolve) => setImmediate(resolve))
}
