import { beforeEach, describe, expect, test } from 'vitest'
import { NativeStream, type StreamStatus } from '../../../agent-console/src/audio/native-stream.ts'
import type { SocketHandlers } from '../../../agent-console/src/platform/socket.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

/** The far end of one connection: what it was sent, as text messages and as one run of audio. */
interface FarEnd {
  readonly handlers: SocketHandlers
  readonly said: Record<string, unknown>[]
  readonly audio: number[]
}

let clock: ManualClock
let ends: FarEnd[]
let statuses: StreamStatus[]
let stream: NativeStream

function last(): FarEnd {
  const end = ends.at(-1)
  if (end === undefined) throw new Error('no connection was opened')
  return end
}

const answer = (message: object): void => last().handlers.onMessage(JSON.stringify(message))
const phases = (): readonly string[] => statuses.map((status) => status.phase)

/** Stereo frames whose two bytes both are `from`, `from + 1`, … */
function frames(from: number, count: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: count * 2 }, (_, index) => from + Math.floor(index / 2))
}

function connected(streamId = 's-1'): void {
  last().handlers.onOpen()
  answer({ type: 'started', callId: 'c-1', streamId, samples: 0 })
}

beforeEach(() => {
  clock = new ManualClock(0)
  ends = []
  statuses = []
  stream = new NativeStream({
    address: 'ws://server/v1/streams/native',
    start: { callId: 'c-1', audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent', 'customer'] } },
    openSocket: (_url, handlers) => {
      const end: FarEnd = { handlers, said: [], audio: [] }
      ends.push(end)
      return {
        send: (data) => {
          if (typeof data === 'string') end.said.push(JSON.parse(data) as Record<string, unknown>)
          else end.audio.push(...data)
        },
        close: () => undefined,
      }
    },
    clock,
    random: () => 1,
    onStatus: (status) => void statuses.push(status),
  })
})

test('says start first and holds audio back until the server has taken it', () => {
  stream.send(frames(0, 2))
  last().handlers.onOpen()
  expect(last().said).toEqual([
    {
      type: 'start',
      callId: 'c-1',
      audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent', 'customer'] },
    },
  ])
  expect(last().audio).toEqual([])
  answer({ type: 'started', callId: 'c-1', streamId: 's-1', samples: 0 })
  stream.send(frames(2, 1))
  expect(last().audio).toEqual([0, 0, 1, 1, 2, 2])
})

describe('a dropped socket', () => {
  test('is resumed from the very sample that the server has, in the middle of a chunk', () => {
    connected()
    stream.send(frames(0, 4))
    stream.send(frames(4, 4))
    last().handlers.onClose(1006)
    stream.send(frames(8, 2))
    clock.advance(150)
    last().handlers.onOpen()
    expect(last().said).toEqual([{ type: 'resume', callId: 'c-1', streamId: 's-1' }])
    answer({ type: 'resumed', callId: 'c-1', streamId: 's-1', samples: 6 })
    expect(last().audio).toEqual([6, 6, 7, 7, 8, 8, 9, 9])
    expect(phases()).toEqual(['streaming', 'reconnecting', 'streaming'])
  })

  test('needs no audio again that was acknowledged', () => {
    connected()
    stream.send(frames(0, 4))
    answer({ type: 'ack', samples: 3, positionMs: 0 })
    last().handlers.onClose(1006)
    clock.advance(150)
    last().handlers.onOpen()
    answer({ type: 'resumed', callId: 'c-1', streamId: 's-1', samples: 3 })
    expect(last().audio).toEqual([3, 3])
  })

  test('while hanging up is resumed to say stop', () => {
    connected()
    stream.send(frames(0, 1))
    stream.stop()
    last().handlers.onClose(1006)
    clock.advance(150)
    last().handlers.onOpen()
    answer({ type: 'resumed', callId: 'c-1', streamId: 's-1', samples: 1 })
    expect(last().said.at(-1)).toEqual({ type: 'stop' })
    answer({ type: 'stopped', callId: 'c-1', durationMs: 1 })
    expect(phases()).toEqual(['streaming', 'stopping', 'stopped'])
  })

  test('that stays away longer than the server waits is a failure that says so', () => {
    connected()
    last().handlers.onClose(1006)
    while (stream.status.phase === 'reconnecting') {
      const before = ends.length
      clock.advance(2000)
      if (ends.length > before) last().handlers.onClose(1006)
    }
    expect(stream.status).toMatchObject({ phase: 'failed', code: 'RESUME_WINDOW_PASSED' })
    expect(clock.now()).toBeGreaterThan(30_000)
    expect(clock.waiting).toBe(0)
  })
})

describe('errors', () => {
  test('a refused start ends with the code of the server', () => {
    last().handlers.onOpen()
    answer({ type: 'error', code: 'OVERLOADED', message: 'No more calls can be taken now.', retryable: true })
    last().handlers.onClose(1013)
    expect(stream.status).toMatchObject({ phase: 'failed', code: 'OVERLOADED' })
  })

  test('an error that the server does not close after changes nothing', () => {
    connected()
    answer({ type: 'error', code: 'MESSAGE_UNKNOWN', message: 'x', retryable: false })
    stream.send(frames(0, 1))
    expect(last().audio).toEqual([0, 0])
    expect(stream.status.phase).toBe('streaming')
  })

  test('no server at all is a failure, not an endless wait', () => {
    last().handlers.onClose(1006)
    expect(stream.status).toMatchObject({ phase: 'failed', code: 'NOT_CONNECTED' })
  })

  test('a server that takes no audio for a minute is given up; memory stays bounded', () => {
    connected()
    for (let second = 0; second <= 61; second += 1) stream.send(new Uint8Array(16_000))
    expect(stream.status).toMatchObject({ phase: 'failed', code: 'TOO_FAR_BEHIND' })
  })
})

test('stops without the server when its last answer does not come', () => {
  connected()
  stream.stop()
  clock.advance(10_000)
  expect(phases()).toEqual(['streaming', 'stopping', 'stopped'])
  expect(clock.waiting).toBe(0)
})
