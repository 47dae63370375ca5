import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../server/contracts/errors.ts'
import { startIngest, type IngestServer } from '../helpers/ingest-server.ts'
import { NativeClient, littleEndian, noise, startMessage } from '../helpers/native-client.ts'
import { until } from '../helpers/until.ts'

let server: IngestServer
/** A healthy call of somebody else, which must notice nothing of what the tests do. */
let bystander: NativeClient
let pinging: NodeJS.Timeout

const MONO = { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['customer'] }
const SPOKEN = noise(800, 9)

beforeEach(async () => {
  server = await startIngest({ startTimeoutMs: 1_000, idleTimeoutMs: 1_000, resumeWindowMs: 200 })
  bystander = await open()
  bystander.send(startMessage({ callId: 'bystander', audio: MONO }))
  await bystander.answer('started')
  pinging = setInterval(() => bystander.send({ type: 'ping' }), 100)
})

afterEach(async () => {
  clearInterval(pinging)
  await bystander.audio(littleEndian(SPOKEN))
  bystander.send({ type: 'stop' })
  expect(await bystander.answer('stopped')).toMatchObject({ callId: 'bystander', durationMs: 100 })
  expect(server.sink.samplesOf('bystander', 'customer')).toEqual(SPOKEN)
  expect(bystander.answers.map((answer) => answer.type)).not.toContain('error')
  await server.close()
})

async function open(): Promise<NativeClient> {
  return NativeClient.open({ host: server.host, token: await server.token() })
}

describe('a connection that begins wrong is told why and closed', () => {
  it.each([
    ['audio before start', Buffer.alloc(320), 'START_MISSING', 4400, ''],
    ['stop before start', { type: 'stop' }, 'START_MISSING', 4400, ''],
    ['text that is not JSON', 'hello', 'MESSAGE_NOT_JSON', 4400, ''],
    ['JSON that is no object', '[1]', 'MESSAGE_NOT_JSON', 4400, ''],
    ['an unknown type', { type: 'begin' }, 'MESSAGE_UNKNOWN', 4400, 'type: expected one of start, resume'],
    ['no type', { callId: 'c-1' }, 'MESSAGE_UNKNOWN', 4400, 'type: expected one of'],
    ['an unknown stream', { type: 'resume', callId: 'c', streamId: 's' }, 'RESUME_UNKNOWN', 4404, ''],
    [
      'an unknown encoding',
      startMessage({ audio: { ...MONO, encoding: 'opus' } }),
      'ENCODING_UNKNOWN',
      4400,
      'audio.encoding: expected one of pcm_s16le, pcm_s16be, mulaw, alaw.',
    ],
    [
      'an unsupported rate',
      startMessage({ audio: { ...MONO, sampleRate: 44100 } }),
      'SAMPLE_RATE_UNSUPPORTED',
      4400,
      'audio.sampleRate: expected one of 8000, 16000, 24000, 48000.',
    ],
    [
      'no audio format',
      { type: 'start', callId: 'c' },
      'MESSAGE_INVALID',
      4400,
      'audio: expected {"encoding"',
    ],
    ['no call id', startMessage({ callId: '' }), 'MESSAGE_INVALID', 4400, 'callId: expected 1 to 128'],
    [
      'the same party twice',
      startMessage({ audio: { ...MONO, channels: ['agent', 'agent'] } }),
      'MESSAGE_INVALID',
      4400,
      'audio.channels: expected "agent", "customer" or both',
    ],
    [
      'attributes that are too long',
      startMessage({ attributes: { note: 'x'.repeat(1025) } }),
      'MESSAGE_INVALID',
      4400,
      'attributes: expected at most 64 names',
    ],
  ])('%s', async (_what, frame, code, closeCode, detail) => {
    const client = await open()
    if (Buffer.isBuffer(frame)) await client.audio(frame)
    else client.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
    const error = await client.answer('error')
    expect(error).toMatchObject({ code, retryable: false })
    expect(error['message']).toContain(detail)
    expect(await client.closed()).toBe(closeCode)
    expect(server.sink.of('open')).toHaveLength(1)
    expect(await server.metric('earshot_ingest_errors_total', { source: 'native', code })).toBe(1)
  })

  it('no start at all', async () => {
    const client = await open()
    expect(await client.answer('error')).toMatchObject({ code: 'START_TIMEOUT' })
    expect(await client.closed()).toBe(4408)
  })

  it('a frame of more than a mebibyte', async () => {
    const client = await open()
    client.send(startMessage({ audio: MONO }))
    await client.answer('started')
    // The peer may cut the connection off while it is still being written to.
    await client.audio(Buffer.alloc(10 * 1024 * 1024)).catch(() => undefined)
    expect(await client.closed()).toBe(1009)
    expect(await server.metric('earshot_ingest_errors_total', { code: 'FRAME_TOO_LARGE' })).toBe(1)
    await until('the call is abandoned', () => server.sink.of('close').length === 1)
    expect(server.sink.samplesOf('c-1', 'customer')).toHaveLength(0)
  })

  it('a call that recognition does not take', async () => {
    server.sink.refusal = new AppError('OVERLOADED', null, { retryAfterMs: 4200 })
    const client = await open()
    client.send(startMessage({ audio: MONO }))
    const refused = { code: 'OVERLOADED', retryable: true, retryAfterMs: 4200 }
    expect(await client.answer('error')).toMatchObject(refused)
    expect(await client.closed()).toBe(1013)
    server.sink.refusal = null
    const again = await open()
    again.send(startMessage({ audio: MONO }))
    expect(await again.answer('started')).toMatchObject({ callId: 'c-1' })
  })
})

