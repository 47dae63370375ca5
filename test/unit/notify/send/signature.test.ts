import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { faultOfSecret, newSecret, signatureHeaders } from '../../../../server/notify/send/signature.ts'

describe('the signature', () => {
  it('is the one that the Standard Webhooks specification gives as its example', () => {
    const headers = signatureHeaders(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', atMs: 1_614_265_330_999 },
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    )
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('takes a secret without the prefix as it stands', () => {
    const { 'webhook-signature': signature } = signatureHeaders(
      { id: 'm', body: 'é', atMs: 1000 },
      'sixteen letters!',
    )
    const expected = createHmac('sha256', 'sixteen letters!').update('m.1.é').digest('base64')
    expect(signature).toBe(`v1,${expected}`)
  })

  it('is made with secrets of 32 random bytes', () => {
    const secrets = [newSecret(), newSecret()]
    expect(new Set(secrets).size).toBe(2)
    for (const secret of secrets) {
      expect(faultOfSecret(secret)).toBe(null)
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32)
    }
  })

  it.each(['', 'fifteen letters', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%'])(
    'cannot be made with %j',
    (secret) => expect(faultOfSecret(secret)).not.toBe(null),
  )
})
