import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../server/contracts/errors.ts'
import { GrpcClient } from '../helpers/grpc-client.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

/** The sink has one model for each of these languages. */
const [ENGLISH, KOREAN] = ['model-en-US', 'model-ko-KR']
const AUDIO = { encoding: 'pcm_s16le', sampleRate: 8000 }
const UNAVAILABLE = 'No model here recognises this language. language: expected one of en-US, ko-KR.'
const UNKNOWN = `There is no model of this name. model: expected one of ${ENGLISH}, ${KOREAN}.`

let server: IngestServer
let grpc: GrpcClient | null = null

beforeEach(async () => {
  server = await startIngest({ startTimeoutMs: 1000, resumeWindowMs: 400 })
})

afterEach(async () => {
  grpc?.close()
  grpc = null
  await server.close()
})

async function start(overrides: object = {}): Promise<NativeClient> {
  const client = await NativeClient.open({ host: server.host, token: await server.token() })
  client.send(startMessage(overrides))
  return client
}

async function startTwilio(customParameters: object): Promise<NativeClient> {
  const path = `/v1/streams/twilio?token=${await server.token()}`
  const client = await NativeClient.open({ host: server.host, path })
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }
  client.send({
    event: 'start',
    start: { callSid: 'c-1', tracks: ['inbound'], customParameters, mediaFormat },
  })
  return client
}

async function startGrpc(fields: object): Promise<GrpcClient> {
  grpc = new GrpcClient({ host: server.grpc, token: await server.token() })
  const audio = { encoding: 'ENCODING_PCM_S16LE', sampleRate: 8000, channels: ['PARTY_AGENT'] }
  grpc.send({ start: { callId: 'c-1', audio, ...fields } })
  return grpc
}

const modelsOf = (party: 'agent' | 'customer'): readonly (string | undefined)[] => [
  ...new Set(server.sink.framesOf('c-1', party).map((frame) => frame.model)),
]

describe('a stream that says its language or model', () => {
  it.each([
    ['nothing', {}, ENGLISH, 'en-US'],
    ['a language', { language: 'ko-KR' }, KOREAN, 'ko-KR'],
    ['a region that no model is made for', { language: 'en-GB' }, ENGLISH, 'en-GB'],
    ['a model', { model: KOREAN }, KOREAN, 'ko-KR'],
    ['a model that counts more than the language', { model: KOREAN, language: 'en-US' }, KOREAN, 'ko-KR'],
  ])('%s', async (_what, said, model, language) => {
    const client = await start(said)
    await client.answer('started')
    await client.audio(Buffer.alloc(640))
    await until('the audio', () => server.sink.frames.length === 2)
    expect(server.sink.of('open')).toEqual([
      { kind: 'open', model, call: expect.objectContaining({ callId: 'c-1', language }) },
    ])
    expect(modelsOf('agent')).toEqual([model])
    expect(modelsOf('customer')).toEqual([model])
  })

  it('is understood at the gRPC and the Twilio door too', async () => {
    const overGrpc = await startGrpc({ model: KOREAN })
    await overGrpc.answer('started')
    await startTwilio({ model: ENGLISH })
    await until('the second stream', () => server.ingest.liveStreams() === 2)
    expect(server.sink.of('open')).toMatchObject([{ model: KOREAN, call: { attributes: {} } }])
  })

  it('has its party recognised in another language than the rest of the call', async () => {
    const agent = await start({ audio: { ...AUDIO, channels: ['agent'] }, language: 'en-US' })
    await agent.answer('started')
    const customer = await start({ audio: { ...AUDIO, channels: ['customer'] }, language: 'ko' })
    await customer.answer('started')
    for (const client of [agent, customer]) await client.audio(Buffer.alloc(320))
    await until('both parties', () => server.sink.frames.length === 2)
    expect(modelsOf('agent')).toEqual([ENGLISH])
    expect(modelsOf('customer')).toEqual([KOREAN])
    expect(server.sink.of('open')).toHaveLength(1)
  })

  it('lends it to a stream of the same call that says nothing', async () => {
    const agent = await start({ audio: { ...AUDIO, channels: ['agent'] }, language: 'ko-KR' })
    await agent.answer('started')
    const customer = await start({ audio: { ...AUDIO, channels: ['customer'] } })
    await customer.answer('started')
    await customer.audio(Buffer.alloc(320))
    await until('the audio', () => server.sink.frames.length === 1)
    expect(modelsOf('customer')).toEqual([KOREAN])
  })
})

