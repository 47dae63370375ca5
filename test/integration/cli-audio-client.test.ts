import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../server/contracts/errors.ts'
import { describeFailure, EXIT } from '../../server/cli/cli-error.ts'
import type { AudioClient, StreamProtocol } from '../../server/cli/stream/audio-client.ts'
import { openAudioClient } from '../../server/cli/stream/open-audio-client.ts'
import { sleep, systemClock } from '../../server/platform/clock.ts'
import { startCutProxy, type CutProxy } from '../helpers/cut-proxy.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { until } from '../helpers/until.ts'

let server: IngestServer
let http: CutProxy
let grpc: CutProxy
beforeEach(async () => {
  server = await startIngest()
  http = await startCutProxy(server.host)
  grpc = await startCutProxy(server.grpc)
})
afterEach(async () => {
  await http.close()
  await grpc.close()
  await server.close()
  expect(server.sink.breaches).toEqual([])
})

interface Options {
  readonly token?: string
  readonly onConnection?: (state: 'lost' | 'resumed') => void
  readonly parties?: readonly ('agent' | 'customer')[]
}

async function open(protocol: StreamProtocol, options: Options = {}): Promise<AudioClient> {
  return openAudioClient({
    protocol,
    url: `http://${http.host}`,
    grpc: grpc.host,
    token: options.token ?? (await server.token()),
    clock: systemClock,
    callId: 'call-1',
    rate: 8000,
    parties: options.parties ?? ['agent', 'customer'],
    agentId: 'a7',
    language: 'en-US',
    attributes: { queue: 'billing' },
    onConnection: options.onConnection,
  })
}

/** Half a second in pieces of 20 ms: the agent counts up, the customer counts down. */
const PIECES = Array.from({ length: 25 }, (_, piece) =>
  Int16Array.from({ length: 320 }, (_sample, at) => {
    const count = piece * 160 + Math.floor(at / 2)
    return at % 2 === 0 ? count : -count
  }),
)
const COUNT = Int16Array.from({ length: 4000 }, (_, at) => at)

describe.each(['native', 'grpc'] as const)('%s client', (protocol) => {
  it('brings every sample of each party, and what is known of the call', async () => {
    const client = await open(protocol)
    expect(client.startMs).toBe(0)
    for (const piece of PIECES) await client.send(piece)
    await client.stop()
    await client.closed
    expect(server.sink.samplesOf('call-1', 'agent')).toEqual(COUNT)
    expect(server.sink.samplesOf('call-1', 'customer')).toEqual(COUNT.map((sample) => -sample))
    expect(server.sink.of('open')[0]?.call).toMatchObject({
      callId: 'call-1',
      agentId: 'a7',
      source: protocol,
      attributes: { queue: 'billing' },
    })
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'call-1', reason: 'completed' }])
  })

  it('goes on after dropped connections without losing or repeating a sample', async () => {
    const states: string[] = []
    const client = await open(protocol, { onConnection: (state) => states.push(state) })
    for (const [index, piece] of PIECES.entries()) {
      if (index === 7 || index === 15) (protocol === 'native' ? http : grpc).cut()
      await client.send(piece)
      await sleep(5)
    }
    await client.stop()
    expect(states).toEqual(['lost', 'resumed', 'lost', 'resumed'])
    expect(server.sink.samplesOf('call-1', 'agent')).toEqual(COUNT)
    expect(server.sink.samplesOf('call-1', 'customer')).toEqual(COUNT.map((sample) => -sample))
    expect(server.sink.of('open')).toHaveLength(1)
    expect(server.sink.of('close')).toHaveLength(1)
  })

  it('ends in good order when the connection drops around the stop', async () => {
    const client = await open(protocol)
    for (const piece of PIECES) await client.send(piece)
    ;(protocol === 'native' ? http : grpc).cut()
    await client.stop()
    expect(server.sink.samplesOf('call-1', 'customer')).toHaveLength(4000)
  })

  it('waits for a server that is away for a moment', async () => {
    const proxy = protocol === 'native' ? http : grpc
    const client = await open(protocol)
    await client.send(PIECES[0] ?? new Int16Array())
    proxy.refuse(true)
    proxy.cut()
    const sent = client.send(PIECES[1] ?? new Int16Array())
    await sleep(600)
    proxy.refuse(false)
    await sent
    await client.stop()
    expect(server.sink.samplesOf('call-1', 'agent')).toEqual(COUNT.subarray(0, 320))
  })

  it('fails with the code of the server when the stream is refused', async () => {
    await open(protocol)
    await expect(open(protocol)).rejects.toMatchObject({ code: 'PARTY_TAKEN' })
  })

  it.each([
    ['a wrong token', async () => 'nonsense', 'TOKEN_INVALID'],
    ['a role that brings no audio', () => server.token({ role: 'supervisor' }), 'FORBIDDEN'],
  ])('fails with the code of the server for %s', async (_, token, code) => {
    await expect(token().then((given) => open(protocol, { token: given }))).rejects.toMatchObject({ code })
  })

  it('says when to come back that a server which is full has named', async () => {
    server.sink.refusal = new AppError('OVERLOADED', null, { retryAfterMs: 7300 })
    const refused = await open(protocol).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'OVERLOADED', retryAfterMs: 7300 })
    expect(describeFailure(refused)).toEqual({
      line: 'No more calls can be taken now. (OVERLOADED); try again in 8 s',
      exitCode: EXIT.faults,
    })
  })

  it('fails when the stream can no longer be resumed', async () => {
    await server.close()
    server = await startIngest({ resumeWindowMs: 50 })
    await http.close()
    await grpc.close()
    http = await startCutProxy(server.host)
    grpc = await startCutProxy(server.grpc)
    const proxy = protocol === 'native' ? http : grpc
    const client = await open(protocol)
    await client.send(PIECES[0] ?? new Int16Array())
    proxy.refuse(true)
    proxy.cut()
    await until('the server gives the stream up', () => server.sink.of('close').length === 1)
    proxy.refuse(false)
    await expect(client.closed).rejects.toMatchObject({ code: 'RESUME_UNKNOWN' })
    await expect(client.send(PIECES[1] ?? new Int16Array())).rejects.toBeInstanceOf(AppError)
    await expect(client.stop()).rejects.toBeInstanceOf(AppError)
  })

  it('says where nobody answers', async () => {
    http.refuse(true)
    await grpc.close()
    const address = protocol === 'native' ? http.host : grpc.host
    await expect(open(protocol)).rejects.toThrow(
      `no server answers at ${protocol === 'native' ? 'http://' : ''}${address}`,
    )
  }, 15_000)
})

