import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sleep } from '../../server/platform/clock.ts'
import { buildIssue } from '../helpers/issue-builders.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { STARTED_AT } from '../helpers/message-builders.ts'
import { metricValue } from '../helpers/metric-value.ts'
import { openNotifyRoom, type NotifyRoom } from '../helpers/notify-room.ts'
import { until } from '../helpers/until.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../helpers/webhook-receiver.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let clock: ManualClock
let room: NotifyRoom
let receiver: WebhookReceiver

beforeEach(async () => {
  clock = new ManualClock(STARTED_AT)
  receiver = await startWebhookReceiver(
    () => (response) => response.writeHead(503, { 'retry-after': '3600' }).end(),
  )
  room = await openNotifyRoom({ clock, random: () => 1 })
  await room.subscribe({ target: { type: 'webhook', url: receiver.url, shape: 'cloudevents' } })
})

afterEach(async () => {
  await room.close()
  await receiver.close()
})

/** The next attempt is made and noted. */
async function attempts(count: number): Promise<void> {
  await until(`attempt ${count}`, () => receiver.received.length === count)
  await until(`attempt ${count} is noted`, async () => {
    const { nextAttemptAt, deadLetters, waiting } = await room.state()
    return (nextAttemptAt ?? 0) > clock.now() || (deadLetters > 0 && waiting === 0)
  })
}

describe('a receiver that is away', () => {
  it('for a day is given up, message by message, and those behind are then tried', async () => {
    await room.publish(buildIssue())
    await attempts(1)
    await room.publish(buildIssue({ issueId: 'issue-2' }))
    await until('two wait', async () => (await room.state()).waiting === 2)
    for (let hour = 1; hour < 24; hour += 1) {
      clock.advance(HOUR)
      await attempts(hour + 1)
      expect(await room.state()).toMatchObject({ waiting: 2, deadLetters: 0 })
    }
    expect(new Set(receiver.received.map(({ json }) => json['subject']))).toEqual(new Set(['issue-1']))
    receiver.answer = ({ json }) => (json['subject'] === 'issue-1' ? 503 : 204)
    clock.advance(HOUR)
    await until('the second', async () => (await room.state()).delivered === 1)
    const { subscription, deadLetters } = await room.state()
    expect(deadLetters).toBe(1)
    const [dead] = await room.notify.desk.deadLetters(subscription.subscriptionId)
    expect(dead).toMatchObject({ issueId: 'issue-1', attempts: 25, error: 'The receiver answered 503.' })
    expect((dead?.givenUpAt ?? 0) - (dead?.firstTriedAt ?? 0)).toBe(24 * HOUR)
  })

  it('for more than a minute then gets the state by then, and what it missed of it', async () => {
    await room.publish(buildIssue())
    await attempts(1)
    const changes = [
      { state: 'acknowledged' },
      { state: 'owned', owner: 'ana' },
      { state: 'fixed', owner: 'ana' },
      { state: 'closed', active: false },
    ] as const
    for (const [index, change] of changes.entries()) {
      clock.advance(MINUTE)
      await room.publish(buildIssue({ revision: index + 2, ...change }))
      await until('it is queued', async () => (await queued()) === index + 2)
    }
    await room.publish(buildIssue({ issueId: 'issue-2' }))
    await until('it is queued', async () => (await queued()) === 6)
    expect(await room.state()).toMatchObject({ waiting: 3 })
    expect(await metricValue(room.registry, 'earshot_notify_messages_total', { fate: 'merged' })).toBe(3)
    receiver.answer = () => 204
    clock.advance(HOUR)
    await until('all of it', async () => (await room.state()).delivered === 3)
    const told = receiver.received.slice(1).map(({ json }) => [json['subject'], json['type']])
    expect(told).toEqual([
      ['issue-1', 'earshot.issue.opened'],
      ['issue-1', 'earshot.issue.over'],
      ['issue-2', 'earshot.issue.opened'],
    ])
  })

  it('is not repeated to what it has not got yet', async () => {
    const { subscription } = await room.state()
    const pace = { ...subscription.pace, repeatIntervalMs: 10 * MINUTE }
    await room.notify.desk.save({ ...subscription, pace }, 'ana')
    await room.publish(buildIssue())
    await attempts(1)
    clock.advance(30 * MINUTE)
    // What is planned by then is on disk after a few turns.
    for (let turn = 0; turn < 10; turn += 1) {
      await sleep(1)
      await room.store.flush()
    }
    expect(await room.state()).toMatchObject({ waiting: 1 })
    receiver.answer = () => 204
    clock.advance(30 * MINUTE)
    await until('the repeat', () => receiver.received.length === 3)
    expect(receiver.received.map(({ json }) => json['type'])).toEqual([
      'earshot.issue.opened',
      'earshot.issue.opened',
      'earshot.issue.repeated',
    ])
  })
})

async function queued(): Promise<number> {
  const [fresh, merged] = await Promise.all(
    ['queued', 'merged'].map((fate) => metricValue(room.registry, 'earshot_notify_messages_total', { fate })),
  )
  return (fresh ?? 0) + (merged ?? 0)
}
