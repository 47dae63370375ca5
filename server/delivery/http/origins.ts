import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'

const MAX_AGE_S = 600

/** Web origins other than our own that may embed the console and call the API from a browser. */
export class Origins {
  readonly #allowed: ReadonlySet<string>

  /** @throws AppError `REQUEST_INVALID` naming the entry that is not a web origin. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed.map(normaliseOrigin))
  }

  get list(): readonly string[] {
    return [...this.#allowed]
  }

  /** Whether a page of the request's origin may act with the cookie of whoever opened it. */
  isTrusted(request: FastifyRequest): boolean {
    const { origin } = request.headers
    if (origin === undefined) return false
    return this.#allowed.has(origin) || hostOf(origin) === request.headers.host
  }

  /** Answers preflights and marks responses as readable for allowed origins (Fetch standard, CORS). */
  addCors(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers
      reply.header('vary', 'Origin')
      if (origin === undefined || !this.#allowed.has(origin)) return
      reply.header('access-control-allow-origin', origin)
      reply.header('access-control-allow-credentials', 'true')
      if (request.method !== 'OPTIONS') return
      reply.header('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE')
      reply.header('access-control-allow-headers', 'authorization, content-type, last-event-id')
      reply.header('access-control-max-age', MAX_AGE_S)
      await reply.code(204).send()
    })
  }
}

function normaliseOrigin(text: string): string {
  try {
    const { origin } = new URL(text)
    if (origin !== 'null') return origin
  } catch (thrown) {
    throw notAnOrigin(text, normaliseError(thrown))
  }
  throw notAnOrigin(text)
}

function notAnOrigin(text: string, cause?: Error): AppError {
  return new AppError(
    'REQUEST_INVALID',
    `"${text}" is not a web origin such as https://crm.example.`,
    cause === undefined ? {} : { cause },
  )
}

function hostOf(origin: string): string | null {
  return URL.parse(origin)?.host ?? null
}
