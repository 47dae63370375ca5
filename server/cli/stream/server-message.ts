import { z } from 'zod'
import { AppError, ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import { CliError, EXIT } from '../cli-error.ts'

const samples = z.int().min(0).default(0)
const ms = z.number().min(0).default(0)

const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), callId: z.string(), streamId: z.string(), samples, atMs: ms }),
  z.object({ type: z.literal('resumed'), callId: z.string(), streamId: z.string(), samples }),
  z.object({ type: z.literal('ack'), samples, positionMs: ms }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('stopped'), callId: z.string(), durationMs: ms }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string(), retryAfterMs: ms }),
])

/** What the server says on a stream (`proto/ws/v1`, `proto/ingest/v1`). */
export type ServerMessage = z.output<typeof serverMessage>

/** The message in a decoded object; null when it is none that this client knows. */
export function readServerMessage(value: unknown): ServerMessage | null {
  return serverMessage.safeParse(value).data ?? null
}

/** The server's error as one of the table; one that this client does not know is kept in the detail. */
export function refusal(error: {
  readonly code: string
  readonly message: string
  /** 0: nobody said. */
  readonly retryAfterMs?: number | undefined
}): AppError {
  const code = Object.keys(ERRORS).find((known): known is ErrorCode => known === error.code)
  if (code === undefined) return new AppError('INTERNAL', `${error.code}: ${error.message}`)
  const general = ERRORS[code].message
  const detail = error.message.startsWith(`${general} `) ? error.message.slice(general.length + 1) : null
  const { retryAfterMs = 0 } = error
  return new AppError(code, detail, retryAfterMs > 0 ? { retryAfterMs } : {})
}

/** Nobody answers there. */
export function unreachable(address: string, cause: Error): CliError {
  const why = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  return new CliError(`no server answers at ${address} (${why})`, { exitCode: EXIT.faults, cause })
}
