import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSignedByTwilio } from '../../../../server/ingest/doors/twilio-signature.ts'

const AUTH_TOKEN = '12345'

function signed(address: string, publicUrl: string | null, path = '/v1/streams/twilio'): boolean {
  const signature = createHmac('sha1', AUTH_TOKEN).update(address).digest('base64')
  return isSignedByTwilio({ authToken: AUTH_TOKEN, signature, publicUrl, host: 'inside:8080', path })
}

describe('a Twilio signature', () => {
  it('is that of RFC 2202 over the address', () => {
    // echo -n 'wss://example.com/s' | openssl dgst -sha1 -hmac 12345 -binary | base64
    const request = { authToken: AUTH_TOKEN, publicUrl: 'wss://example.com', host: 'inside', path: '/s' }
    expect(isSignedByTwilio({ ...request, signature: 'PVpWKAAHSWE7mwO4BEyej1B9ApE=' })).toBe(true)
    expect(isSignedByTwilio({ ...request, signature: '' })).toBe(false)
    expect(isSignedByTwilio({ ...request, signature: 'AAAA' })).toBe(false)
  })

  it.each([
    ['wss://voice.example.com/v1/streams/twilio', 'https://voice.example.com'],
    ['https://voice.example.com/v1/streams/twilio', 'wss://voice.example.com/'],
    ['wss://voice.example.com/base/v1/streams/twilio/', 'https://voice.example.com/base'],
    ['ws://inside:8080/v1/streams/twilio', null],
    ['wss://inside:8080/v1/streams/twilio', null],
  ])('of %s counts at %s', (address, publicUrl) => {
    expect(signed(address, publicUrl)).toBe(true)
  })

  it.each([
    ['wss://inside:8080/v1/streams/twilio', 'https://voice.example.com'],
    ['wss://voice.example.com/v1/streams/other', 'https://voice.example.com'],
    ['http://voice.example.com/v1/streams/twilio', 'https://voice.example.com'],
  ])('of %s does not count at %s', (address, publicUrl) => {
    expect(signed(address, publicUrl)).toBe(false)
  })
})
