import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callMs, fromSamples } from '../../server/contracts/time.ts'
import { GrpcClient } from '../helpers/grpc-client.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, littleEndian, noise, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

const MAX_AHEAD_MS = 5_000
/** What is taken at once: 16 KiB of 8 kHz PCM. */
const SLICE_MS = 1_024

let server: IngestServer
let decodedMs = 0
let furthestAheadMs = 0
let recognition: NodeJS.Timeout

beforeEach(async () => {
  server = await startIngest({ maxAheadMs: MAX_AHEAD_MS, resumeWindowMs: 300 })
  decodedMs = 0
  furthestAheadMs = 0
  let positionMs = 0
  server.sink.onFrame = (frame) => {
    positionMs = frame.atMs + fromSamples(frame.samples.length, frame.rate)
    furthestAheadMs = Math.max(furthestAheadMs, positionMs - decodedMs)
  }
  // A recogniser that is a hundred times faster than real time, and reports as the real one does.
  recognition = setInterval(() => {
    decodedMs = Math.min(positionMs, decodedMs + 1_000)
    server.bus.publish('call', { type: 'tick', callId: 'c-1', seq: 1, atMs: callMs(decodedMs), lagMs: 0 })
  }, 10)
})

afterEach(async () => {
  clearInterval(recognition)
  await server.close()
})

const samples = noise(8_000 * 60)
const bytes = littleEndian(samples)
const audio = { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['customer'] }

describe('a recording that is streamed as fast as it can be read', () => {
  it('is slowed over WebSocket and loses nothing', async () => {
    const client = await NativeClient.open({ host: server.host, token: await server.token() })
    client.send(startMessage({ audio }))
    for (let at = 0; at < bytes.length; at += 100_000) void client.audio(bytes.subarray(at, at + 100_000))
    client.send({ type: 'stop' })
    await client.answer('stopped')
  })

  it('is slowed over gRPC and loses nothing', async () => {
    const client = new GrpcClient({ host: server.grpc, token: await server.token() })
    client.send({
      start: {
        callId: 'c-1',
        audio: { encoding: 'ENCODING_PCM_S16LE', sampleRate: 8000, channels: ['PARTY_CUSTOMER'] },
      },
    })
    for (let at = 0; at < bytes.length; at += 100_000)
      client.send({ audio: bytes.subarray(at, at + 100_000) })
    client.call.end()
    await client.answer('stopped')
    client.close()
  })

  afterEach(async () => {
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(samples)
    expect(server.sink.breaches).toEqual([])
    expect(furthestAheadMs).toBeGreaterThan(MAX_AHEAD_MS - SLICE_MS)
    expect(furthestAheadMs).toBeLessThanOrEqual(MAX_AHEAD_MS + SLICE_MS)
    expect(await server.metric('earshot_ingest_holds_total')).toBeGreaterThan(10)
  })
})

describe('a held stream', () => {
  it('can vanish and be resumed', async () => {
    clearInterval(recognition)
    const token = await server.token()
    const first = await NativeClient.open({ host: server.host, token })
    first.send(startMessage({ audio }))
    const { streamId } = await first.answer('started')
    void first.audio(bytes).catch(() => undefined)
    await until('the hold', async () => (await server.metric('earshot_ingest_holds_total')) === 1)
    first.socket.terminate()
    const second = await NativeClient.open({ host: server.host, token })
    second.send({ type: 'resume', callId: 'c-1', streamId })
    const received = Number((await second.answer('resumed'))['samples'])
    expect(received).toBeLessThan(samples.length)
    server.bus.publish('call', { type: 'tick', callId: 'c-1', seq: 1, atMs: callMs(3_600_000), lagMs: 0 })
    await second.audio(bytes.subarray(received * 2))
    second.send({ type: 'stop' })
    await second.answer('stopped')
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(samples)
  })
})
