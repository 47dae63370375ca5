import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError, errorMessage, retryAfterSeconds } from '../../contracts/errors.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { DeliveryMetrics } from '../metrics.ts'

export interface AnswerErrorsOptions {
  readonly log: Log
  readonly metrics: DeliveryMetrics
}

/** Every error leaves in the one form of the table, whatever route it comes from. */
export function answerErrors(server: FastifyInstance, { log, metrics }: AnswerErrorsOptions): void {
  const answer = (reply: FastifyReply, error: AppError): FastifyReply => {
    metrics.httpErrors.inc({ code: error.code })
    const retryAfter = retryAfterSeconds(error)
    if (retryAfter !== null) void reply.header('retry-after', retryAfter)
    return reply
      .code(error.entry.httpStatus)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(errorMessage(error)))
  }
  server.setNotFoundHandler((_request, reply) => answer(reply, new AppError('NOT_FOUND')))
  server.setErrorHandler((thrown, request, reply) => {
    const known = knownError(thrown)
    if (known !== null) return answer(reply, known)
    const route = request.routeOptions.url ?? 'none'
    log.error({ route, failure: describeFailure(normaliseError(thrown)) }, 'A request failed.')
    return answer(reply, new AppError('INTERNAL'))
  })
}

function knownError(thrown: unknown): AppError | null {
  if (thrown instanceof AppError) return thrown
  const status = statusOf(thrown)
  if (status === 413) return new AppError('FRAME_TOO_LARGE')
  if (status === 404) return new AppError('NOT_FOUND')
  if (status !== null && status >= 400 && status < 500) return new AppError('REQUEST_INVALID')
  return null
}

/** The framework marks what the client did wrong with a status of its own. */
function statusOf(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return null
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : null
}

/** Where it failed, without the message: that may quote what somebody said. */
function describeFailure(error: Error): { readonly name: string; readonly at: readonly string[] } {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { name: error.name, at: frames.map((line) => line.trim()) }
}
