import type { Party } from '../../contracts/call.ts'
import type { Clock } from '../../platform/clock.ts'
import type { StreamRate } from './audio-file.ts'

export const STREAM_PROTOCOLS = ['native', 'twilio', 'grpc'] as const

export type StreamProtocol = (typeof STREAM_PROTOCOLS)[number]

/** What a stream says of itself and its call. */
export interface StreamDescription {
  readonly callId: string
  readonly rate: StreamRate
  /** The parties in interleaving order. */
  readonly parties: readonly Party[]
  readonly agentId?: string | undefined
  readonly language?: string | undefined
  /** Name of a model of the server; by default it chooses by the language. */
  readonly model?: string | undefined
  readonly attributes?: Readonly<Record<string, string>> | undefined
}

export interface AudioClientOptions extends StreamDescription {
  readonly protocol: StreamProtocol
  /** `http://HOST:PORT` or `https://…`, for the WebSocket doors. */
  readonly url: string
  /** `HOST:PORT`, for the gRPC door. */
  readonly grpc: string
  readonly token: string
  readonly clock: Clock
  /** Told when the connection was lost, and when the stream goes on. */
  readonly onConnection?: ((state: 'lost' | 'resumed') => void) | undefined
}

/** One open stream of audio into the server. */
export interface AudioClient {
  /** Call time of the stream's first sample, in milliseconds. */
  readonly startMs: number
  /** Sends interleaved samples, signed 16 bit; resolves when more can be taken. */
  send(samples: Int16Array): Promise<void>
  /** Ends the stream; resolves when the server has taken all of it. */
  stop(): Promise<void>
  /** Resolves when the stream has ended well; rejects with an AppError when it failed. */
  readonly closed: Promise<void>
}