describe('one stream for each party', () => {
  it('joins them by the name of the call', async () => {
    const agent = await open('native', { parties: ['agent'] })
    const customer = await open('grpc', { parties: ['customer'] })
    for (const [index] of PIECES.entries()) {
      await agent.send(COUNT.subarray(index * 160, (index + 1) * 160))
      await customer.send(COUNT.subarray(index * 160, (index + 1) * 160).map((sample) => -sample))
    }
    await Promise.all([agent.stop(), customer.stop()])
    expect(server.sink.samplesOf('call-1', 'agent')).toEqual(COUNT)
    expect(server.sink.samplesOf('call-1', 'customer')).toEqual(COUNT.map((sample) => -sample))
    expect(server.sink.of('open')).toHaveLength(1)
  })
})

describe('twilio client', () => {
  it('brings both tracks to their parties', async () => {
    const client = await open('twilio')
    for (const piece of PIECES) await client.send(piece)
    await client.stop()
    const agent = server.sink.samplesOf('call-1', 'agent')
    expect(agent).toHaveLength(4000)
    // Mu-law keeps a sample to within a sixteenth.
    for (const [at, sample] of agent.entries()) expect(Math.abs(sample - at)).toBeLessThan(at / 16 + 9)
    expect(server.sink.samplesOf('call-1', 'customer')[3000]).toBeLessThan(-2800)
    expect(server.sink.of('open')[0]?.call).toMatchObject({
      callId: 'call-1',
      agentId: 'a7',
      source: 'twilio',
    })
    expect(server.sink.of('open')[0]?.call.attributes).toEqual({ queue: 'billing' })
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'call-1', reason: 'completed' }])
  })

  it('fails with the code of the server for a wrong token', async () => {
    const client = await open('twilio', { token: 'nonsense' })
    await expect(client.closed).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
    await expect(client.send(PIECES[0] ?? new Int16Array())).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  })

  it('fails when the connection is lost: such a stream cannot be resumed', async () => {
    const client = await open('twilio')
    await client.send(PIECES[0] ?? new Int16Array())
    await until('the start has arrived', () => server.sink.of('open').length === 1)
    http.cut()
    await expect(client.closed).rejects.toThrow('the connection closed')
    await expect(client.stop()).rejects.toThrow('the connection closed')
  })
})
