import type { HeardContact } from '../../server/contracts/contact.ts'
import type { DigitalFeedback } from '../../server/contracts/digital-feedback.ts'
import type { Change, Issue } from '../../server/contracts/issue.ts'
import { wallMs } from '../../server/contracts/time.ts'
import type { VolumeNotice } from '../../server/contracts/volume-notice.ts'
import { STARTED_AT } from './message-builders.ts'

/** What a caller said, with what a test does not care about filled in. */
export function buildContact(change: Partial<HeardContact> = {}): HeardContact {
  return {
    id: 'call-1',
    channel: 'call',
    step: null,
    at: wallMs(STARTED_AT),
    authorKey: null,
    language: 'en-US',
    codes: [],
    texts: ['the payment page freezes'],
    rating: null,
    sourceId: 'telephony-west',
    mood: null,
    callId: 'call-1',
    atMs: null,
    queue: null,
    ...change,
  }
}

/** A rated text of the web site, with what a test does not care about filled in. */
export function buildFeedback(change: Partial<DigitalFeedback> = {}): DigitalFeedback {
  return {
    type: 'feedback',
    feedbackId: 'feedback-1',
    sourceId: 'web-snippet',
    channel: 'web',
    step: null,
    at: wallMs(STARTED_AT),
    receivedAt: wallMs(STARTED_AT + 250),
    authorKey: null,
    language: 'en-US',
    text: 'The payment page freezes.',
    turns: [],
    rating: null,
    page: null,
    queue: null,
    ...change,
  }
}

export function buildChange(change: Partial<Change> = {}): Change {
  return {
    changeId: 'deploy-1',
    kind: 'deployment',
    title: 'Shop 4.2',
    channel: 'web',
    at: wallMs(STARTED_AT),
    ...change,
  }
}

/** More contacts than usual, with what a test does not care about filled in. */
export function buildNotice(change: Partial<VolumeNotice> = {}): VolumeNotice {
  const at = change.at ?? wallMs(STARTED_AT)
  return {
    type: 'notice',
    noticeId: 'notice-1',
    kind: 'volume-up',
    at,
    sinceAt: at,
    sourceId: null,
    perHour: 52,
    expectedPerHour: 40,
    quietUntil: wallMs(at + 30 * 60_000),
    ...change,
  }
}

/** A new issue that has a code, with what a test does not care about filled in. */
export function buildIssue(change: Partial<Issue> = {}): Issue {
  return {
    type: 'issue',
    issueId: 'issue-1',
    revision: 1,
    code: 'web.payment.page-freezes',
    title: 'Payment page freezes',
    features: [],
    channel: 'web',
    step: 'payment',
    unit: 'online-shop',
    severity: 'high',
    state: 'new',
    owner: null,
    silencedUntil: null,
    openedAt: wallMs(STARTED_AT),
    onsetAt: wallMs(STARTED_AT - 600_000),
    updatedAt: wallMs(STARTED_AT),
    active: true,
    timesReopened: 0,
    counts: {
      contacts: 4,
      lastHour: 4,
      expectedLastHour: 0.5,
      byChannel: { call: 3, web: 1 },
      byStep: { payment: 4 },
    },
    growthPerHour: 4,
    sentiment: -0.5,
    extraCallsNextHour: 3.5,
    extraAgentsNextHour: 0.3,
    cost: null,
    need: 'pain',
    kano: 'must-be',
    queues: [],
    quotes: [],
    changesBefore: [],
    advice: null,
    tasks: [],
    verification: null,
    history: [],
    ...change,
  }
}
