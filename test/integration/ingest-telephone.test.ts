import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MULAW_TABLE } from '../../server/platform/g711.ts'
import { GrpcClient } from '../helpers/grpc-client.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, littleEndian, noise, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

let server: IngestServer

beforeEach(async () => {
  server = await startIngest()
})

afterEach(async () => {
  expect(server.sink.breaches).toEqual([])
  await server.close()
})

async function native(start: object): Promise<NativeClient> {
  const client = await NativeClient.open({ host: server.host, token: await server.token() })
  client.send(startMessage(start))
  await client.answer('started')
  return client
}

async function stop(client: NativeClient): Promise<void> {
  client.send({ type: 'stop' })
  await client.answer('stopped')
}

/** Sends in real time: the clock that counts is that of the arrivals. */
async function paced(
  client: NativeClient,
  bytes: Buffer,
  frameBytes: number,
  frameMs: number,
): Promise<void> {
  const began = performance.now()
  for (let sent = 0; sent * frameBytes < bytes.length; sent += 1) {
    await client.audio(bytes.subarray(sent * frameBytes, (sent + 1) * frameBytes))
    const due = began + (sent + 1) * frameMs
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
  }
}

const customer = { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['customer'] }

describe('frames of any length', () => {
  const samples = noise(9_600)
  const bytes = littleEndian(samples)

  it.each([10, 20, 30, 60, 200, 33.4375])('of %s ms over WebSocket are the same samples', async (frameMs) => {
    const client = await native({ audio: customer })
    const frameBytes = frameMs * 16
    for (let at = 0; at < bytes.length; at += frameBytes)
      await client.audio(bytes.subarray(at, at + frameBytes))
    await stop(client)
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(samples)
    expect(server.sink.of('gap')).toEqual([])
  })

  it.each([10, 30, 200])('of %s ms over gRPC are the same samples', async (frameMs) => {
    const client = new GrpcClient({ host: server.grpc, token: await server.token() })
    client.send({
      start: {
        callId: 'c-1',
        audio: { encoding: 'ENCODING_PCM_S16LE', sampleRate: 8000, channels: ['PARTY_CUSTOMER'] },
      },
    })
    const frameBytes = frameMs * 16
    for (let at = 0; at < bytes.length; at += frameBytes)
      client.send({ audio: bytes.subarray(at, at + frameBytes) })
    client.send({ stop: {} })
    await client.answer('stopped')
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(samples)
  })
})

describe('a party that says nothing for a while and sends nothing', () => {
  it('comes back at its place in the call', { timeout: 30_000 }, async () => {
    const client = await native({ audio: customer })
    await paced(client, Buffer.alloc(16 * 5_500), 320, 20)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await paced(client, Buffer.alloc(16 * 1_000), 320, 20)
    await stop(client)
    const gaps = server.sink.of('gap').map((event) => event.gap)
    expect(gaps.map((gap) => gap.reason)).toEqual(['lost'])
    const gapMs = gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0)
    expect(Math.abs(gapMs - 2_000)).toBeLessThanOrEqual(250)
    expect(await server.metric('earshot_ingest_missing_ms_total', { by: 'arrival' })).toBe(gapMs)
  })

  it('is there from the start, when its first audio comes late', { timeout: 30_000 }, async () => {
    const client = await native({ audio: customer })
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await paced(client, Buffer.alloc(16 * 1_000), 320, 20)
    await stop(client)
    const firstMs = server.sink.frames[0]?.atMs ?? NaN
    expect(Math.abs(firstMs - 2_000)).toBeLessThanOrEqual(250)
    expect(server.sink.of('gap')).toEqual([])
  })
})

