import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../server/contracts/errors.ts'
import { GrpcClient } from '../helpers/grpc-client.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { interleave, littleEndian, noise } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

let server: IngestServer
const clients: GrpcClient[] = []

beforeEach(async () => {
  server = await startIngest({ startTimeoutMs: 1_000, resumeWindowMs: 400 })
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await server.close()
})

async function open(options: { role?: 'agent' | 'supervisor'; agentId?: string } = {}): Promise<GrpcClient> {
  return connect(await server.token(options))
}

function connect(token?: string): GrpcClient {
  const client = new GrpcClient({ host: server.grpc, ...(token === undefined ? {} : { token }) })
  clients.push(client)
  return client
}

const START = {
  callId: 'c-1',
  audio: {
    encoding: 'ENCODING_PCM_S16LE',
    sampleRate: 8000,
    channels: ['PARTY_AGENT', 'PARTY_CUSTOMER'],
  },
}

describe('a gRPC stream', () => {
  it('brings both parties sample for sample, with the same answers as the native door', async () => {
    const [agent, customer] = [noise(8_000, 3), noise(8_000, 4)]
    const client = await open()
    client.send({ start: { ...START, agentId: 'a7', attributes: { queue: 'billing' }, language: 'en-GB' } })
    expect(await client.answer('started')).toMatchObject({ callId: 'c-1' })
    const bytes = littleEndian(interleave(agent, customer))
    for (let at = 0; at < bytes.length; at += 333) client.send({ audio: bytes.subarray(at, at + 333) })
    client.send({ update: { onHold: true } })
    client.send({ gap: { durationMs: 500 } })
    client.send({ ping: {} })
    await client.answer('pong')
    expect(await client.answer('ack')).toMatchObject({ samples: 8000, positionMs: 1500 })
    client.send({ stop: {} })
    expect(await client.answer('stopped')).toMatchObject({ callId: 'c-1', durationMs: 1500 })
    expect(await client.ended()).toMatchObject({ code: status.OK })

    expect(server.sink.samplesOf('c-1', 'agent')).toEqual(agent)
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(customer)
    expect(server.sink.of('open')[0]?.call).toMatchObject({
      agentId: 'a7',
      source: 'grpc',
      language: 'en-GB',
      attributes: { queue: 'billing' },
    })
    expect(server.sink.of('update')[0]?.change.onHold).toBe(true)
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'completed' }])
  })

  it('takes half-closing as a stop', async () => {
    const client = await open()
    client.send({ start: START })
    client.send({ audio: Buffer.alloc(320) })
    client.call.end()
    expect(await client.answer('stopped')).toMatchObject({ durationMs: 10 })
    expect(await client.ended()).toMatchObject({ code: status.OK })
  })

  it('resumes a cancelled stream without losing or repeating a sample', async () => {
    const samples = interleave(noise(8_000, 5), noise(8_000, 6))
    const bytes = littleEndian(samples)
    const first = await open()
    first.send({ start: START })
    const { streamId } = await first.answer('started')
    first.send({ audio: bytes.subarray(0, 9_999) })
    await until('the audio', () => server.sink.samplesOf('c-1', 'agent').length > 0)
    first.call.cancel()

    const second = await open()
    second.send({ resume: { callId: 'c-1', streamId } })
    const resumed = await second.answer('resumed')
    expect(resumed).toMatchObject({ samples: 2499 })
    second.send({ audio: bytes.subarray(Number(resumed['samples']) * 4) })
    second.send({ stop: {} })
    expect(await second.answer('stopped')).toMatchObject({ durationMs: 1000 })
    const received = interleave(
      server.sink.samplesOf('c-1', 'agent'),
      server.sink.samplesOf('c-1', 'customer'),
    )
    expect(received).toEqual(samples)
  })

  it('abandons a cancelled stream that does not come back', async () => {
    const client = await open()
    client.send({ start: START })
    await client.answer('started')
    client.call.cancel()
    await until('the call is closed', () => server.sink.of('close').length === 1)
    expect(server.sink.of('close')[0]).toMatchObject({ reason: 'abandoned' })
  })
})

