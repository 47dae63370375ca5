import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MULAW_TABLE } from '../../server/platform/g711.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, littleEndian, noise, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

const AUTH_TOKEN = 'twilio-auth-token'
const PUBLIC_URL = 'https://voice.example.com'
const PATH = '/v1/streams/twilio'

let server: IngestServer

beforeEach(async () => {
  server = await startIngest({
    resumeWindowMs: 400,
    startTimeoutMs: 1_000,
    twilio: {
      authToken: AUTH_TOKEN,
      publicUrl: PUBLIC_URL,
      trackMap: { inbound: 'customer', outbound: 'agent' },
    },
  })
})

afterEach(async () => {
  await server.close()
})

function sign(address: string): Record<string, string> {
  return { 'x-twilio-signature': createHmac('sha1', AUTH_TOKEN).update(address).digest('base64') }
}

/** A socket as Twilio opens it. */
async function open(options: { signed?: boolean; token?: string } = {}): Promise<NativeClient> {
  const { signed = true, token } = options
  const client = await NativeClient.open({
    host: server.host,
    path: PATH,
    headers: signed ? sign('wss://voice.example.com/v1/streams/twilio') : {},
    ...(token === undefined ? {} : { token }),
  })
  client.send({ event: 'connected', protocol: 'Call', version: '1.0.0' })
  return client
}

function start(overrides: object = {}): object {
  return {
    event: 'start',
    sequenceNumber: '1',
    streamSid: 'MZ1',
    start: {
      streamSid: 'MZ1',
      accountSid: 'AC1',
      callSid: 'CA1',
      tracks: ['inbound', 'outbound'],
      customParameters: {},
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      ...overrides,
    },
  }
}

function media(track: 'inbound' | 'outbound', timestampMs: number, payload: Uint8Array | string): object {
  const text = typeof payload === 'string' ? payload : Buffer.from(payload).toString('base64')
  return {
    event: 'media',
    sequenceNumber: '3',
    streamSid: 'MZ1',
    media: { track, chunk: '2', timestamp: String(timestampMs), payload: text },
  }
}

const STOP = { event: 'stop', sequenceNumber: '9', streamSid: 'MZ1', stop: { callSid: 'CA1' } }

/** `ms` of mu-law in which every byte is different from its neighbours. */
function mulaw(ms: number, seed: number): Buffer {
  return Buffer.from(noise(ms * 8, seed).map((sample) => sample & 0xff))
}

function decoded(bytes: Buffer): Int16Array {
  return Int16Array.from(bytes, (code) => MULAW_TABLE[code] ?? 0)
}

