import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'

/**
 * In this scope bodies are not read before the handler does: it reads them piece by piece, whatever they hold. What it
 * leaves is read to its end and thrown away after the answer: a connection that is cut while the client still sends
 * looks like a failure of the network, and one that is left full takes no further request.
 */
export function leaveBodiesUnread(room: FastifyInstance): void {
  room.removeAllContentTypeParsers()
  room.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  room.addHook('onResponse', async (request) => {
    request.raw.resume()
  })
}

/**
 * The body, piece by piece; reading it throws `REQUEST_INVALID` where the client goes away.
 * @throws AppError `REQUEST_INVALID` for a body that is compressed.
 */
export function bodyOf(request: FastifyRequest): AsyncIterable<Uint8Array> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new AppError('REQUEST_INVALID', 'content-encoding: expected none.')
  const { body } = request
  return body instanceof Readable ? piecesOf(body) : Readable.from([])
}

async function* piecesOf(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      if (piece instanceof Uint8Array) yield piece
    }
  } catch (thrown) {
    throw new AppError('REQUEST_INVALID', 'body: it broke off.', { cause: normaliseError(thrown) })
  }
}

/** The media type of the body, without parameters, in lower case. */
export function mediaTypeOf(request: FastifyRequest): string {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';')
  return type.trim().toLowerCase()
}
