import type { Role } from '../../server/contracts/access.ts'
import type { DigitalFeedback } from '../../server/contracts/digital-feedback.ts'
import { createFeedback, type Feedback, type FeedbackOptions } from '../../server/feedback/feedback.ts'
import { createKeyedHash } from '../../server/platform/keyed-hash.ts'
import { redactText } from '../../server/redaction/redact-text.ts'
import { startHttpApp, type HttpApp } from './http-app.ts'

/** The feedback room beside delivery, behind a real server, with a real bus and a real store. */
export interface FeedbackApp extends AsyncDisposable {
  readonly app: HttpApp
  readonly feedback: Feedback
  /** What came out on topic `feedback`, in order. */
  readonly published: readonly DigitalFeedback[]
  /** Posts a body as a media type with a token of the role; the answer's status, headers and body. */
  post(sent: Posted): Promise<Answered>
}

export interface Posted {
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly type?: string
  readonly query?: string
  readonly role?: Role
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

const SECRET = new TextEncoder().encode('a secret for tests, 32 bytes long')

export async function startFeedbackApp(overrides: Partial<FeedbackOptions> = {}): Promise<FeedbackApp> {
  const published: DigitalFeedback[] = []
  const made = Promise.withResolvers<Feedback>()
  const app = await startHttpApp({}, async ({ server, access, store, ...parts }) => {
    const feedback = await createFeedback({
      ...parts,
      store: store.issues,
      authenticator: access,
      redact: redactText,
      authorKeyOf: createKeyedHash(SECRET, 'author'),
      contentIdOf: createKeyedHash(SECRET, 'content'),
      itemsPerMinute: 60_000,
      site: null,
      ...overrides,
    })
    parts.bus.subscribe('feedback', (each) => published.push(each))
    feedback.registerRoutes(server)
    await feedback.start()
    made.resolve(feedback)
  })
  const feedback = await made.promise
  return {
    app,
    feedback,
    published,
    post: async ({ body, type = 'application/json', query = '', role = 'ingest' }) => {
      const response = await fetch(`${app.url}/v1/feedback${query}`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, authorization: `Bearer ${await app.token(role)}` },
      })
      const answer = (await response.json()) as Record<string, unknown>
      return { status: response.status, headers: response.headers, body: answer }
    },
    async [Symbol.asyncDispose]() {
      await feedback.stop(5000)
      await app.close()
    },
  }
}