describe('a Twilio media stream', () => {
  it('brings both tracks apart, says nothing and closes after the stop', async () => {
    const [customer, agent] = [mulaw(400, 1), mulaw(400, 2)]
    const client = await open()
    const forged = { 'earshot.earlier-contacts': '1' }
    const customParameters = { agentId: 'a7', queue: 'billing', token: 'never kept', ...forged }
    client.send(start({ customParameters }))
    for (let at = 0; at < 400; at += 20) {
      client.send(media('inbound', at, customer.subarray(at * 8, at * 8 + 160)))
      client.send(media('outbound', at, agent.subarray(at * 8, at * 8 + 160)))
    }
    client.send({ event: 'dtmf', streamSid: 'MZ1', dtmf: { track: 'inbound_track', digit: '1' } })
    client.send({ event: 'mark', streamSid: 'MZ1', mark: { name: 'x' } })
    client.send({ event: 'of a later version' })
    client.send(STOP)
    expect(await client.closed()).toBe(1000)
    expect(client.answers).toEqual([])
    expect(server.sink.samplesOf('CA1', 'customer')).toEqual(decoded(customer))
    expect(server.sink.samplesOf('CA1', 'agent')).toEqual(decoded(agent))
    expect(server.sink.of('open')[0]?.call).toMatchObject({
      callId: 'CA1',
      agentId: 'a7',
      source: 'twilio',
      attributes: { queue: 'billing' },
    })
    expect(server.sink.of('open')[0]?.call.attributes).toEqual({ queue: 'billing' })
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'CA1', reason: 'completed' }])
    expect(server.sink.of('gap')).toEqual([])
  })

  it('joins two sockets of one call', async () => {
    const [inbound, outbound] = [await open(), await open()]
    inbound.send(start({ tracks: ['inbound'] }))
    await until('the call', () => server.sink.of('open').length === 1)
    outbound.send(start({ tracks: ['outbound'] }))
    inbound.send(media('inbound', 0, mulaw(20, 1)))
    outbound.send(media('outbound', 0, mulaw(20, 2)))
    inbound.send(STOP)
    await inbound.closed()
    expect(server.sink.of('close')).toEqual([])
    outbound.send(STOP)
    await outbound.closed()
    expect(server.sink.of('open')).toHaveLength(1)
    expect(server.sink.samplesOf('CA1', 'agent')).toHaveLength(160)
    expect(server.sink.samplesOf('CA1', 'customer')).toHaveLength(160)
  })

  it('lets the stream say which track is the agent', async () => {
    const client = await open()
    client.send(start({ tracks: ['inbound'], customParameters: { agentTrack: 'inbound' } }))
    client.send(media('inbound', 0, mulaw(20, 1)))
    client.send(STOP)
    await client.closed()
    expect(server.sink.samplesOf('CA1', 'agent')).toHaveLength(160)
  })

  it('counts samples, not timestamps: 40 ms payloads 20 ms apart neither overlap nor shrink', async () => {
    const client = await open()
    client.send(start({ tracks: ['inbound'] }))
    for (let chunk = 0; chunk < 30; chunk += 1) client.send(media('inbound', chunk * 20, mulaw(40, chunk)))
    client.send(STOP)
    await client.closed()
    expect(server.sink.samplesOf('CA1', 'customer')).toHaveLength(30 * 320)
    expect(server.sink.of('gap')).toEqual([])
    expect(server.sink.breaches).toEqual([])
  })

  it('notices missing audio by a timestamp more than half a second ahead, and only then', async () => {
    const client = await open()
    client.send(start({ tracks: ['inbound', 'outbound'] }))
    client.send(media('inbound', 0, mulaw(20, 1)))
    client.send(media('inbound', 500, mulaw(20, 2)))
    client.send(media('inbound', 1600, mulaw(20, 3)))
    client.send(media('inbound', 100, mulaw(20, 4)))
    // The other track begins later: nothing of it is missing.
    client.send(media('outbound', 300, mulaw(20, 5)))
    client.send(media('inbound', 900_000_000_000, mulaw(20, 6)))
    client.send(STOP)
    await client.closed()
    expect(server.sink.of('gap').map((event) => event.gap)).toEqual([
      { callId: 'CA1', party: 'customer', fromMs: 40, toMs: 1600, reason: 'lost' },
    ])
    expect(server.sink.framesOf('CA1', 'customer').map((frame) => frame.atMs)).toEqual([
      0, 20, 1600, 1620, 1640,
    ])
    expect(server.sink.framesOf('CA1', 'agent').map((frame) => frame.atMs)).toEqual([300])
    expect(await server.metric('earshot_ingest_messages_dropped_total', { reason: 'timestamp' })).toBe(1)
  })

  it('drops and counts what it cannot read, and goes on', async () => {
    const client = await open()
    client.send(media('inbound', 0, mulaw(20, 1)))
    client.send(start({ tracks: ['inbound'] }))
    client.send(start({ tracks: ['inbound'] }))
    client.socket.send('{')
    client.socket.send(Buffer.from([1, 2, 3]))
    client.send(media('inbound', 0, 'not base64!'))
    client.send(media('inbound', 0, 'AAA'))
    client.send(media('outbound', 0, mulaw(20, 1)))
    client.send({ event: 'media', media: { track: 'inbound' } })
    client.send(media('inbound', 0, mulaw(20, 1)))
    client.send(STOP)
    expect(await client.closed()).toBe(1000)
    expect(server.sink.samplesOf('CA1', 'customer')).toHaveLength(160)
    const counts = {
      before_start: 1,
      second_start: 1,
      not_json: 1,
      not_text: 1,
      not_base64: 2,
      unknown_track: 1,
      malformed: 1,
    }
    for (const [reason, count] of Object.entries(counts)) {
      const labels = { source: 'twilio', reason }
      expect([reason, await server.metric('earshot_ingest_messages_dropped_total', labels)]).toEqual([
        reason,
        count,
      ])
    }
  })

  it('takes a bare close as a stop', async () => {
    const client = await open()
    client.send(start())
    client.send(media('inbound', 0, mulaw(20, 1)))
    await until('the audio', () => server.sink.frames.length === 1)
    client.socket.close()
    await until('the call is closed', () => server.sink.of('close').length === 1)
    expect(server.sink.of('close')[0]).toMatchObject({ reason: 'completed' })
  })

  it('keeps the call of a lost socket for a new one, then abandons it', async () => {
    const first = await open()
    first.send(start({ tracks: ['inbound'] }))
    first.send(media('inbound', 0, mulaw(1000, 1)))
    await until('the audio', () => server.sink.frames.length === 1)
    first.socket.terminate()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const second = await open()
    second.send(start({ tracks: ['inbound'] }))
    second.send(media('inbound', 0, mulaw(20, 2)))
    await until('the audio', () => server.sink.frames.length === 2)
    expect(server.sink.frames[1]?.callId).toBe('CA1')
    expect(server.sink.frames[1]?.atMs).toBeGreaterThanOrEqual(1000)
    second.socket.terminate()
    await until('the call is closed', () => server.sink.of('close').length === 1)
    expect(server.sink.of('close')[0]).toMatchObject({ callId: 'CA1', reason: 'abandoned' })
  })

  it.each([
    ['another encoding', { encoding: 'audio/x-l16', sampleRate: 8000, channels: 1 }, 'ENCODING_UNKNOWN'],
    [
      'another rate',
      { encoding: 'audio/x-mulaw', sampleRate: 16000, channels: 1 },
      'SAMPLE_RATE_UNSUPPORTED',
    ],
  ])('refuses %s', async (_what, mediaFormat, code) => {
    const client = await open()
    client.send(start({ mediaFormat }))
    expect(await client.closed()).toBe(4400)
    expect(await server.metric('earshot_ingest_errors_total', { source: 'twilio', code })).toBe(1)
    expect(server.sink.of('open')).toEqual([])
  })
})

