import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Principal } from '../../contracts/access.ts'
import type { CallId } from '../../contracts/call.ts'
import type { AuditStore } from '../../contracts/store.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import { traceOf } from '../../platform/error-trace.ts'
import type { Log } from '../../platform/log.ts'
import { PRINCIPAL } from './require-role.ts'

export interface AuditLogOptions {
  readonly store: AuditStore
  readonly clock: Clock
  readonly log: Log
}

/** Entries are kept for so long, in milliseconds; the old ones are swept once a day. */
const KEEP_MS = 400 * 86_400_000
const SWEEP_EVERY_MS = 86_400_000

/** Reading what begins so is looking into a call. */
const READS_OF_CALLS: readonly string[] = ['/v1/calls/:callId', '/v1/quality/cards/:callId']

/** Writes down who looked into a call and who changed something, whatever route it was by. */
export class AuditLog {
  readonly #options: AuditLogOptions

  constructor(options: AuditLogOptions) {
    this.#options = options
  }

  /** Sweeps old entries from now on; the result ends it. */
  start(): () => void {
    const { clock } = this.#options
    const sweep = (): void => this.#done(this.#options.store.forgetAudit(wallMs(clock.now() - KEEP_MS)))
    sweep()
    return clock.every(SWEEP_EVERY_MS, sweep)
  }

  /** Every request of this server that succeeds and is to be written down. */
  follow(server: FastifyInstance): void {
    server.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url
      if (route === undefined || reply.statusCode >= 400 || !isToBeKept(request.method, route)) return
      const principal = request.getDecorator<Principal | null>(PRINCIPAL)
      // Null: a route that is open to everybody.
      if (principal !== null) this.#add(principal, `${request.method} ${route}`, namedIn(request))
    })
  }

  /** Somebody follows a call's words live. */
  watched(principal: Principal, callId: CallId): void {
    this.#add(principal, 'watch', callId)
  }

  #add({ subject: by, role }: Principal, action: string, about: string): void {
    const { store, clock } = this.#options
    this.#done(store.addAudit({ at: wallMs(clock.now()), by, role, action, about }))
  }

  #done(write: Promise<void>): void {
    write.catch((thrown: unknown) => {
      this.#options.log.error(traceOf(thrown), 'The audit log could not be written.')
    })
  }
}

function isToBeKept(method: string, route: string): boolean {
  return method === 'GET' ? READS_OF_CALLS.some((begin) => route.startsWith(begin)) : route.startsWith('/v1/')
}

function namedIn({ params }: FastifyRequest): string {
  if (typeof params !== 'object' || params === null) return ''
  return Object.values(params)
    .filter((value) => typeof value === 'string')
    .join('/')
}
