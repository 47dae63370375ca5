import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { createKeyedHash } from '../../../server/platform/keyed-hash.ts'

const SECRET = new Uint8Array(32).fill(7)

it('is HMAC-SHA-256 of purpose and value, 128 bits of it', () => {
  const whole = createHmac('sha256', SECRET).update('author\0ann').digest()
  const short = createKeyedHash(SECRET, 'author')('ann')
  expect(short).toMatch(/^[\w-]{22}$/)
  expect(whole.toString('base64url').startsWith(short)).toBe(true)
})

it('differs by value, purpose and secret', () => {
  const hashes = [
    createKeyedHash(SECRET, 'author')('ann'),
    createKeyedHash(SECRET, 'author')('bob'),
    createKeyedHash(SECRET, 'content')('ann'),
    createKeyedHash(new Uint8Array(32).fill(8), 'author')('ann'),
  ]
  expect(new Set(hashes).size).toBe(4)
})