describe('a gRPC stream that is wrong is told why', () => {
  it.each([
    ['no token', undefined, 'TOKEN_MISSING'],
    ['a bad token', 'abc', 'TOKEN_INVALID'],
  ])('%s', async (_what, token, code) => {
    const client = connect(token)
    client.send({ start: START })
    const ended = await client.ended()
    expect(ended.code).toBe(status.UNAUTHENTICATED)
    expect(ended.metadata.get('earshot-code')).toEqual([code])
    expect(server.sink.of('open')).toEqual([])
  })

  it('a role that may not bring audio', async () => {
    const ended = await (await open({ role: 'supervisor' })).ended()
    expect(ended.code).toBe(status.PERMISSION_DENIED)
  })

  it.each([
    ['audio before start', { audio: Buffer.alloc(4) }, 'START_MISSING', status.FAILED_PRECONDITION],
    ['nothing in the oneof', {}, 'MESSAGE_UNKNOWN', status.INVALID_ARGUMENT],
    [
      'no encoding',
      { start: { ...START, audio: { ...START.audio, encoding: 'ENCODING_UNSPECIFIED' } } },
      'ENCODING_UNKNOWN',
      status.INVALID_ARGUMENT,
    ],
    [
      'an encoding of a later version',
      { start: { ...START, audio: { ...START.audio, encoding: 99 } } },
      'ENCODING_UNKNOWN',
      status.INVALID_ARGUMENT,
    ],
    [
      'no rate',
      { start: { ...START, audio: { ...START.audio, sampleRate: 0 } } },
      'SAMPLE_RATE_UNSUPPORTED',
      status.INVALID_ARGUMENT,
    ],
    [
      'no party',
      { start: { ...START, audio: { ...START.audio, channels: [] } } },
      'MESSAGE_INVALID',
      status.INVALID_ARGUMENT,
    ],
    ['an unknown stream', { resume: { callId: 'c', streamId: 's' } }, 'RESUME_UNKNOWN', status.NOT_FOUND],
  ])('%s', async (_what, request, code, grpcStatus) => {
    const client = await open()
    client.send(request)
    expect(await client.answer('error')).toMatchObject({ code })
    const ended = await client.ended()
    expect(ended.code).toBe(grpcStatus)
    expect(ended.metadata.get('earshot-code')).toEqual([code])
    expect(server.sink.of('open')).toEqual([])
  })

  it('no start at all', async () => {
    const client = await open()
    expect(await client.answer('error')).toMatchObject({ code: 'START_TIMEOUT' })
  })

  it('two starts', async () => {
    const client = await open()
    client.send({ start: START })
    client.send({ start: START })
    expect(await client.answer('error')).toMatchObject({ code: 'START_TWICE' })
    expect((await client.ended()).code).toBe(status.FAILED_PRECONDITION)
    expect(server.sink.of('close')[0]).toMatchObject({ reason: 'failed' })
  })

  it('a message of ten mebibytes', async () => {
    const client = await open()
    client.send({ start: START })
    await client.answer('started')
    client.send({ audio: Buffer.alloc(10 * 1024 * 1024) })
    expect((await client.ended()).code).toBe(status.RESOURCE_EXHAUSTED)
    await until('the call is given up', () => server.sink.of('close').length === 1)
    expect(server.sink.frames).toEqual([])
  })

  it('an agent who names another', async () => {
    const client = await open({ role: 'agent', agentId: 'a7' })
    client.send({ start: { ...START, agentId: 'a8' } })
    expect((await client.ended()).code).toBe(status.PERMISSION_DENIED)
  })

  it('a call that recognition does not take, and when to come back', async () => {
    server.sink.refusal = new AppError('OVERLOADED', null, { retryAfterMs: 4200 })
    const client = await open()
    client.send({ start: START })
    expect(await client.answer('error')).toMatchObject({ code: 'OVERLOADED', retryAfterMs: 4200 })
    const { code, metadata } = await client.ended()
    expect(code).toBe(status.RESOURCE_EXHAUSTED)
    expect(metadata.get('retry-after-ms')).toEqual(['4200'])
    expect(metadata.get('grpc-retry-pushback-ms')).toEqual(['4200'])
  })

  it('a server that shuts down', async () => {
    const client = await open()
    client.send({ start: START })
    await client.answer('started')
    await server.ingest.stop(2_000)
    expect(await client.answer('error')).toMatchObject({ code: 'SHUTTING_DOWN' })
    expect((await client.ended()).code).toBe(status.UNAVAILABLE)
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'shutdown' }])
  })
})
