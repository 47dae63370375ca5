import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FindAddresses } from '../../server/notify/send/guarded-lookup.ts'
import { AllowedPlaces } from '../../server/notify/send/reachable.ts'
import { createWebhookSender } from '../../server/notify/send/webhook.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { buildIssue } from '../helpers/issue-builders.ts'
import { openNotifyRoom, type NotifyRoom } from '../helpers/notify-room.ts'
import { until } from '../helpers/until.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../helpers/webhook-receiver.ts'

const PUBLIC = '93.184.215.14'

let room: NotifyRoom | null = null
let receiver: WebhookReceiver

beforeEach(async () => {
  receiver = await startWebhookReceiver()
})

afterEach(async () => {
  await room?.close()
  room = null
  await receiver.close()
})

/** Names as a test says they are. */
function names(table: Readonly<Record<string, () => readonly string[]>>): FindAddresses {
  return (host, done) => {
    const addresses = table[host]?.() ?? []
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

function hook(url: string) {
  return { target: { type: 'webhook', url, shape: 'cloudevents' } as const }
}

describe('private addresses', () => {
  it.each([
    'https://127.0.0.1/x',
    'https://localhost/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://0x7f000001/x',
    'https://2130706433/x',
    'https://[fd00:ec2::254]/x',
    'https://[64:ff9b::10.0.0.1]/x',
    'http://93.184.215.14/unencrypted',
  ])('are refused when a subscription is saved: %s', async (url) => {
    room = await openNotifyRoom({ privatePlaces: [] })
    await expect(room.subscribe(hook(url))).rejects.toMatchObject({ code: 'TARGET_REFUSED' })
    expect(await room.notify.desk.list()).toEqual([])
  })

  it('are refused under a public name, too', async () => {
    const find = names({ 'inside.example': () => ['10.0.0.7'] })
    room = await openNotifyRoom({ privatePlaces: [], find })
    await expect(room.subscribe(hook('https://inside.example/x'))).rejects.toMatchObject({
      code: 'TARGET_REFUSED',
    })
  })

  it('are not connected to when a name leads there later, and the queue waits', async () => {
    let address = PUBLIC
    const find = names({ 'rebind.example': () => [address] })
    room = await openNotifyRoom({ privatePlaces: [], find, random: () => 0.5 })
    await room.subscribe(hook(`https://rebind.example:${receiver.port}/x`))
    address = '127.0.0.1'
    await room.publish(buildIssue())
    await until('a failed attempt', async () => (await room?.state())?.lastError !== null)
    const { lastError, waiting } = await room.state()
    expect(lastError).toBe(
      'The address is private or not encrypted, and EARSHOT_NOTIFY_PRIVATE does not allow it.',
    )
    expect(waiting).toBe(1)
    expect(receiver.received).toEqual([])
  })

  it('are not connected to when they are no longer allowed', async () => {
    const sender = createWebhookSender({ places: new AllowedPlaces([]), clock: systemClock, timeoutMs: 5000 })
    for (const url of [receiver.url, receiver.url.replace('http:', 'https:')]) {
      const request = { url: new URL(url), headers: {}, body: '{}' }
      expect(await sender.post(request, new AbortController().signal)).toMatchObject({
        delivered: false,
        permanent: false,
        error: expect.stringContaining('EARSHOT_NOTIFY_PRIVATE'),
      })
    }
    expect(receiver.received).toEqual([])
  })

  it('are not tested either', async () => {
    let address = PUBLIC
    const find = names({ 'rebind.example': () => [address] })
    room = await openNotifyRoom({ privatePlaces: [], find })
    const { subscription } = await room.subscribe(hook(`https://rebind.example:${receiver.port}/x`))
    address = '127.0.0.1'
    expect(await room.notify.desk.test(subscription.subscriptionId)).toMatchObject({ delivered: false })
    expect(receiver.received).toEqual([])
  })

  it.each([[['127.0.0.0/8']], [['127.0.0.1']], [['hooks.internal']]])(
    'are sent to, also unencrypted, where %j allows it',
    async (privatePlaces) => {
      const find = names({ 'hooks.internal': () => ['127.0.0.1'] })
      room = await openNotifyRoom({ privatePlaces, find })
      await room.subscribe(hook(`http://hooks.internal:${receiver.port}/x`))
      await room.publish(buildIssue())
      await until('the webhook', () => receiver.received.length === 1)
      await until('delivered', async () => (await room?.state())?.delivered === 1)
    },
  )
})

describe('a draft', () => {
  it.each([
    ['no URL', { type: 'webhook', url: 'nowhere', shape: 'slack' }],
    ['another protocol', { type: 'webhook', url: 'ftp://files.example/x', shape: 'cloudevents' }],
    [
      'PagerDuty without key',
      { type: 'webhook', url: 'https://events.pagerduty.com/v2/enqueue', shape: 'pagerduty' },
    ],
    [
      'Jira without project',
      { type: 'webhook', url: 'https://a:b@site.example/rest/api/3/issue', shape: 'jira' },
    ],
    [
      'Jira without token',
      { type: 'webhook', url: 'https://site.example/rest/api/3/issue?project=WEB', shape: 'jira' },
    ],
    ['mail without a server', { type: 'email', to: ['a@shop.example'] }],
  ] as const)('is refused that says %s', async (_, target) => {
    room = await openNotifyRoom()
    await expect(room.subscribe({ target })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })

  it.each(['short', 'whsec_not base64 at all', 'whsec_c2hvcnQ='])(
    'is refused with the secret %j',
    async (secret) => {
      room = await openNotifyRoom()
      await expect(room.subscribe({ ...hook(receiver.url), secret })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
      })
    },
  )
})
