import { createHmac, randomBytes } from 'node:crypto'

/** Marks a secret whose rest is the key in base64, as the Standard Webhooks specification has it. */
const PREFIX = 'whsec_'

const KEY_BYTES = 32

/** A new secret, as Standard Webhooks wants it: 24 to 64 random bytes in base64 behind its prefix. */
export function newSecret(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString('base64')
}

/**
 * The headers by which a receiver knows that a message is ours and new: Standard Webhooks 1.0, symmetric scheme `v1`.
 * Signed is `id.timestamp.body`, with HMAC-SHA-256.
 * @param secret With the prefix `whsec_` the rest is the key in base64; any other secret is the key as it stands.
 */
export function signatureHeaders(
  { id, body, atMs }: { readonly id: string; readonly body: string; readonly atMs: number },
  secret: string,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(atMs / 1000))
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

/** Null when the secret may be used; otherwise what is wrong with it. */
export function faultOfSecret(secret: string): string | null {
  if (!secret.startsWith(PREFIX)) return secret.length < 16 ? 'it has fewer than 16 characters' : null
  const rest = secret.slice(PREFIX.length)
  const { length } = keyOf(secret)
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(rest)) return 'what follows whsec_ is not base64'
  return length < 16 || length > 64 ? 'what follows whsec_ must be 16 to 64 bytes in base64' : null
}

function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8')
}
