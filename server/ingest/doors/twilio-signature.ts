import { createHmac, timingSafeEqual } from 'node:crypto'

interface TwilioRequest {
  readonly authToken: string
  /** Value of `X-Twilio-Signature`. */
  readonly signature: string
  /** Where Twilio reached the server, for example `wss://voice.example.com`; null: what `Host` says. */
  readonly publicUrl: string | null
  readonly host: string
  /** Path and query of the request. */
  readonly path: string
}

/**
 * Whether Twilio signed the request: base64 of HMAC-SHA1 over the full address as Twilio called it
 * (https://www.twilio.com/docs/usage/security). Where TLS ends before this server the address is not
 * visible here, so its likely forms are tried: either scheme, with and without the last slash.
 */
export function isSignedByTwilio(request: TwilioRequest): boolean {
  const given = Buffer.from(request.signature, 'base64')
  return addressesOf(request).some((address) => {
    const expected = createHmac('sha1', request.authToken).update(address).digest()
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function addressesOf({ publicUrl, host, path }: TwilioRequest): readonly string[] {
  const rest = publicUrl === null ? host : publicUrl.replace(/^[a-z]+:\/\//i, '').replace(/\/+$/, '')
  const schemes = publicUrl === null ? ['wss', 'https', 'ws', 'http'] : ['wss', 'https']
  const address = `${rest}${path}`
  const forms = [address, address.endsWith('/') ? address.slice(0, -1) : `${address}/`]
  return schemes.flatMap((scheme) => forms.map((form) => `${scheme}://${form}`))
}
