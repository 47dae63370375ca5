import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wallMs } from '../../server/contracts/time.ts'
import { buildIssue, buildNotice } from '../helpers/issue-builders.ts'
import { STARTED_AT } from '../helpers/message-builders.ts'
import { metricValue } from '../helpers/metric-value.ts'
import { AT_ONCE, openNotifyRoom, type NotifyRoom } from '../helpers/notify-room.ts'
import { until } from '../helpers/until.ts'
import {
  startWebhookReceiver,
  type ReceivedWebhook,
  type WebhookReceiver,
} from '../helpers/webhook-receiver.ts'

let room: NotifyRoom
let receiver: WebhookReceiver

beforeEach(async () => {
  receiver = await startWebhookReceiver()
  room = await openNotifyRoom()
})

afterEach(async () => {
  await room.close()
  await receiver.close()
})

const PLAIN = 'cloudevents' as const

function hook(of: WebhookReceiver = receiver) {
  return { type: 'webhook', url: of.url, shape: PLAIN } as const
}

function fail(): never {
  throw new Error('nothing was received')
}

function statesOf(webhooks: readonly ReceivedWebhook[]): readonly unknown[] {
  return webhooks.map(({ json }) => (json['data'] as { state: unknown }).state)
}

describe('a webhook', () => {
  it('is signed so that a receiver can check it, as Standard Webhooks says', async () => {
    const { secret } = await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('the webhook', () => receiver.received.length === 1)
    const { headers, text } = receiver.received[0] ?? fail()
    // By hand, from the specification: the key is what follows whsec_, signed is id.timestamp.body.
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    expect(key).toHaveLength(32)
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
    const age = Date.now() / 1000 - Number(headers['webhook-timestamp'])
    expect(age).toBeGreaterThanOrEqual(0)
    expect(age).toBeLessThan(60)
    expect(headers['content-type']).toBe('application/cloudevents+json')
  })

  it('tells the beginning, a change and the end in order, and figures alone not at all', async () => {
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('the first', () => receiver.received.length === 1)
    await room.publish(buildIssue({ revision: 2, extraCallsNextHour: 9 }))
    await room.publish(buildIssue({ revision: 3, state: 'owned', owner: 'ana' }))
    await until('the second', () => receiver.received.length === 2)
    await room.publish(buildIssue({ revision: 4, state: 'closed', owner: 'ana', active: false }))
    await until('the third', () => receiver.received.length === 3)
    expect(receiver.received.map(({ json }) => json['type'])).toEqual([
      'earshot.issue.opened',
      'earshot.issue.changed',
      'earshot.issue.over',
    ])
    await until('it is noted', async () => (await room.state()).delivered === 3)
    expect(await room.state()).toMatchObject({ waiting: 0, deadLetters: 0, lastError: null })
  })

  it('keeps the order while its receiver fails, with the same id at each attempt', async () => {
    receiver.answer = (_, index) => (index < 3 ? 500 : 204)
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('an attempt', () => receiver.received.length >= 1)
    await room.publish(buildIssue({ revision: 2, state: 'acknowledged' }))
    await until('the second', () => receiver.received.length === 5)
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids.slice(0, 4)).size).toBe(1)
    expect(ids[4]).not.toBe(ids[0])
    expect(statesOf(receiver.received)).toEqual(['new', 'new', 'new', 'new', 'acknowledged'])
    await until('all delivered', async () => (await room.state()).delivered === 2)
    expect(await metricValue(room.registry, 'earshot_notify_messages_total', { fate: 'delivered' })).toBe(2)
  })

  it('that another one hangs costs it nothing', async () => {
    const hanging = await startWebhookReceiver(() => () => undefined)
    try {
      await room.subscribe({ name: 'hanging', target: hook(hanging) })
      await room.subscribe({ name: 'quick', target: hook() })
      for (const revision of [1, 2, 3]) {
        await room.publish(buildIssue({ revision, owner: `owner ${revision}` }))
        await until('the quick one', () => receiver.received.length === revision)
      }
      const states = await room.notify.desk.list()
      expect(states.map(({ delivered }) => delivered)[0]).toBe(0)
    } finally {
      await hanging.close()
    }
  })

  it('that is not answered in time is tried again', async () => {
    await room.close()
    room = await openNotifyRoom({ timeoutMs: 20 })
    receiver.answer = (_, index) => (index === 0 ? () => undefined : 204)
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('the second attempt', async () => (await room.state()).delivered === 1, 10_000)
    expect(receiver.received.length).toBeGreaterThanOrEqual(2)
  })

  it('is taken when its receiver has said so, whatever it does with the rest of its answer', async () => {
    receiver.answer = (_, index) => (response) => {
      response.writeHead(200)
      const endless = setInterval(() => response.write('x'.repeat(65_536)), 1)
      response.on('close', () => clearInterval(endless))
      if (index > 0) response.end()
    }
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('delivered', async () => (await room.state()).delivered === 1)
    expect(receiver.received).toHaveLength(1)
  })

  it('does not follow a redirect, and becomes a dead letter that can be sent again', async () => {
    const elsewhere = await startWebhookReceiver()
    try {
      receiver.answer = () => (response) => response.writeHead(307, { location: elsewhere.url }).end()
      const { subscription } = await room.subscribe({ target: hook() })
      await room.publish(buildIssue())
      await until('a dead letter', async () => (await room.state()).deadLetters === 1)
      expect(elsewhere.received).toEqual([])
      const [dead] = await room.notify.desk.deadLetters(subscription.subscriptionId)
      expect(dead).toMatchObject({ issueId: 'issue-1', attempts: 1 })
      expect(dead?.error).toBe('The receiver redirects (307); redirects are not followed.')

      receiver.answer = () => 204
      await room.notify.desk.retry(dead?.deliveryId ?? '')
      await until('delivered', async () => (await room.state()).delivered === 1)
      expect(await room.state()).toMatchObject({ deadLetters: 0, waiting: 0, lastError: null })
      expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(dead?.deliveryId)
    } finally {
      await elsewhere.close()
    }
  })

  it('that is refused for good holds up nothing behind it', async () => {
    receiver.answer = (_, index) => (index === 0 ? 400 : 204)
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await room.publish(buildIssue({ issueId: 'issue-2', title: 'Other' }))
    await until('the second', async () => (await room.state()).delivered === 1)
    expect(await room.state()).toMatchObject({ deadLetters: 1, waiting: 0 })
    expect(room.logged()).not.toContain('/hook')
    expect(room.logged()).not.toContain('127.0.0.1')
  })

  it('goes on after a restart in mid-queue, and tells what changed meanwhile', async () => {
    receiver.answer = () => 503
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('an attempt', () => receiver.received.length >= 1)
    await room.publish(buildIssue({ revision: 2, state: 'acknowledged' }))
    await until('two wait', async () => (await room.state()).waiting === 2)
    // Kept while the room is down, as by an issues room that goes on for a moment longer.
    await room.store.issues.saveIssue(buildIssue({ revision: 3, state: 'closed', active: false }))
    await room.restart()
    receiver.answer = () => 204
    await until('all of it', async () => (await room.state()).delivered === 3)
    // The first one was tried before and after, under one id.
    const byId = Map.groupBy(receiver.received, ({ headers }) => headers['webhook-id'])
    const states = [...byId.values()].map((attempts) => [...new Set(statesOf(attempts))])
    expect(states).toEqual([['new'], ['acknowledged'], ['closed']])
  })

  it('that is cut off by a stop does not count as tried', async () => {
    receiver.answer = () => () => undefined
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('an attempt', () => receiver.received.length === 1)
    await room.restart()
    await until('another one', () => receiver.received.length === 2)
    expect(await room.state()).toMatchObject({ waiting: 1, lastError: null })
  })

  it('repeats nothing that was told before a restart', async () => {
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('delivered', async () => (await room.state()).delivered === 1)
    await room.restart()
    await room.publish(buildIssue({ revision: 2, extraCallsNextHour: 0 }))
    await room.publish(buildIssue({ issueId: 'issue-2' }))
    await until('the other', () => receiver.received.length === 2)
    expect(receiver.received.map(({ json }) => json['subject'])).toEqual(['issue-1', 'issue-2'])
  })

  it('waits as long as its receiver asks for', async () => {
    receiver.answer = () => (response) => response.writeHead(429, { 'retry-after': '600' }).end()
    await room.subscribe({ target: hook() })
    const before = Date.now()
    await room.publish(buildIssue())
    await until('a wait', async () => (await room.state()).nextAttemptAt !== null)
    const { nextAttemptAt, lastError } = await room.state()
    expect((nextAttemptAt ?? 0) - before).toBeGreaterThanOrEqual(600_000)
    expect(lastError).toBe('The receiver answered 429.')
  })
})

