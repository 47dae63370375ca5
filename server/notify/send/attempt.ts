import { normaliseError } from '../../platform/normalise-error.ts'
import { AddressRefused } from './guarded-lookup.ts'

/**
 * How one attempt went. `permanent`: the same message will never be taken; `error` says why in words, without any
 * address, for addresses are secrets.
 */
export type Attempt =
  | { readonly delivered: true }
  | {
      readonly delivered: false
      readonly error: string
      readonly permanent: boolean
      readonly retryAfterMs: number | null
    }

export const DELIVERED: Attempt = { delivered: true }

export function failed(
  error: string,
  { permanent = false, retryAfterMs = null }: { permanent?: boolean; retryAfterMs?: number | null } = {},
): Attempt {
  return { delivered: false, error, permanent, retryAfterMs }
}

/** Answers that ask to come again although they begin with 4. */
const PASSING_STATUSES = [408, 425, 429]

export function attemptOf(status: number, retryAfterMs: number | null): Attempt {
  if (status >= 200 && status < 300) return DELIVERED
  if (status >= 300 && status < 400) {
    return failed(`The receiver redirects (${status}); redirects are not followed.`, { permanent: true })
  }
  const permanent = status >= 400 && status < 500 && !PASSING_STATUSES.includes(status)
  return failed(`The receiver answered ${status}.`, { permanent, retryAfterMs })
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The receiver refuses connections.',
  ECONNRESET: 'The receiver cut the connection.',
  EPIPE: 'The receiver cut the connection.',
  ENOTFOUND: "The receiver's name is not known.",
  EAI_AGAIN: "The receiver's name cannot be looked up now.",
  EHOSTUNREACH: 'The receiver cannot be reached.',
  ENETUNREACH: 'The receiver cannot be reached.',
  ETIMEDOUT: 'The receiver cannot be reached.',
  CERT_HAS_EXPIRED: "The receiver's certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The receiver's certificate is for another name.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The receiver's certificate is not trusted.",
  SELF_SIGNED_CERT_IN_CHAIN: "The receiver's certificate is not trusted.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The receiver's certificate is not trusted.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The receiver's certificate is not trusted.",
}

/** A refused address may be allowed later, or lead elsewhere; so it is tried again, like all that is not answered. */
export function attemptOfError(thrown: unknown): Attempt {
  const error = normaliseError(thrown)
  if (error instanceof AddressRefused) {
    return failed('The address is private or not encrypted, and EARSHOT_NOTIFY_PRIVATE does not allow it.')
  }
  // Of several addresses that were tried, the first one's fault.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const code = codeOf(first) ?? codeOf(error)
  return failed((code === null ? undefined : CAUSES[code]) ?? `The connection failed (${code ?? 'no code'}).`)
}

export function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null
  return typeof thrown.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(thrown.code) ? thrown.code : null
}
