import type { Party } from '../../../server/contracts/call.ts'
import { hasFields, isRecord, parseJson } from '../data/shape.ts'

/** First message of a stream, see proto/ws/v1. */
export interface StreamStart {
  readonly callId: string
  readonly audio: {
    readonly encoding: 'pcm_s16le' | 'mulaw'
    readonly sampleRate: number
    readonly channels: readonly Party[]
  }
  readonly agentId?: string
  readonly language?: string
  readonly attributes?: Readonly<Record<string, string>>
}

/** What the server answers on `/v1/streams/native`. */
export type StreamAnswer =
  | { readonly type: 'started'; readonly streamId: string }
  | { readonly type: 'resumed'; readonly samples: number }
  | { readonly type: 'ack'; readonly samples: number }
  | { readonly type: 'stopped' }
  | { readonly type: 'error'; readonly code: string; readonly message: string; readonly retryable: boolean }

/** Decodes one text frame; null for what this client does not know. */
export function decodeAnswer(data: unknown): StreamAnswer | null {
  const value = parseJson(data)
  return isAnswer(value) ? value : null
}

function isAnswer(value: unknown): value is StreamAnswer {
  if (!isRecord(value)) return false
  switch (value['type']) {
    case 'started':
      return hasFields(value, { streamId: 'string' })
    case 'resumed':
    case 'ack':
      return hasFields(value, { samples: 'number' })
    case 'stopped':
      return true
    case 'error':
      return hasFields(value, { code: 'string', message: 'string', retryable: 'boolean' })
    default:
      return false
  }
}