describe('a subscription', () => {
  it('that is new is told of what is open already', async () => {
    await room.publish(buildIssue())
    await room.publish(buildIssue({ issueId: 'issue-2', state: 'closed', active: false }))
    await room.subscribe({ target: hook() })
    await until('the webhook', () => receiver.received.length === 1)
    await until('delivered', async () => (await room.state()).delivered === 1)
    expect(receiver.received.map(({ json }) => json['subject'])).toEqual(['issue-1'])
  })

  it('gets only what it asks for', async () => {
    await room.subscribe({ target: hook(), filter: { codes: ['web.payment'], minSeverity: 'high' } })
    await room.publish(buildIssue({ issueId: 'a', code: 'web.paymentx' }))
    await room.publish(buildIssue({ issueId: 'b', severity: 'medium' }))
    await room.publish(buildIssue({ issueId: 'c' }))
    await until('the webhook', () => receiver.received.length === 1)
    expect(receiver.received[0]?.json['subject']).toBe('c')
  })

  it('is shown without what lets somebody in, and keeps its address when it is saved as shown', async () => {
    const { subscription } = await room.subscribe({
      target: {
        type: 'webhook',
        url: `http://user:key@127.0.0.1:${receiver.port}/T0/B0/hush`,
        shape: 'slack',
      },
    })
    const shown = JSON.stringify(await room.notify.desk.list())
    for (const secret of ['user', 'key', 'T0', 'hush', 'whsec_']) expect(shown).not.toContain(secret)
    const { desk } = room.notify
    const elsewhere = { ...subscription, target: { ...hook(), url: 'https://other.example/...' } }
    await expect(desk.save(elsewhere, 'bob')).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    const saved = await desk.save({ ...subscription, name: 'renamed' }, 'bob')
    expect(saved).toMatchObject({ subscription: { name: 'renamed', createdBy: 'ana' }, secret: null })
    await room.publish(buildIssue())
    await until('the webhook', () => receiver.received.length === 1)
    expect(receiver.received[0]?.path).toBe('/T0/B0/hush')
    expect(receiver.received[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:key').toString('base64')}`,
    )
  })

  it('that is paused sends nothing, and then what is so by then', async () => {
    const { subscription } = await room.subscribe({ target: hook(), paused: true })
    await room.publish(buildIssue())
    await room.publish(buildIssue({ revision: 2, state: 'owned', owner: 'ana' }))
    expect(await room.state()).toMatchObject({ waiting: 0 })
    await room.notify.desk.save({ ...subscription, paused: false }, 'ana')
    await until('the webhook', () => receiver.received.length === 1)
    expect(statesOf(receiver.received)).toEqual(['owned'])
  })

  it('with another address starts anew there', async () => {
    receiver.answer = () => 500
    const { subscription } = await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('an attempt', () => receiver.received.length > 0)
    const other = await startWebhookReceiver()
    try {
      await room.notify.desk.save({ ...subscription, target: hook(other) }, 'ana')
      await until('the webhook', () => other.received.length === 1)
      expect(other.received[0]?.json).toMatchObject({ type: 'earshot.issue.opened', subject: 'issue-1' })
    } finally {
      await other.close()
    }
  })

  it('says on demand whether it works', async () => {
    const { subscription } = await room.subscribe({ target: hook() })
    expect(await room.notify.desk.test(subscription.subscriptionId)).toEqual({ delivered: true, error: null })
    receiver.answer = () => 404
    expect(await room.notify.desk.test(subscription.subscriptionId)).toEqual({
      delivered: false,
      error: 'The receiver answered 404.',
    })
    expect(await room.state()).toMatchObject({ waiting: 0, delivered: 0, deadLetters: 0 })
  })

  it('goes with all of it', async () => {
    receiver.answer = () => 500
    const { subscription } = await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('an attempt', () => receiver.received.length > 0)
    await room.notify.desk.remove(subscription.subscriptionId)
    const attempts = receiver.received.length
    await room.publish(buildIssue({ issueId: 'issue-2' }))
    expect(await room.notify.desk.list()).toEqual([])
    await room.restart()
    expect(await room.notify.desk.list()).toEqual([])
    expect(receiver.received).toHaveLength(attempts)
    await expect(room.notify.desk.test(subscription.subscriptionId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('is silent about a silenced issue until the silence is over', async () => {
    await room.subscribe({ target: hook() })
    const silencedUntil = wallMs(Date.now() + 300)
    await room.publish(buildIssue({ silencedUntil }))
    await room.publish(buildIssue({ issueId: 'issue-2' }))
    await until('the webhooks', () => receiver.received.length === 2)
    expect(receiver.received.map(({ json }) => json['subject'])).toEqual(['issue-2', 'issue-1'])
    expect(Date.now()).toBeGreaterThanOrEqual(silencedUntil)
  })
})

describe('the metrics', () => {
  it('say what waits and what was given up, and come also when the store does not', async () => {
    receiver.answer = ({ json }) => (json['subject'] === 'issue-1' ? 400 : 204)
    await room.subscribe({ target: hook() })
    await room.publish(buildIssue())
    await until('a dead letter', async () => (await room.state()).deadLetters === 1)
    expect(await metricValue(room.registry, 'earshot_notify_messages', { kind: 'dead' })).toBe(1)
    await room.store.close()
    const text = await room.registry.metrics()
    expect(text).toContain('earshot_notify_messages{kind="dead"} 1')
    expect(text).not.toContain('127.0.0.1')
    expect(text).not.toContain('sub_')
  })
})

describe('issues of one group', () => {
  it('come to people in one message, once the group has waited', async () => {
    await room.subscribe({
      target: { type: 'webhook', url: receiver.url, shape: 'slack' },
      pace: { ...AT_ONCE, groupWaitMs: 100, groupBy: ['channel'] },
    })
    await room.publish(buildIssue({ issueId: 'a', title: 'Basket empties', code: 'web.basket' }))
    await room.publish(buildIssue({ issueId: 'b', severity: 'critical', openedAt: wallMs(STARTED_AT) }))
    await until('the webhook', () => receiver.received.length === 1)
    await until('delivered', async () => (await room.state()).delivered === 1)
    expect(receiver.received[0]?.json['text']).toBe('New issue: Payment page freezes, and 1 more')
    expect(receiver.received[0]?.text).toContain('Basket empties')
    expect(receiver.received[0]?.text).toContain('https://earshot.example/digital?issue=a')
  })
})

describe('notices of contacts and feeds', () => {
  const soon = (noticeId: string, change: Parameters<typeof buildNotice>[0] = {}) =>
    buildNotice({ noticeId, at: wallMs(Date.now()), ...change })

  it('come to those who ask for them, signed and once, and to nobody else', async () => {
    const other = await startWebhookReceiver()
    try {
      await room.subscribe({ name: 'with', target: hook(), notices: true })
      await room.subscribe({ name: 'without', target: hook(other) })
      const notice = soon('a', { kind: 'source-stopped', sourceId: 'survey' })
      await room.notice(notice)
      await room.notice(notice)
      await room.publish(buildIssue())
      await until('both', () => receiver.received.length === 2 && other.received.length === 1)
      const told = receiver.received.find(({ json }) => json['type'] === 'earshot.notice.source-stopped')
      expect(told?.json).toMatchObject({ subject: 'survey', data: notice })
      expect(told?.headers['webhook-signature']).toMatch(/^v1,/)
      expect(other.received[0]?.json['type']).toBe('earshot.issue.opened')
    } finally {
      await other.close()
    }
  })

  it('come to people in one message', async () => {
    await room.subscribe({
      target: { type: 'webhook', url: receiver.url, shape: 'slack' },
      pace: { ...AT_ONCE, groupWaitMs: 100 },
      notices: true,
    })
    await room.notice(soon('a', { kind: 'source-stopped', sourceId: 'survey' }))
    await room.notice(soon('b', { kind: 'source-stopped', sourceId: 'app-store' }))
    await until('the webhook', () => receiver.received.length === 1)
    expect(receiver.received[0]?.json['text']).toMatch(
      /^The feed app-store has been silent since .*, and 1 more$/,
    )
    expect(receiver.received[0]?.text).toContain('https://earshot.example/digital#day')
  })

  it('wait over a restart for a receiver that fails, and what came meanwhile is told then', async () => {
    receiver.answer = () => 500
    await room.subscribe({ target: hook(), notices: true })
    await room.notice(soon('a'))
    await until('an attempt', () => receiver.received.length > 0)
    // Kept, and never told: the process ended between the two.
    await room.store.issues.saveNotice(soon('b'))
    await room.restart()
    receiver.answer = () => 204
    await until('both', async () => (await room.state()).delivered === 2)
    await room.restart()
    await room.notice(soon('c'))
    await until('the third', async () => (await room.state()).delivered === 3)
    const ids = receiver.received.map(({ json }) => (json['data'] as { noticeId: string }).noticeId)
    expect([...new Set(ids)]).toEqual(['a', 'b', 'c'])
    expect(ids.filter((id) => id !== 'a')).toEqual(['b', 'c'])
  })

  it('from before it was asked for them are not told, and none once it is no longer', async () => {
    const { subscription } = await room.subscribe({ target: hook() })
    expect(subscription.notices).toBe(false)
    await room.notice(soon('before', { at: wallMs(Date.now() - 1000) }))
    const { desk } = room.notify
    const saved = await desk.save({ ...subscription, notices: true }, 'ana')
    expect(saved.subscription.notices).toBe(true)
    // Saved again without a word of them, it stays so.
    const { notices: _, ...same } = saved.subscription
    expect((await desk.save(same, 'ana')).subscription.notices).toBe(true)
    await room.notice(soon('after'))
    await until('the webhook', async () => (await room.state()).delivered === 1)
    await desk.save({ ...same, notices: false }, 'ana')
    await room.notice(soon('too late'))
    await room.publish(buildIssue())
    await until('the issue', async () => (await room.state()).delivered === 2)
    expect(receiver.received.map(({ json }) => json['type'])).toEqual([
      'earshot.notice.volume-up',
      'earshot.issue.opened',
    ])
  })

  it('that could not be delivered are dead letters of no issue', async () => {
    receiver.answer = () => 410
    const { subscription } = await room.subscribe({ target: hook(), notices: true })
    await room.notice(soon('a'))
    await until('a dead letter', async () => (await room.state()).deadLetters === 1)
    expect(await room.notify.desk.deadLetters(subscription.subscriptionId)).toMatchObject([{ issueId: null }])
  })
})
