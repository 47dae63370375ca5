import type { FastifyReply } from 'fastify'
import { AppError, errorMessage, retryAfterSeconds } from '../../contracts/errors.ts'
import type { Report } from '../intake/report.ts'

/**
 * Answers with what became of the items. 200: at least one was taken or known. Otherwise the answer is an error with the
 * same figures: 422 where none was good, else of what stopped it.
 */
export function answer(reply: FastifyReply, report: Report): FastifyReply {
  const error = errorOf(report)
  const { figures } = report
  if (error === null) return send(reply, 200, { type: 'feedback-report', ...figures, stoppedAt: null })
  const retryAfter = retryAfterSeconds(error)
  if (retryAfter !== null) void reply.header('retry-after', retryAfter)
  const stoppedAt = report.stopped?.line ?? null
  return send(reply, error.entry.httpStatus, { ...errorMessage(error), ...figures, stoppedAt })
}

function errorOf({ stopped, accepted, known, faults }: Report): AppError | null {
  if (stopped !== null) return stopped.error
  if (accepted + known > 0) return null
  const [first] = faults
  if (first === undefined) return new AppError('FEEDBACK_INVALID', 'body: expected at least one item.')
  const place = [`line ${first.line}`, first.field].filter((part) => part !== '').join(', ')
  return new AppError('FEEDBACK_INVALID', `${place}: ${first.expected}.`)
}

function send(reply: FastifyReply, status: number, body: Readonly<Record<string, unknown>>): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body))
}
