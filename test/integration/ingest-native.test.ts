import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, interleave, littleEndian, noise, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

let server: IngestServer

beforeEach(async () => {
  server = await startIngest({ resumeWindowMs: 400 })
})

afterEach(async () => {
  await server.close()
})

async function open(role: 'ingest' | 'admin' = 'ingest'): Promise<NativeClient> {
  return NativeClient.open({ host: server.host, token: await server.token({ role }) })
}

describe('a native stream', () => {
  it('brings both parties of an interleaved stream, apart and sample for sample', async () => {
    const [agent, customer] = [noise(16_000, 3), noise(16_000, 4)]
    const client = await open()
    client.send(startMessage({ agentId: 'a7', attributes: { queue: 'billing' } }))
    expect(await client.answer('started')).toMatchObject({ callId: 'c-1', samples: 0, atMs: 0 })
    const bytes = littleEndian(interleave(agent, customer))
    // 333 bytes: every frame splits a sample or a pair.
    for (let at = 0; at < bytes.length; at += 333) void client.audio(bytes.subarray(at, at + 333))
    client.send({ type: 'stop' })

    expect(await client.answer('stopped')).toMatchObject({ callId: 'c-1', durationMs: 2000 })
    expect(await client.closed()).toBe(1000)
    expect(server.sink.samplesOf('c-1', 'agent')).toEqual(agent)
    expect(server.sink.samplesOf('c-1', 'customer')).toEqual(customer)
    expect(server.sink.breaches).toEqual([])
    expect(server.sink.of('open')[0]?.call).toMatchObject({
      callId: 'c-1',
      agentId: 'a7',
      source: 'native',
      language: 'en-US',
      attributes: { queue: 'billing' },
    })
    expect(server.sink.of('endParty').map((event) => event.party)).toEqual(['agent', 'customer'])
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'completed' }])
    expect(server.ingest.liveStreams()).toBe(0)
  })

  it('answers stop only after the last words are final', async () => {
    let release = (): void => undefined
    server.sink.closing = new Promise((resolve) => {
      release = resolve
    })
    const client = await open()
    client.send(startMessage())
    client.send({ type: 'stop' })
    client.send({ type: 'ping' })
    await client.answer('pong')
    expect(client.answers.map((answer) => answer.type)).not.toContain('stopped')
    release()
    await client.answer('stopped')
  })

  it('acknowledges about once a second what has been received', async () => {
    const client = await open()
    client.send(startMessage())
    await client.audio(littleEndian(noise(1_600)))
    expect(await client.answer('ack')).toEqual({ type: 'ack', samples: 800, positionMs: 100 })
  })

  it('joins streams by call id and ends the call with the last of them', async () => {
    const [agent, customer] = [await open(), await open()]
    agent.send(startMessage({ audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent'] } }))
    await agent.answer('started')
    customer.send(
      startMessage({ audio: { encoding: 'alaw', sampleRate: 16000, channels: ['customer'] }, atMs: 250 }),
    )
    expect(await customer.answer('started')).toMatchObject({ callId: 'c-1', atMs: 250 })
    await agent.audio(Buffer.alloc(800, 0xff))
    await customer.audio(Buffer.alloc(800, 0xd5))
    agent.send({ type: 'stop' })
    await agent.closed()
    expect(server.sink.of('close')).toEqual([])
    customer.send({ type: 'stop' })
    expect(await customer.answer('stopped')).toMatchObject({ durationMs: 300 })

    expect(server.sink.of('open')).toHaveLength(1)
    expect(server.sink.framesOf('c-1', 'customer')[0]).toMatchObject({ atMs: 250, rate: 16000 })
    expect(server.sink.framesOf('c-1', 'agent')[0]).toMatchObject({ atMs: 0, rate: 8000 })
  })

  it('places a later stream without atMs by the wall clock', async () => {
    const [agent, customer] = [await open(), await open()]
    agent.send(startMessage({ audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent'] } }))
    await agent.answer('started')
    const startedAt = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 120))
    customer.send(startMessage({ audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['customer'] } }))
    const { atMs } = await customer.answer('started')
    const passedMs = performance.now() - startedAt
    expect(atMs).toBeGreaterThanOrEqual(100)
    expect(atMs).toBeLessThanOrEqual(passedMs + 50)
  })

  it('lets call time go on across a gap, exactly', async () => {
    const client = await open()
    client.send(startMessage({ audio: { encoding: 'pcm_s16be', sampleRate: 24000, channels: ['agent'] } }))
    await client.audio(littleEndian(noise(2_400)))
    client.send({ type: 'gap', durationMs: 1200 })
    await client.audio(littleEndian(noise(2_400)))
    client.send({ type: 'stop' })
    expect(await client.answer('stopped')).toMatchObject({ durationMs: 1400 })
    expect(server.sink.of('gap')[0]?.gap).toEqual({
      callId: 'c-1',
      party: 'agent',
      fromMs: 100,
      toMs: 1300,
      reason: 'paused',
    })
    expect(server.sink.breaches).toEqual([])
    expect(server.sink.samplesOf('c-1', 'agent')).toHaveLength(3_200)
  })

  it('passes on updates', async () => {
    const client = await open()
    client.send(startMessage())
    client.send({ type: 'update', agentId: 'a9', onHold: true, attributes: { tier: 'gold' } })
    await until('the update', () => server.sink.of('update').length === 1)
    expect(server.sink.of('update')[0]).toMatchObject({
      callId: 'c-1',
      change: { agentId: 'a9', onHold: true, attributes: { tier: 'gold' } },
    })
  })

  it('bounds what many updates add up to', async () => {
    const client = await open()
    client.send(startMessage({ attributes: { first: '1' } }))
    for (let index = 0; index < 70; index += 1) {
      client.send({ type: 'update', attributes: { [`name ${index}`]: 'x', first: '2' } })
    }
    client.send({ type: 'ping' })
    await client.answer('pong')
    // Of the 64 places one is the start's and one is kept for the server's own.
    expect(server.sink.of('update')).toHaveLength(62)
    expect(client.answers.filter((answer) => answer['code'] === 'MESSAGE_INVALID')).toHaveLength(8)
  })

  it('gives a call id that comes again after its call ended an id of its own, known to all its streams', async () => {
    for (const callId of ['c-1', 'c-1~2', 'c-1~3']) {
      const client = await open()
      client.send(startMessage({ audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent'] } }))
      expect(await client.answer('started')).toMatchObject({ callId })
      const other = await open()
      other.send(startMessage({ audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['customer'] } }))
      expect(await other.answer('started')).toMatchObject({ callId })
      for (const stopping of [client, other]) {
        stopping.send({ type: 'stop' })
        await stopping.closed()
      }
    }
  })

  it('keeps a call in which one party never speaks', async () => {
    const client = await open()
    client.send(startMessage({ audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['customer'] } }))
    client.send({ type: 'stop' })
    expect(await client.answer('stopped')).toMatchObject({ durationMs: 0 })
    expect(server.sink.of('endParty')).toEqual([])
    expect(server.sink.of('close')).toHaveLength(1)
  })

  it('skips a WAV header and counts it', async () => {
    const samples = noise(800)
    const header = Buffer.alloc(44)
    header.write('RIFF', 0, 'latin1')
    header.writeUInt32LE(0xffffffff, 4)
    header.write('WAVEfmt ', 8, 'latin1')
    header.writeUInt32LE(16, 16)
    header.writeUInt16LE(1, 20)
    header.writeUInt16LE(1, 22)
    header.writeUInt32LE(8000, 24)
    header.writeUInt32LE(16000, 28)
    header.writeUInt16LE(2, 32)
    header.writeUInt16LE(16, 34)
    header.write('data', 36, 'latin1')
    const client = await open()
    client.send(startMessage({ audio: { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['agent'] } }))
    const bytes = Buffer.concat([header, littleEndian(samples)])
    for (let at = 0; at < bytes.length; at += 7) void client.audio(bytes.subarray(at, at + 7))
    client.send({ type: 'stop' })
    await client.answer('stopped')
    expect(server.sink.samplesOf('c-1', 'agent')).toEqual(samples)
    expect(await server.metric('earshot_ingest_wav_headers_skipped_total', { source: 'native' })).toBe(1)
  })
})
