import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../server/contracts/store.ts'
import { beginningOf, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { GrpcClient } from '../helpers/grpc-client.ts'
import { NativeClient, interleave, littleEndian, startMessage } from '../helpers/native-client.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

/** The whole server, with the real model, in a process of its own: what bad input costs everybody else. */
let server: EarshotServer
let host: string
let admin: string
let call: CallSamples

const STEREO = { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['agent', 'customer'] }
const MONO = { ...STEREO, channels: ['customer'] }
const TEN_MIB = 10 * 1024 * 1024
const FRAME_MS = 100

beforeAll(async () => {
  server = await startEarshot({ env: { EARSHOT_RESUME_WINDOW: '500ms', EARSHOT_MAX_CALLS: '50' } })
  host = new URL(server.url).host
  admin = server.tokens['admin'] ?? ''
  call = beginningOf(await callSamples('cancellation'), 16_000)
})

afterAll(async () => {
  await server.stop()
})

async function get(path: string): Promise<Response> {
  return fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${admin}` } })
}

async function kept(callId: string): Promise<CallRecord> {
  return (await (await get(`/v1/calls/${callId}`)).json()) as CallRecord
}

/** The sum of all values of a metric. */
async function metric(name: string): Promise<number> {
  const lines = (await (await get('/metrics')).text()).split('\n')
  const own = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return own.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

async function open(callId: string, audio: object = STEREO): Promise<NativeClient> {
  const client = await NativeClient.open({ host, token: admin })
  client.send(startMessage({ callId, audio }))
  await client.answer('started')
  return client
}

/** Sends both parties: at real time, as a live call comes, or as fast as the server takes them. */
async function speak(client: NativeClient, samples: CallSamples['samples'], live: boolean): Promise<void> {
  const bytes = littleEndian(interleave(samples.agent, samples.customer))
  const frameBytes = FRAME_MS * 8 * 2 * 2
  const startedAt = performance.now()
  for (let from = 0; from < bytes.length; from += frameBytes) {
    await client.audio(bytes.subarray(from, from + frameBytes))
    const dueMs = (from / frameBytes + 1) * FRAME_MS - (performance.now() - startedAt)
    if (live && dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs))
  }
  client.send({ type: 'stop' })
  await client.answer('stopped')
}

async function twilio(messages: readonly object[]): Promise<NativeClient> {
  const client = await NativeClient.open({ host, path: '/v1/streams/twilio' })
  for (const message of messages) client.socket.send(JSON.stringify(message), () => undefined)
  return client
}

function twilioStart(callSid: string, token: string): object {
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }
  return { event: 'start', start: { callSid, tracks: ['inbound'], customParameters: { token }, mediaFormat } }
}

function twilioMedia(payload: string): object {
  return { event: 'media', media: { track: 'inbound', timestamp: '0', payload } }
}

/** One of every bad client, at all three doors and among the readers of events; resolves when all are over. */
async function storm(round: number): Promise<void> {
  const nativeBad = async (...frames: readonly (object | Buffer)[]): Promise<number> => {
    const client = await NativeClient.open({ host, token: admin })
    for (const frame of frames) {
      if (Buffer.isBuffer(frame)) await client.audio(frame).catch(() => undefined)
      else client.send(frame)
    }
    return client.closed()
  }
  const start = (name: string, audio: object = MONO): object =>
    startMessage({ callId: `bad-${name}-${round}`, audio })
  const vanish = async (): Promise<number> => {
    const client = await open(`bad-vanish-${round}`, MONO)
    await client.vanishMidFrame(Buffer.alloc(320))
    return 1006
  }
  expect(
    await Promise.all([
      nativeBad(Buffer.alloc(320)),
      nativeBad(start('encoding', { ...MONO, encoding: 'opus' })),
      nativeBad(start('odd'), Buffer.alloc(3), { type: 'stop' }),
      nativeBad(start('twice'), start('twice')),
      nativeBad(start('large'), Buffer.alloc(TEN_MIB)),
      vanish(),
    ]),
  ).toEqual([4400, 4400, 4400, 4409, 1009, 1006])

  const refusal = await NativeClient.refusal({ host, token: 'wrong' })
  expect(refusal).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } })

  const grpcBad = async (token: string, ...requests: readonly object[]): Promise<unknown> => {
    const client = new GrpcClient({ host: server.grpc, token })
    for (const request of requests) client.send(request)
    const { metadata } = await client.ended()
    client.close()
    return metadata.get('earshot-code')[0] ?? 'none'
  }
  const format = { encoding: 'ENCODING_MULAW', sampleRate: 8000, channels: ['PARTY_CUSTOMER'] }
  const grpcStart = { start: { callId: `bad-grpc-${round}`, audio: format } }
  expect(
    await Promise.all([
      grpcBad('wrong', grpcStart),
      grpcBad(admin, { audio: Buffer.alloc(320) }),
      grpcBad(admin, grpcStart, grpcStart),
      grpcBad(admin, { audio: Buffer.alloc(TEN_MIB) }),
    ]),
  ).toEqual(['TOKEN_INVALID', 'START_MISSING', 'START_TWICE', 'none'])

  const badBase64 = await twilio([
    twilioMedia('AAAA'),
    twilioStart(`bad-base64-${round}`, admin),
    twilioMedia('not base64!'),
    twilioStart(`bad-base64-${round}`, admin),
    { event: 'stop' },
  ])
  const badToken = await twilio([twilioStart(`bad-token-${round}`, 'wrong'), twilioMedia('AAAA')])
  const large = await twilio([twilioMedia('A'.repeat(TEN_MIB))])
  expect(await Promise.all([badBase64.closed(), badToken.closed(), large.closed()])).toEqual([
    1000, 4401, 1009,
  ])

  const reader = await EventReader.open({ url: server.url, token: admin })
  reader.socket.send(Buffer.alloc(TEN_MIB), () => undefined)
  expect((await reader.closed).code).toBe(1009)
}

describe('the whole server', () => {
  it('lets a call notice nothing of bad input at every door, and keeps none of it', async () => {
    const agentId = 'bystander-agent'
    const token = await server.token('agent', agentId)
    const consoles = await Promise.all([
      EventReader.open({ url: server.url, token }),
      EventReader.open({ url: server.url, token }),
    ])
    // The first round fills pools and warms the code up; what it takes is not growth.
    await storm(0)
    const before = await metric('process_resident_memory_bytes')

    const bystander = await NativeClient.open({ host, token })
    bystander.send(startMessage({ callId: 'bystander', audio: STEREO }))
    await bystander.answer('started')
    const progress = { rounds: 0, over: false }
    const speaking = speak(bystander, call.samples, true).finally(() => {
      progress.over = true
    })
    for (; !progress.over; progress.rounds += 1) await storm(progress.rounds + 1)
    await speaking
    expect(progress.rounds).toBeGreaterThan(0)

    const { endReason, utterances } = await kept('bystander')
    expect(endReason).toBe('completed')
    for (const party of ['agent', 'customer'] as const) {
      const heard = utterances.filter((each) => each.party === party).map((each) => each.text)
      expect(wordErrors(saidBy(call.reference, party), heard.join(' ')).rate).toBeLessThan(0.35)
    }
    expect(bystander.answers.map((answer) => answer.type)).not.toContain('error')

    // Both consoles of the agent were told the same, all of it, and nothing of any other call.
    await Promise.all(consoles.map((each) => each.next('end')))
    const [first, second] = consoles.map((each) =>
      each.of('utterance').filter(({ state }) => state === 'final'),
    )
    expect(first).toEqual(second)
    expect(first?.filter(({ words }) => words.length > 0).map(({ text }) => text)).toEqual(
      utterances.toSorted((a, b) => a.seq - b.seq).map(({ text }) => text),
    )
    expect(new Set(consoles.flatMap((each) => each.of('call').map(({ callId }) => callId)))).toEqual(
      new Set(['bystander']),
    )
    await Promise.all(consoles.map((each) => each.close()))

    await expect.poll(() => metric('earshot_ingest_streams'), { timeout: 5_000 }).toBe(0)
    await expect.poll(() => metric('earshot_asr_calls'), { timeout: 5_000 }).toBe(0)
    // Each round has sent more than forty mebibytes of nonsense.
    expect((await metric('process_resident_memory_bytes')) - before).toBeLessThan(150 * 1024 * 1024)
    expect(server.log()).not.toContain('"level":"error"')
  })

  it('takes a call of nothing but silence, and keeps no words of it', async () => {
    const silence = new Int16Array(3 * 8000)
    await speak(await open('silence'), { agent: silence, customer: silence }, false)
    const record = await kept('silence')
    expect(record).toMatchObject({ durationMs: 3000, endReason: 'completed', utterances: [] })
  })

  it('hears the one party when the other never speaks', async () => {
    const agent = new Int16Array(call.samples.agent.length)
    await speak(await open('one-sided'), { agent, customer: call.samples.customer }, false)
    const { utterances } = await kept('one-sided')
    expect(new Set(utterances.map(({ party }) => party))).toEqual(new Set(['customer']))
    const heard = utterances.map(({ text }) => text).join(' ')
    expect(wordErrors(saidBy(call.reference, 'customer'), heard).rate).toBeLessThan(0.35)
  })

  it('ends a call whose second stream is opened and never fed', async () => {
    const mute = await open('half', { ...MONO, channels: ['agent'] })
    const feeding = await open('half', MONO)
    await feeding.audio(littleEndian(call.samples.customer.subarray(0, 16_000)))
    feeding.send({ type: 'stop' })
    await feeding.answer('stopped')
    mute.send({ type: 'stop' })
    await mute.answer('stopped')
    await until('the sockets close', () => mute.closeCode !== null && feeding.closeCode !== null)
    expect((await kept('half')).endReason).toBe('completed')
  })
})
