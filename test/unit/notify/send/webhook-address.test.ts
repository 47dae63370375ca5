import { describe, expect, it } from 'vitest'
import { maskAddress, readWebhookAddress } from '../../../../server/notify/send/webhook-address.ts'

describe('the address of a webhook', () => {
  it('says name and token before the host, and Jira its project', () => {
    const read = readWebhookAddress(
      'https://ana%40shop.example:t%3Ak@site.example/rest/api/3/issue?project=WEB&type=Bug&updateHistory=true',
      'jira',
    )
    expect(read.url.href).toBe('https://site.example/rest/api/3/issue?updateHistory=true')
    expect(read.authorization).toBe(`Basic ${Buffer.from('ana@shop.example:t:k').toString('base64')}`)
    expect(read.jira).toEqual({ project: 'WEB', issueType: 'Bug' })
  })

  it('gives a token without a name as a bearer token', () => {
    expect(readWebhookAddress('https://:abc%2B1@x.example/', 'alertmanager').authorization).toBe(
      'Bearer abc+1',
    )
  })

  it('takes the name as the routing key of PagerDuty, which is no HTTP credential', () => {
    const read = readWebhookAddress(
      'https://0123456789abcdef0123456789abcdef@events.example/v2/enqueue',
      'pagerduty',
    )
    expect(read).toMatchObject({ routingKey: '0123456789abcdef0123456789abcdef', authorization: null })
    expect(read.url.href).toBe('https://events.example/v2/enqueue')
  })

  it('keeps parameters of other receivers, which may be their keys', () => {
    const text = 'https://flow.example/invoke?sig=abc&type=x&project=y'
    expect(readWebhookAddress(text, 'teams').url.href).toBe(text)
  })

  it('is shown without what lets somebody in', () => {
    const text = 'https://user:key@hooks.example:8443/services/T0/B0/hush?sig=1#x'
    expect(maskAddress(text)).toBe('https://hooks.example:8443/...')
    expect(maskAddress(maskAddress(text))).toBe('https://hooks.example:8443/...')
  })
})
