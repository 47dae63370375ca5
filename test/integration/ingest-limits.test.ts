import { afterEach, expect, it } from 'vitest'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, littleEndian, noise, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

let server: IngestServer

afterEach(async () => {
  await server.close()
})

const MONO = { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['customer'] }
const HOUR_MS = 3_600_000

async function start(overrides: object = {}): Promise<NativeClient> {
  const client = await NativeClient.open({ host: server.host, token: await server.token() })
  client.send(startMessage({ audio: MONO, ...overrides }))
  await client.answer('started')
  return client
}

it('slows a source of too many control messages, loses none, and lets others talk', async () => {
  server = await startIngest()
  const flooding = await start()
  for (let index = 0; index < 600; index += 1)
    flooding.send({ type: 'update', attributes: { n: `${index}` } })
  flooding.send({ type: 'stop' })

  const other = await start({ callId: 'other' })
  await other.audio(littleEndian(noise(80)))
  other.send({ type: 'stop' })
  expect(await other.answer('stopped')).toMatchObject({ durationMs: 10 })
  expect(flooding.answers.map((answer) => answer.type)).not.toContain('stopped')

  await flooding.answer('stopped')
  expect(server.sink.of('update')).toHaveLength(600)
  expect(server.sink.of('update').at(-1)?.change.attributes).toEqual({ n: '599' })
  expect(await server.metric('earshot_ingest_waits_total', { source: 'native' })).toBeGreaterThan(0)
})

it('lets only so many in that have yet to say who they are, and nobody else wait for them', async () => {
  server = await startIngest()
  const path = '/v1/streams/twilio'
  const strangers = await Promise.all(
    Array.from({ length: 256 }, () => NativeClient.open({ host: server.host, path })),
  )
  const refusal = await NativeClient.refusal({ host: server.host, path })
  expect(refusal).toMatchObject({ status: 503, body: { code: 'OVERLOADED', retryable: true } })
  expect(refusal.headers['retry-after']).toBe('10')
  await NativeClient.open({ host: server.host, path, token: await server.token() })
  strangers[0]?.socket.close()
  await until('one to be gone', async () => {
    const free = await NativeClient.open({ host: server.host, path }).catch(() => null)
    return free !== null
  })
})

it('takes no gap that makes a call longer than a day, and goes on', async () => {
  server = await startIngest()
  const client = await start({ atMs: 20 * HOUR_MS })
  client.send({ type: 'gap', durationMs: 4 * HOUR_MS + 1 })
  const error = await client.answer('error')
  expect(error).toMatchObject({ code: 'MESSAGE_INVALID' })
  expect(error['message']).toContain('durationMs: expected a call of at most')
  client.send({ type: 'gap', durationMs: 3 * HOUR_MS })
  client.send({ type: 'stop' })
  expect(await client.answer('stopped')).toMatchObject({ durationMs: 23 * HOUR_MS })
  expect(server.sink.of('gap')).toHaveLength(1)
})

it('never adds to a call that an earlier run has kept: its agent would get to see it', async () => {
  server = await startIngest({ usedCallIds: ['c-1'] })
  const token = await server.token({ role: 'agent', agentId: 'a8' })
  const agent = await NativeClient.open({ host: server.host, token })
  agent.send(startMessage({ audio: MONO }))
  expect(await agent.answer('started')).toMatchObject({ callId: 'c-1~2' })
  await until('the call', () => server.sink.of('open').length === 1)
  expect(server.sink.of('open')[0]?.call).toMatchObject({ callId: 'c-1~2', agentId: 'a8' })
})

it('says which call goes on after a restart, once, and to whoever might have joined it', async () => {
  const kept = {
    callId: 'c-1',
    atMs: callMs(30_000),
    savedAt: wallMs(systemClock.now() - 1000),
    call: { agentId: 'a7', source: 'native' },
  } as const
  server = await startIngest({ usedCallIds: ['c-1'], unfinishedCalls: [kept] })
  const open = async (agentId: string, callId: string): Promise<void> => {
    const token = await server.token({ role: 'agent', agentId })
    const agent = await NativeClient.open({ host: server.host, token })
    agent.send(startMessage({ audio: MONO }))
    expect(await agent.answer('started')).toMatchObject({ callId })
    agent.send({ type: 'stop' })
    await agent.answer('stopped')
  }
  await open('a8', 'c-1~2')
  await open('a7', 'c-1~3')
  await open('a7', 'c-1~4')
  const calls = server.sink.of('open').map(({ call }) => call.continues)
  expect(calls).toEqual([undefined, { callId: 'c-1', atMs: expect.any(Number) }, undefined])
  expect(calls[1]?.atMs).toBeGreaterThanOrEqual(31_000)
  expect(calls[1]?.atMs).toBeLessThan(36_000)
})