describe('a running stream', () => {
  async function running(): Promise<NativeClient> {
    const client = await open()
    client.send(startMessage({ audio: MONO }))
    await client.answer('started')
    return client
  }

  it.each([
    ['text that is not JSON', '{', 'MESSAGE_NOT_JSON'],
    ['an unknown type', '{"type":"hold"}', 'MESSAGE_UNKNOWN'],
    ['a bad update', '{"type":"update","onHold":"yes"}', 'MESSAGE_INVALID'],
    ['a bad gap', '{"type":"gap","durationMs":-5}', 'MESSAGE_INVALID'],
  ])('survives %s', async (_what, text, code) => {
    const client = await running()
    client.socket.send(text)
    expect(await client.answer('error')).toMatchObject({ code })
    await client.audio(littleEndian(noise(80)))
    client.send({ type: 'stop' })
    expect(await client.answer('stopped')).toMatchObject({ durationMs: 10 })
    expect(await client.closed()).toBe(1000)
  })

  it('ends when its client never learns', async () => {
    const client = await running()
    for (let index = 0; index < 101; index += 1) client.socket.send('{')
    expect(await client.closed()).toBe(4400)
    expect(client.answers.filter((answer) => answer.type === 'error')).toHaveLength(101)
  })

  it.each([
    ['a second start', startMessage({ audio: MONO }), 'START_TWICE', 4409],
    ['a resume', { type: 'resume', callId: 'c-1', streamId: 's' }, 'START_TWICE', 4409],
  ])('ends with %s', async (_what, message, code, closeCode) => {
    const client = await running()
    client.send(message)
    expect(await client.answer('error')).toMatchObject({ code })
    expect(await client.closed()).toBe(closeCode)
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'failed' }])
  })

  it.each([1, 3])('says so when it stops inside a sample, %i bytes in', async (bytes) => {
    const client = await running()
    await client.audio(Buffer.alloc(bytes))
    client.send({ type: 'stop' })
    expect(await client.answer('error')).toMatchObject({ code: 'AUDIO_MISALIGNED' })
    expect(await client.closed()).toBe(4400)
    expect(server.sink.of('close')).toHaveLength(1)
  })

  it('ends when a WAV header contradicts the start', async () => {
    const client = await running()
    const header = Buffer.alloc(44)
    header.write('RIFF....WAVEfmt ', 0, 'latin1')
    header.writeUInt32LE(16, 16)
    header.writeUInt16LE(1, 20)
    header.writeUInt16LE(1, 22)
    header.writeUInt32LE(16000, 24)
    header.writeUInt16LE(16, 34)
    header.write('data', 36, 'latin1')
    await client.audio(header)
    const error = await client.answer('error')
    expect(error).toMatchObject({ code: 'MESSAGE_INVALID' })
    expect(error['message']).toContain('the WAV header says pcm_s16le, 16000 Hz, 1 channels')
    expect(server.sink.samplesOf('c-1', 'customer')).toHaveLength(0)
  })

  it('keeps its party from a second stream', async () => {
    await running()
    const second = await open()
    second.send(startMessage({ audio: MONO }))
    expect(await second.answer('error')).toMatchObject({ code: 'PARTY_TAKEN' })
    expect(await second.closed()).toBe(4409)
    expect(server.sink.of('close')).toEqual([])
  })

  it('is ended when nothing comes for too long; the bystander, which pings, is not', async () => {
    const client = await running()
    expect(await client.answer('error')).toMatchObject({ code: 'STREAM_IDLE' })
    expect(await client.closed()).toBe(4408)
    expect(server.sink.of('close')).toEqual([{ kind: 'close', callId: 'c-1', reason: 'abandoned' }])
  })

  it('is given up when its client vanishes', async () => {
    const client = await running()
    await client.vanishMidFrame(Buffer.alloc(320))
    await until('the call is abandoned', () => server.sink.of('close').length === 1)
    expect(server.sink.of('close')[0]).toMatchObject({ callId: 'c-1', reason: 'abandoned' })
  })
})