describe('another sample rate in mid-call', () => {
  it('goes on where the party was, with nothing missing', async () => {
    const first = await native({ audio: customer })
    await paced(first, littleEndian(noise(8_000)), 320, 20)
    await stop_(first)
    const second = await native({ audio: { ...customer, sampleRate: 48_000 } })
    await paced(second, littleEndian(noise(48_000)), 1_920, 20)
    await stop(second)
    const frames = server.sink.framesOf('c-1', 'customer')
    expect([...new Set(frames.map((frame) => frame.rate))]).toEqual([8_000, 16_000])
    const change = frames.find((frame) => frame.rate === 16_000)
    expect(change?.atMs).toBe(1_000)
    expect(
      frames.filter((frame) => frame.rate === 16_000).reduce((sum, f) => sum + f.samples.length, 0),
    ).toBe(16_000)
    expect(server.sink.of('gap')).toEqual([])
  })

  /** The agent's stream keeps the call alive meanwhile. */
  async function stop_(client: NativeClient): Promise<void> {
    await native({ audio: { ...customer, channels: ['agent'] } })
    client.send({ type: 'stop' })
    await client.answer('stopped')
  }
})

describe('audio that is too loud', () => {
  it('is counted, and kept as it is', async () => {
    const samples = Int16Array.from({ length: 8_000 }, (_, index) => (index % 10 === 0 ? 32_767 : 100))
    const client = await native({ audio: customer })
    await client.audio(littleEndian(samples))
    await stop(client)
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(samples)
    expect(await server.metric('earshot_ingest_clipped_samples_total', { source: 'native' })).toBe(800)
    expect(await server.metric('earshot_ingest_clipped_streams_total', { source: 'native' })).toBe(1)
  })
})

describe('media of Twilio', () => {
  const start = {
    event: 'start',
    start: {
      callSid: 'CA1',
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    },
  }
  /** Chunk `chunk`, counted from 1: 20 ms in which every sample is the chunk's own code. */
  const media = (chunk: number): object => ({
    event: 'media',
    media: {
      track: 'inbound',
      chunk: String(chunk),
      timestamp: String((chunk - 1) * 20),
      payload: Buffer.alloc(160, chunk).toString('base64'),
    },
  })

  async function twilio(chunks: readonly number[]): Promise<void> {
    const token = await server.token()
    const client = await NativeClient.open({ host: server.host, path: '/v1/streams/twilio', token })
    client.send(start)
    for (const chunk of chunks) client.send(media(chunk))
    client.send({ event: 'stop' })
    await client.closed()
    await until('the call is closed', () => server.sink.of('close').length === 1)
  }

  /** What was heard, by chunk and call time. */
  const heard = (): [number, number][] =>
    server.sink.frames.map((frame) => [MULAW_TABLE.indexOf(frame.samples[0] ?? 0), frame.atMs])

  it('that come twice or in the wrong order are heard once and in order', async () => {
    await twilio([1, 2, 2, 4, 3, 5, 1, 6])
    expect(heard()).toEqual([1, 2, 3, 4, 5, 6].map((chunk) => [chunk, (chunk - 1) * 20]))
    expect(server.sink.of('gap')).toEqual([])
    const counted = (reason: string): Promise<number> =>
      server.metric('earshot_ingest_messages_dropped_total', { source: 'twilio', reason })
    expect([await counted('repeated'), await counted('late')]).toEqual([2, 0])
    expect(await server.metric('earshot_ingest_messages_reordered_total')).toBe(1)
  })

  it('that never come are a gap of their length, told before what follows', async () => {
    await twilio([1, 2, 13, 14, 15, 16, 17, 18, 5])
    expect(heard().slice(0, 4)).toEqual([
      [1, 0],
      [2, 20],
      [13, 240],
      [14, 260],
    ])
    expect(server.sink.of('gap').map(({ gap }) => [gap.fromMs, gap.toMs, gap.reason])).toEqual([
      [40, 240, 'lost'],
    ])
    const labels = { source: 'twilio', reason: 'late' }
    expect(await server.metric('earshot_ingest_messages_dropped_total', labels)).toBe(1)
  })

  it('that are short are caught up with, without cutting off what is being said', async () => {
    await twilio([1, 2, 3, ...Array.from({ length: 150 }, (_, index) => index + 5)])
    expect(server.sink.of('gap')).toEqual([])
    expect(server.sink.frames.at(-1)?.atMs).toBeGreaterThanOrEqual(153 * 20 - 2)
  })
})
