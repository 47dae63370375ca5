import { createHmac } from 'node:crypto'

/** 128 bits: enough that no two of a billion values meet. */
const CHARACTERS = 22

export type KeyedHash = (value: string) => string

/**
 * A hash that nobody can make, or check a guess with, who lacks the secret: HMAC-SHA-256 (RFC 2104), of which the first
 * 128 bits in base64url. `purpose` keeps hashes of the same value apart that are made for different ends.
 */
export function createKeyedHash(secret: Uint8Array, purpose: string): KeyedHash {
  return (value) =>
    createHmac('sha256', secret).update(`${purpose}\0${value}`).digest('base64url').slice(0, CHARACTERS)
}