describe('a language or a model that there is not', () => {
  it.each([
    ['a language', { language: 'fr-FR' }, 4400, 'LANGUAGE_UNAVAILABLE', UNAVAILABLE],
    ['a model', { model: 'vosk-model-fr' }, 4404, 'MODEL_UNKNOWN', UNKNOWN],
    [
      'a model’s name that is none',
      { model: '' },
      4400,
      'MESSAGE_INVALID',
      expect.stringContaining('model: '),
    ],
  ])('%s is refused at the native door, and nothing is opened', async (_what, said, close, code, message) => {
    const client = await start(said)
    expect(await client.answer('error')).toEqual({ type: 'error', code, message, retryable: false })
    expect(await client.closed()).toBe(close)
    expect(server.sink.events).toEqual([])
    // The id is free for the next try.
    const again = await start()
    expect(await again.answer('started')).toMatchObject({ callId: 'c-1' })
  })

  it('is refused at the gRPC door', async () => {
    const client = await startGrpc({ language: 'fr-FR' })
    const ended = await client.ended()
    expect(ended).toMatchObject({ code: status.FAILED_PRECONDITION, details: UNAVAILABLE })
    expect(ended.metadata.get('earshot-code')).toEqual(['LANGUAGE_UNAVAILABLE'])
  })

  it('is refused at the Twilio door', async () => {
    const client = await startTwilio({ language: 'fr-FR' })
    expect(await client.closed()).toBe(4400)
    const labels = { source: 'twilio', code: 'LANGUAGE_UNAVAILABLE' }
    expect(await server.metric('earshot_ingest_errors_total', labels)).toBe(1)
  })

  it('leaves a call as it was when a further stream asks for it', async () => {
    const agent = await start({ audio: { ...AUDIO, channels: ['agent'] } })
    await agent.answer('started')
    const customer = await start({
      audio: { ...AUDIO, channels: ['customer'] },
      language: 'fr-FR',
      attributes: { queue: 'billing' },
    })
    expect(await customer.answer('error')).toMatchObject({ code: 'LANGUAGE_UNAVAILABLE' })
    expect(server.sink.of('update')).toEqual([])
    expect(server.ingest.liveStreams()).toBe(1)
  })
})

describe('a model that turns out not to be usable', () => {
  const failure = new AppError('RECOGNISER_FAILED', 'The model could not be loaded.', {
    retryAfterMs: 30_000,
  })

  it('ends its streams with the reason, and the call with its last one', async () => {
    const agent = await start({ audio: { ...AUDIO, channels: ['agent'] }, language: 'en-US' })
    await agent.answer('started')
    const customer = await start({ audio: { ...AUDIO, channels: ['customer'] }, language: 'ko-KR' })
    await customer.answer('started')
    server.sink.failModel(KOREAN, failure)
    expect(await customer.answer('error')).toMatchObject({
      code: 'RECOGNISER_FAILED',
      retryable: true,
      retryAfterMs: 30_000,
    })
    expect(await customer.closed()).toBe(1013)
    expect(server.ingest.liveStreams()).toBe(1)
    expect(server.sink.of('close')).toEqual([])

    server.sink.failModel(ENGLISH, failure)
    expect(await agent.closed()).toBe(1013)
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'failed' }])
    expect(await server.metric('earshot_ingest_errors_total', { code: 'RECOGNISER_FAILED' })).toBe(2)
  })

  it('ends a stream whose connection is gone for the moment, too', async () => {
    const client = await start({ language: 'ko-KR' })
    await client.answer('started')
    client.socket.terminate()
    await client.closed()
    server.sink.failModel(KOREAN, failure)
    expect(server.ingest.liveStreams()).toBe(0)
    await until('the call is closed', () => server.sink.of('close').length === 1)
    expect(server.sink.of('close')[0]?.reason).toBe('failed')
  })
})
