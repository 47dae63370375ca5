import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestEncrypted } from 'node:https'
import type { Clock } from '../../platform/clock.ts'
import { readRetryAfter } from '../core/backoff.ts'
import { attemptOf, attemptOfError, failed, type Attempt } from './attempt.ts'
import { guardedLookup, refuseLiteral, type FindAddresses } from './guarded-lookup.ts'
import type { AllowedPlaces } from './reachable.ts'

/** An answer is read so far, then the connection is closed: nobody makes us read without an end. */
const MOST_ANSWER_BYTES = 64 * 1024

export interface WebhookSender {
  /** Never rejects. Ended early by the signal, it is a passing failure. */
  post(request: WebhookRequest, signal: AbortSignal): Promise<Attempt>
}

export interface WebhookRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface WebhookSenderOptions {
  readonly places: AllowedPlaces
  readonly clock: Clock
  readonly timeoutMs: number
  readonly find?: FindAddresses | undefined
}

/**
 * Posts to receivers that may be anybody's: each connection is new and only to addresses that are allowed, redirects
 * are not followed, and all of it ends in time.
 */
export function createWebhookSender({ places, clock, timeoutMs, find }: WebhookSenderOptions): WebhookSender {
  return {
    async post(webhook, signal) {
      const cut = new AbortController()
      const { cancel, hasPassed } = deadline(clock, timeoutMs, () => cut.abort())
      const onStop = (): void => cut.abort()
      signal.addEventListener('abort', onStop)
      try {
        refuseLiteral(webhook.url, places)
        if (signal.aborted) return failed('The server was stopped.')
        const answer = await send(webhook, { places, find, signal: cut.signal })
        const retryAfterMs = readRetryAfter(answer.headers['retry-after'], clock.now())
        await readAway(answer)
        return attemptOf(answer.statusCode ?? 0, retryAfterMs)
      } catch (thrown) {
        if (signal.aborted) return failed('The server was stopped.')
        return hasPassed() ? failed(`No answer within ${timeoutMs / 1000} s.`) : attemptOfError(thrown)
      } finally {
        cancel()
        signal.removeEventListener('abort', onStop)
      }
    },
  }
}

function deadline(
  clock: Clock,
  ms: number,
  onPassed: () => void,
): { readonly cancel: () => void; readonly hasPassed: () => boolean } {
  let passed = false
  const cancel = clock.after(ms, () => {
    passed = true
    onPassed()
  })
  return { cancel, hasPassed: () => passed }
}

interface SendOptions {
  readonly places: AllowedPlaces
  readonly find: FindAddresses | undefined
  readonly signal: AbortSignal
}

function send({ url, headers, body }: WebhookRequest, options: SendOptions): Promise<IncomingMessage> {
  const encrypted = url.protocol === 'https:'
  const request = encrypted ? requestEncrypted : requestPlain
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own: none that was checked for another message is used again.
      agent: false,
      lookup: guardedLookup(options.places, encrypted, options.find),
      signal: options.signal,
    })
    sent.on('response', resolve)
    sent.on('error', reject)
    // Closed without an answer or an error, as after a change of protocol; once there was one, this says nothing.
    sent.on('close', () => reject(new Error('closed')))
    sent.end(body)
  })
}

/** What was answered is decided by its status; a receiver that dawdles over the rest changes nothing any more. */
function readAway(answer: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_ANSWER_BYTES) answer.destroy()
    })
    answer.on('error', () => answer.destroy())
    answer.on('close', resolve)
  })
}
