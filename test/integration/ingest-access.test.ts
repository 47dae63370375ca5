import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../server/platform/clock.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, startMessage } from '../helpers/native-client.ts'

let server: IngestServer

beforeEach(async () => {
  server = await startIngest()
})

afterEach(async () => {
  await server.close()
})

async function open(role: 'agent' | 'ingest' | 'admin', agentId?: string): Promise<NativeClient> {
  return NativeClient.open({ host: server.host, token: await server.token({ role, agentId }) })
}

describe('who may open the native door', () => {
  it.each([
    ['no token', undefined, 401, 'TOKEN_MISSING'],
    ['a token that is none', 'abc', 401, 'TOKEN_INVALID'],
  ])('%s: %i', async (_what, token, status, code) => {
    const refusal = await NativeClient.refusal(
      token === undefined ? { host: server.host } : { host: server.host, token },
    )
    expect(refusal).toMatchObject({ status, body: { type: 'error', code } })
    expect(await server.metric('earshot_ingest_errors_total', { source: 'native', code })).toBe(1)
  })

  it('an expired token: 401', async () => {
    let aheadMs = 0
    const accessClock = { ...systemClock, now: () => systemClock.now() + aheadMs }
    const own = await startIngest({ accessClock })
    try {
      const token = await own.token({ ttlMs: 60_000 })
      aheadMs = 120_000
      const refusal = await NativeClient.refusal({ host: own.host, token })
      expect(refusal).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } })
    } finally {
      await own.close()
    }
  })

  it.each(['supervisor', 'analyst', 'digital'] as const)('role %s: 403', async (role) => {
    const refusal = await NativeClient.refusal({ host: server.host, token: await server.token({ role }) })
    expect(refusal).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  })

  it('takes a token in the query', async () => {
    const path = `/v1/streams/native?token=${await server.token()}`
    const client = await NativeClient.open({ host: server.host, path })
    client.send(startMessage())
    await client.answer('started')
  })

  it('takes the cookie of a page of this host only', async () => {
    const cookie = `theme=dark; earshot_session=${await server.token({ role: 'agent', agentId: 'a7' })}`
    const client = await NativeClient.open({
      host: server.host,
      headers: { cookie, origin: `http://${server.host}` },
    })
    client.send(startMessage())
    await client.answer('started')

    for (const headers of [
      { cookie, origin: 'http://elsewhere.example' },
      { cookie },
      { cookie, origin: 'null' },
    ]) {
      const refusal = await NativeClient.refusal({ host: server.host, headers })
      expect(refusal).toMatchObject({ status: 403, body: { code: 'ORIGIN_REFUSED' } })
    }
  })
})

describe('what an agent may do', () => {
  it('owns the calls that it opens', async () => {
    const client = await open('agent', 'a7')
    client.send(startMessage())
    await client.answer('started')
    expect(server.sink.of('open')[0]?.call.agentId).toBe('a7')
    client.send({ type: 'update', agentId: 'a8' })
    expect(await client.answer('error')).toMatchObject({ code: 'FORBIDDEN' })
    client.send({ type: 'update', agentId: 'a7', onHold: true })
    client.send({ type: 'ping' })
    await client.answer('pong')
    expect(server.sink.of('update')).toHaveLength(1)
  })

  it('cannot open a call for another agent', async () => {
    const client = await open('agent', 'a7')
    client.send(startMessage({ agentId: 'a8' }))
    expect(await client.answer('error')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await client.closed()).toBe(4403)
    expect(server.sink.of('open')).toEqual([])
  })

  it.each([
    ['of another agent', 'a8'],
    ['of nobody yet', undefined],
  ])('cannot join a call %s', async (_whose, agentId) => {
    const audio = { encoding: 'mulaw', sampleRate: 8000, channels: ['customer'] }
    const telephony = await open('ingest')
    telephony.send(startMessage({ audio, agentId }))
    await telephony.answer('started')
    const agent = await open('agent', 'a7')
    agent.send(startMessage({ audio: { ...audio, channels: ['agent'] } }))
    expect(await agent.answer('error')).toMatchObject({ code: 'FORBIDDEN' })
    expect(server.sink.of('update')).toEqual([])
  })

  it('joins an own call that telephony opened', async () => {
    const audio = { encoding: 'mulaw', sampleRate: 8000, channels: ['customer'] }
    const telephony = await open('admin')
    telephony.send(startMessage({ audio, agentId: 'a7' }))
    await telephony.answer('started')
    const agent = await open('agent', 'a7')
    agent.send(startMessage({ audio: { ...audio, channels: ['agent'] } }))
    expect(await agent.answer('started')).toMatchObject({ callId: 'c-1' })
  })
})

describe('draining', () => {
  it('ends live streams politely, closes their calls and refuses new ones', async () => {
    const client = await open('ingest')
    client.send(startMessage())
    await client.answer('started')
    const waiting = await open('ingest')
    await server.ingest.stop(1_000)
    expect(await client.answer('error')).toMatchObject({ code: 'SHUTTING_DOWN', retryable: true })
    expect(await client.closed()).toBe(1012)
    expect(await waiting.closed()).toBe(1012)
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'shutdown' }])
    const refusal = await NativeClient.refusal({ host: server.host, token: await server.token() })
    expect(refusal).toMatchObject({ status: 503, body: { code: 'SHUTTING_DOWN' } })
    expect(server.ingest.liveStreams()).toBe(0)
  })

  it('lets a stream that has said stop have its answer, and keeps to the deadline', async () => {
    let release = (): void => undefined
    server.sink.closing = new Promise((resolve) => {
      release = resolve
    })
    const patient = await open('ingest')
    patient.send(startMessage())
    patient.send({ type: 'stop' })
    patient.send({ type: 'ping' })
    await patient.answer('pong')
    const stopping = server.ingest.stop(5_000)
    release()
    await stopping
    expect(await patient.answer('stopped')).toMatchObject({ callId: 'c-1' })
    expect(await patient.closed()).toBe(1000)
  })

  it('does not wait for a call that never closes', async () => {
    server.sink.closing = new Promise(() => undefined)
    const client = await open('ingest')
    client.send(startMessage())
    client.send({ type: 'stop' })
    client.send({ type: 'ping' })
    await client.answer('pong')
    await server.ingest.stop(100)
    expect(await client.closed()).toBe(1012)
  })
})
