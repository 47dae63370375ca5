import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticator } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { ReadinessCheck } from '../../contracts/health.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Registry } from '../../platform/metrics.ts'
import { credentialOf } from './credentials.ts'

const CHECK_TIMEOUT_MS = 2000

export interface HealthOptions {
  readonly authenticator: Authenticator
  readonly readiness: readonly ReadinessCheck[]
  readonly registry: Registry
  readonly clock: Clock
}

interface CheckResult {
  readonly name: string
  readonly ready: boolean
  /** What is missing; null when ready. */
  readonly reason: string | null
  /** What is not as it should be although calls are taken. */
  readonly note?: string
  readonly loaded?: readonly string[]
}

/** What orchestrators and Prometheus ask. `/healthz` and `/readyz` are open; they say nothing of calls. */
export function addHealth(server: FastifyInstance, options: HealthOptions): void {
  const schema = { tags: ['health'] }
  server.get('/healthz', { schema: { ...schema, summary: 'The process runs' } }, async () => ({
    status: 'ok',
  }))
  server.get('/readyz', { schema: { ...schema, summary: 'Calls can be taken' } }, async (_request, reply) => {
    const checks = await Promise.all(options.readiness.map((check) => ask(check, options.clock)))
    const ready = checks.every((check) => check.ready)
    return reply.code(ready ? 200 : 503).send({ ready, checks })
  })
  server.get('/metrics', { schema: { ...schema, summary: 'Prometheus metrics' } }, async (request, reply) => {
    if (!isLocal(request)) await requireOperator(request, options.authenticator)
    return reply.type(options.registry.contentType).send(await options.registry.metrics())
  })
}

async function ask(asked: ReadinessCheck, clock: Clock): Promise<CheckResult> {
  const { name } = asked
  const seconds = CHECK_TIMEOUT_MS / 1000
  let cancel = (): void => undefined
  const late = new Promise<string>((resolve) => {
    cancel = clock.after(CHECK_TIMEOUT_MS, () => resolve(`did not answer within ${seconds} s`))
  })
  try {
    const reason = await Promise.race([asked.check(), late])
    const note = asked.note?.() ?? null
    const loaded = asked.loaded?.()
    return {
      name,
      ready: reason === null,
      reason,
      ...(note === null ? {} : { note }),
      ...(loaded === undefined ? {} : { loaded }),
    }
  } catch {
    // Which error it was is for the log of whoever owns the check; here it only means "not ready".
    return { name, ready: false, reason: 'the check itself failed' }
  } finally {
    cancel()
  }
}

/**
 * Whether the request comes from this machine itself. Behind a proxy on the same machine everybody seems to;
 * a proxy adds one of these headers.
 */
function isLocal(request: FastifyRequest): boolean {
  const { forwarded, 'x-forwarded-for': forwardedFor, via } = request.headers
  if (forwarded !== undefined || forwardedFor !== undefined || via !== undefined) return false
  const address = request.socket.remoteAddress ?? ''
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}

async function requireOperator(request: FastifyRequest, authenticator: Authenticator): Promise<void> {
  const { role } = await authenticator.verify(credentialOf(request, { allowQuery: false }).token)
  if (role !== 'admin' && role !== 'supervisor') throw new AppError('FORBIDDEN')
}
