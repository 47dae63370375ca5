/** How long a receiver that fails is tried, and how often; whichever comes first ends it. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000
export const GIVE_UP_AFTER_ATTEMPTS = 1_000

const FIRST_MS = 2_000
const LONGEST_MS = 300_000
const LONGEST_RETRY_AFTER_MS = 3_600_000

/**
 * How long to wait after so many failed attempts: exponential with full jitter (Brooker, "Exponential backoff and
 * jitter", AWS, 2015), so that the queues of one receiver do not all come back at once. What the receiver asks for in
 * `Retry-After` is waited for, an hour at most.
 * @param random In [0, 1).
 */
export function backoffMs(attempts: number, random: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30))
  return Math.max(Math.round(random * ceiling), Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS))
}

/** Milliseconds of the header `Retry-After` (RFC 9110 section 10.2.3), seconds or a date; null when it is neither. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}
