import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { ERRORS } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { refusal, unreachable } from './server-message.ts'

/** A refusal is one short JSON object; nothing longer is read. */
const LONGEST_REFUSAL = 16_384

export interface SocketListener {
  text(text: string): void
  /** Said once, after the socket has been open; an AppError when the server closed it with a reason. */
  closed(reason: Error): void
}

/**
 * Opens a WebSocket with a bearer token.
 * @throws AppError with the code that the server refused with, CliError when nobody answers.
 */
export function openWebSocket(options: {
  /** `http:` and `https:` stand for `ws:` and `wss:`. */
  readonly url: URL
  readonly token: string | null
  readonly listener: SocketListener
}): Promise<WebSocket> {
  const { url, token, listener } = options
  const socket = new WebSocket(url.href.replace(/^http/, 'ws'), {
    perMessageDeflate: false,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
  return new Promise((resolve, reject) => {
    let opened = false
    socket.on('open', () => {
      opened = true
      resolve(socket)
    })
    // An error is always followed by a close; before opening it is all that says why.
    socket.on('error', (error) => reject(unreachable(url.origin, error)))
    socket.on('unexpected-response', (_request, response) => {
      // Ended only when it has been read: ending makes an error of its own, and the first one counts.
      void readRefusal(response).then((refused) => {
        reject(refused)
        socket.terminate()
      })
    })
    socket.on('message', (data, isBinary) => {
      if (!isBinary) listener.text(textOf(data))
    })
    socket.on('close', (code, reason) => {
      if (opened) listener.closed(closeReason(code, reason.toString('utf8')))
    })
  })
}

/** Sends one frame; resolves when the transport has taken it. A failed write is no news: the close says so. */
export function sendFrame(socket: WebSocket, frame: string | Buffer): Promise<void> {
  return new Promise((resolve) => socket.send(frame, () => resolve()))
}

/** The server closes with a code of the error table as its reason; anything else is a lost connection. */
function closeReason(code: number, reason: string): Error {
  if (Object.hasOwn(ERRORS, reason)) return refusal({ code: reason, message: '' })
  return new Error(`the connection closed (${code})`)
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8')
}

const refusalBody = z.object({ code: z.string(), message: z.string(), retryAfterMs: z.number().optional() })

async function readRefusal(response: IncomingMessage): Promise<Error> {
  const status = String(response.statusCode ?? 0)
  let body = ''
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      body += String(chunk)
      if (body.length > LONGEST_REFUSAL) break
    }
    return refusal(refusalBody.parse(JSON.parse(body)))
  } catch (thrown) {
    // Not this server, or something between: the status is all there is.
    return new Error(`the server answered with HTTP status ${status}`, { cause: normaliseError(thrown) })
  }
}
