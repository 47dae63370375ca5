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

async function open(agentId?: string): Promise<NativeClient> {
  const token = await server.token(agentId === undefined ? {} : { role: 'agent', agentId })
  return NativeClient.open({ host: server.host, token })
}

const MONO_AGENT = { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['agent'] }

describe('resume', () => {
  it.each([
    { sampleRate: 8000, expected: (samples: number) => samples },
    { sampleRate: 48000, expected: (samples: number) => samples / 3 },
  ])(
    'loses and repeats nothing at $sampleRate Hz though the connection vanishes in the middle of frames',
    async ({ sampleRate, expected }) => {
      const audio = { encoding: 'pcm_s16le', sampleRate, channels: ['agent', 'customer'] }
      const samples = interleave(noise(24_000, 5), noise(24_000, 6))
      const bytes = littleEndian(samples)

      const undisturbed = await open()
      undisturbed.send(startMessage({ callId: 'whole', audio }))
      await undisturbed.audio(bytes)
      undisturbed.send({ type: 'stop' })
      await undisturbed.closed()

      let client = await open()
      client.send(startMessage({ callId: 'cut', audio }))
      const { streamId } = await client.answer('started')
      let at = 0
      for (let drop = 0; drop < 5; drop += 1) {
        // Neither length is a whole number of sample pairs.
        await client.audio(bytes.subarray(at, at + 10_003 + drop))
        await client.vanishMidFrame(bytes.subarray(at + 10_003 + drop, at + 18_006))
        await until('the drop is noticed', () => server.ingest.liveStreams() === 1)
        client = await open()
        client.send({ type: 'resume', callId: 'cut', streamId })
        const resumed = await client.answer('resumed')
        at = Number(resumed['samples']) * 4
      }
      expect(at).toBeGreaterThan(0)
      await client.audio(bytes.subarray(at))
      client.send({ type: 'stop' })
      expect(await client.answer('stopped')).toMatchObject({ durationMs: (24_000 * 1000) / sampleRate })

      for (const party of ['agent', 'customer'] as const) {
        const whole = server.sink.samplesOf('whole', party)
        expect(whole).toHaveLength(expected(24_000))
        expect(server.sink.samplesOf('cut', party)).toEqual(whole)
      }
      expect(server.sink.breaches).toEqual([])
      expect(server.sink.of('gap')).toEqual([])
      expect(await server.metric('earshot_ingest_streams_resumed_total', { source: 'native' })).toBe(5)
    },
  )

  it('takes over from a connection that has not noticed its end', async () => {
    const first = await open()
    first.send(startMessage({ audio: MONO_AGENT }))
    const { streamId } = await first.answer('started')
    await first.audio(littleEndian(noise(800)))
    const second = await open()
    second.send({ type: 'resume', callId: 'c-1', streamId })
    expect(await second.answer('resumed')).toMatchObject({ streamId, samples: 800, positionMs: 100 })
    expect(await first.answer('error')).toMatchObject({ code: 'PARTY_TAKEN' })
    expect(await first.closed()).toBe(4409)
    await second.audio(littleEndian(noise(800, 2)))
    second.send({ type: 'stop' })
    expect(await second.answer('stopped')).toMatchObject({ durationMs: 200 })
  })

  it('abandons a call whose stream does not come back in time', async () => {
    const client = await open()
    client.send(startMessage({ audio: MONO_AGENT }))
    const { streamId } = await client.answer('started')
    client.socket.terminate()
    await until('the call is closed', () => server.sink.of('close').length === 1)
    expect(server.sink.of('close')[0]).toMatchObject({ callId: 'c-1', reason: 'abandoned' })
    expect(server.ingest.liveStreams()).toBe(0)

    const late = await open()
    late.send({ type: 'resume', callId: 'c-1', streamId })
    expect(await late.answer('error')).toMatchObject({ code: 'RESUME_UNKNOWN' })
    expect(await late.closed()).toBe(4404)
  })

  it('ends only the stream, not the call, when another stream of the call lives', async () => {
    const [agent, customer] = [await open(), await open()]
    agent.send(startMessage({ audio: MONO_AGENT }))
    await agent.answer('started')
    customer.send(startMessage({ audio: { ...MONO_AGENT, channels: ['customer'] } }))
    await customer.answer('started')
    agent.socket.terminate()
    await until('the stream expires', () => server.ingest.liveStreams() === 1)
    expect(server.sink.of('close')).toEqual([])
    customer.send({ type: 'stop' })
    await customer.answer('stopped')
    expect(server.sink.of('close')[0]).toMatchObject({ reason: 'completed' })
  })

  it('lets a new start take over a party whose connection dropped, never before its position', async () => {
    const first = await open()
    first.send(startMessage({ audio: MONO_AGENT }))
    await first.answer('started')
    await first.audio(littleEndian(noise(24_000)))
    await until('the audio', () => server.sink.samplesOf('c-1', 'agent').length === 24_000)
    first.socket.terminate()

    const second = await open()
    // The server may learn of the end a moment later than the new connection comes.
    await new Promise((resolve) => setTimeout(resolve, 50))
    second.send(startMessage({ audio: MONO_AGENT, atMs: 4000 }))
    expect(await second.answer('started')).toMatchObject({ callId: 'c-1', atMs: 4000, samples: 0 })
    await second.audio(littleEndian(noise(800)))
    second.socket.terminate()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const third = await open()
    third.send(startMessage({ audio: MONO_AGENT, atMs: 0 }))
    expect(await third.answer('started')).toMatchObject({ atMs: 4100 })
    await third.audio(littleEndian(noise(800)))
    third.send({ type: 'stop' })
    expect(await third.answer('stopped')).toMatchObject({ callId: 'c-1', durationMs: 4200 })
    expect(server.sink.of('gap').map((event) => event.gap)).toEqual([
      { callId: 'c-1', party: 'agent', fromMs: 3000, toMs: 4000, reason: 'lost' },
    ])
    expect(server.sink.of('open')).toHaveLength(1)
    expect(server.sink.breaches).toEqual([])
  })

  it('keeps a stream from another agent', async () => {
    const owner = await open('a7')
    owner.send(startMessage({ audio: MONO_AGENT }))
    const { streamId } = await owner.answer('started')
    const thief = await open('a8')
    thief.send({ type: 'resume', callId: 'c-1', streamId })
    expect(await thief.answer('error')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await thief.closed()).toBe(4403)
    owner.send({ type: 'ping' })
    await owner.answer('pong')
  })
})
