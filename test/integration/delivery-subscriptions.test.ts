import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeadLetter } from '../../server/contracts/subscription.ts'
import { wallMs } from '../../server/contracts/time.ts'
import * as forms from '../../server/delivery/http/subscription-schemas.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { MemoryNotifyDesk } from '../helpers/memory-notify-desk.ts'
import { STARTED_AT } from '../helpers/message-builders.ts'

const DEAD: DeadLetter = {
  deliveryId: 'd-1',
  subscriptionId: 's-1',
  issueId: 'issue-1',
  attempts: 8,
  firstTriedAt: wallMs(STARTED_AT),
  givenUpAt: wallMs(STARTED_AT + 3_600_000),
  error: 'answered 500',
}

const HOOK = { type: 'webhook', url: 'https://hooks.example/T0/B1', shape: 'slack' }

describe('the API of subscriptions', () => {
  let app: HttpApp
  let desk: MemoryNotifyDesk
  let token: string
  beforeAll(async () => {
    desk = new MemoryNotifyDesk([DEAD])
    app = await startHttpApp({ notify: desk })
    token = await app.token('digital')
  })
  afterAll(() => app.close())

  const send = async (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => {
    const answer = await app.send({ method, path, body, token })
    const text = await answer.text()
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
  const read = async (path: string) => (await app.get(path, token)).json()

  it('makes, lists, changes, tests and removes them', async () => {
    const made = await send('POST', '/v1/subscriptions', { name: 'Shop team', target: HOOK })
    expect(made.status).toBe(200)
    expect(forms.savedSubscription.parse(made.body)).toEqual(made.body)
    expect(made.body).toMatchObject({ secret: 'made-for-this-test', subscription: { createdBy: 'digital' } })

    const states = await read('/v1/subscriptions')
    expect(forms.subscriptionStates.parse(states)).toEqual(states)
    expect(JSON.stringify(states)).not.toContain('made-for-this-test')

    const changed = await send('PUT', '/v1/subscriptions/s-1', {
      name: 'Shop team at night',
      target: { type: 'email', to: ['shop@example.org'] },
      filter: { codes: ['web'], minSeverity: 'high', states: ['new'] },
      pace: { groupIntervalMs: 60_000 },
      notices: true,
      paused: true,
    })
    expect(changed.body).toMatchObject({
      secret: null,
      subscription: {
        subscriptionId: 's-1',
        paused: true,
        notices: true,
        filter: { codes: ['web'], minSeverity: 'high' },
        pace: { groupIntervalMs: 60_000, groupWaitMs: 30_000 },
      },
    })

    const tested = await send('POST', '/v1/subscriptions/s-1/test')
    expect(tested).toEqual({ status: 200, body: { delivered: true, error: null } })
    const dead = await read('/v1/subscriptions/s-1/dead-letters')
    expect(forms.deadLetters.parse(dead)).toEqual([DEAD])
    expect(await send('POST', '/v1/dead-letters/d-1/retry')).toEqual({ status: 204, body: {} })
    expect(desk.retried).toEqual(['d-1'])
    expect(await send('DELETE', '/v1/subscriptions/s-1')).toEqual({ status: 204, body: {} })
    expect(await read('/v1/subscriptions')).toEqual([])
  })

  it('says which address is refused, without the address', async () => {
    const target = { ...HOOK, url: 'http://10.0.0.1/secret' }
    const answer = await send('POST', '/v1/subscriptions', { name: 'a', target })
    expect(answer).toMatchObject({ status: 422, body: { code: 'TARGET_REFUSED' } })
    expect(answer.body['message']).toContain('body.target.url')
    expect(answer.body['message']).not.toContain('10.0.0.1')
  })

  it.each([
    [{ target: HOOK }, 'body.name'],
    [{ name: 'a', target: { ...HOOK, type: 'pigeon' } }, 'body.target.type'],
    [{ name: 'a', target: { ...HOOK, url: 'file:///etc/passwd' } }, 'body.target.url'],
    [{ name: 'a', target: { ...HOOK, url: 'hooks.example' } }, 'body.target.url'],
    [{ name: 'a', target: { ...HOOK, shape: 'telegram' } }, 'body.target.shape'],
    [{ name: 'a', target: { type: 'email', to: ['shop@example.org', 'nobody'] } }, 'body.target.to.1'],
    [{ name: 'a', target: { type: 'email', to: [] } }, 'body.target.to'],
    [{ name: 'a', target: HOOK, secret: 'short' }, 'body.secret'],
    [{ name: 'a', target: HOOK, filter: { channels: ['fax'] } }, 'body.filter.channels.0'],
    [{ name: 'a', target: HOOK, pace: { groupWaitMs: -1 } }, 'body.pace.groupWaitMs'],
    [{ name: 'a', target: HOOK, subscriptionId: 's-9' }, 'subscriptionId'],
  ])('refuses %j by the name of the field', async (body, field) => {
    const answer = await send('POST', '/v1/subscriptions', body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } })
    expect(answer.body['message']).toContain(field)
    expect(answer.body['message']).not.toContain('hooks.example')
  })

  it('lets pages of allowed origins remove them too', async () => {
    const preflight = await fetch(`${app.url}/v1/subscriptions/s-1`, {
      method: 'OPTIONS',
      headers: { origin: 'https://crm.example', 'access-control-request-method': 'DELETE' },
    })
    expect(preflight.headers.get('access-control-allow-methods')).toBeNull()
    const open = await startHttpApp({ allowedOrigins: ['https://crm.example'] })
    try {
      const allowed = await fetch(`${open.url}/v1/subscriptions/s-1`, {
        method: 'OPTIONS',
        headers: { origin: 'https://crm.example', 'access-control-request-method': 'DELETE' },
      })
      expect(allowed.headers.get('access-control-allow-methods')).toContain('DELETE')
    } finally {
      await open.close()
    }
  })
})