describe('parameters of a Twilio start', () => {
  it.each([
    ['an agent id', { agentId: 'a'.repeat(129) }],
    ['an agent id with control characters', { agentId: 'a\n7' }],
    ['a language', { language: 'my name is john' }],
  ])('are held to the limits of every door: %s', async (_what, customParameters) => {
    const client = await open()
    client.send(start({ customParameters }))
    expect(await client.closed()).toBe(4400)
    const labels = { source: 'twilio', code: 'MESSAGE_INVALID' }
    expect(await server.metric('earshot_ingest_errors_total', labels)).toBe(1)
    expect(server.sink.of('open')).toEqual([])
  })
})

describe('who may open the Twilio door', () => {
  it.each([
    'wss://voice.example.com/v1/streams/twilio',
    'https://voice.example.com/v1/streams/twilio',
    'wss://voice.example.com/v1/streams/twilio/',
  ])('a request signed for %s', async (address) => {
    const client = await NativeClient.open({ host: server.host, path: PATH, headers: sign(address) })
    client.send(start())
    await until('the call', () => server.sink.of('open').length === 1)
  })

  it('not one signed for another address, or with another secret', async () => {
    const other = createHmac('sha1', 'guess')
      .update('wss://voice.example.com/v1/streams/twilio')
      .digest('base64')
    for (const headers of [
      sign('wss://evil.example.com/v1/streams/twilio'),
      { 'x-twilio-signature': other },
    ]) {
      const refusal = await NativeClient.refusal({ host: server.host, path: PATH, headers })
      expect(refusal).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } })
    }
  })

  it('a bearer token, or a token in the query', async () => {
    const token = await server.token()
    const byHeader = await open({ signed: false, token })
    byHeader.send(start())
    await until('the call', () => server.sink.of('open').length === 1)
    await NativeClient.open({ host: server.host, path: `${PATH}?token=${token}` })
    const refusal = await NativeClient.refusal({ host: server.host, path: `${PATH}?token=wrong` })
    expect(refusal.status).toBe(401)
  })

  it('a token in the custom parameters, judged before anything is opened', async () => {
    const token = await server.token({ role: 'agent', agentId: 'a7' })
    const client = await open({ signed: false })
    client.send(start({ tracks: ['inbound'], customParameters: { token } }))
    client.send(media('inbound', 0, mulaw(20, 1)))
    client.send(STOP)
    expect(await client.closed()).toBe(1000)
    expect(server.sink.of('open')[0]?.call).toMatchObject({ agentId: 'a7', attributes: {} })
    expect(server.sink.samplesOf('CA1', 'customer')).toHaveLength(160)
  })

  it.each([
    ['no token', {}, 'TOKEN_MISSING', 4401],
    ['a wrong token', { token: 'abc' }, 'TOKEN_INVALID', 4401],
  ])('%s in the custom parameters', async (_what, customParameters, code, closeCode) => {
    const client = await open({ signed: false })
    client.send(start({ customParameters }))
    client.send(media('inbound', 0, mulaw(20, 1)))
    expect(await client.closed()).toBe(closeCode)
    expect(await server.metric('earshot_ingest_errors_total', { source: 'twilio', code })).toBe(1)
    expect(server.sink.events).toEqual([])
    expect(server.sink.frames).toEqual([])
  })

  it('not a role that may not bring audio', async () => {
    const client = await open({ signed: false })
    client.send(start({ customParameters: { token: await server.token({ role: 'analyst' }) } }))
    expect(await client.closed()).toBe(4403)
  })

  it('nobody who never starts', async () => {
    const client = await open({ signed: false })
    expect(await client.closed()).toBe(4408)
  })
})

describe('one session model', () => {
  it('joins a Twilio track and a native stream in one call', async () => {
    const twilio = await open()
    twilio.send(start({ tracks: ['inbound'] }))
    await until('the call', () => server.sink.of('open').length === 1)
    const native = await NativeClient.open({ host: server.host, token: await server.token() })
    native.send(
      startMessage({
        callId: 'CA1',
        audio: { encoding: 'pcm_s16le', sampleRate: 16000, channels: ['agent'] },
        atMs: 0,
      }),
    )
    expect(await native.answer('started')).toMatchObject({ callId: 'CA1' })
    await native.audio(littleEndian(noise(320)))
    twilio.send(media('inbound', 0, mulaw(20, 1)))
    native.send({ type: 'stop' })
    await native.closed()
    twilio.send(STOP)
    await twilio.closed()
    expect(server.sink.of('close')).toHaveLength(1)
    expect(server.sink.frames.map((frame) => frame.rate).sort()).toEqual([16000, 8000])
  })
})
