import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import wavefile from 'wavefile'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../server/app/settings.ts'
import { main } from '../../server/cli/cli.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { startCutProxy, type CutProxy } from '../helpers/cut-proxy.ts'
import { startStreamingServer, type StreamingServer } from '../helpers/streaming-server.ts'
import { until } from '../helpers/until.ts'

const SCRIPT = [
  { text: 'hello there', startMs: 100 },
  { text: 'i want to cancel', startMs: 1000, outcomeId: 'outcome-1' },
]

let folder: string
let stereo: string
let mono: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-cli-'))
  stereo = await saveTone('stereo.wav', 2)
  mono = await saveTone('mono.wav', 1)
})
afterAll(() => rm(folder, { recursive: true }))

/** Three seconds: the agent at 100, the customer at -100. */
async function saveTone(name: string, channels: number): Promise<string> {
  const level = (value: number): Int16Array => new Int16Array(24_000).fill(value)
  const wav = new wavefile.WaveFile()
  wav.fromScratch(channels, 8000, '16', channels === 1 ? level(100) : [level(100), level(-100)])
  const path = join(folder, name)
  await writeFile(path, wav.toBuffer())
  return path
}

interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** The lines of standard output, as objects. */
  readonly lines: readonly Record<string, unknown>[]
}

/** Runs one command line in this process. */
async function run(
  args: readonly string[],
  options: { isTTY?: boolean; env?: Record<string, string> } = {},
): Promise<Run> {
  let stdout = ''
  let stderr = ''
  const exitCode = await main(args, {
    stdout: { isTTY: options.isTTY, columns: 60, write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    clock: systemClock,
    settings: () => readSettings({ EARSHOT_DATA_DIR: folder, ...options.env }),
    colour: () => false,
  })
  const lines = args.includes('--json')
    ? stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    : []
  return { exitCode, stdout, stderr, lines }
}

describe('earshot stream', () => {
  let server: StreamingServer
  let proxy: CutProxy
  let token: string
  beforeEach(async () => {
    server = await startStreamingServer(SCRIPT)
    proxy = await startCutProxy(server.host)
    token = await server.access.issueToken({ role: 'admin', ttlMs: 60_000 })
  })
  afterEach(async () => {
    await proxy.close()
    await server.close()
    expect(server.sink.breaches).toEqual([])
  })

  function stream(...args: readonly string[]): Promise<Run> {
    const url = `http://${proxy.host}`
    return run(['stream', '--url', url, '--grpc', server.grpc, '--token', token, '--call-id', 'c-1', ...args])
  }

  it.each(['native', 'grpc', 'twilio'])(
    'prints one object a line over %s, the end last',
    async (protocol) => {
      const { exitCode, stderr, lines } = await stream(
        stereo,
        '--protocol',
        protocol,
        '--agent',
        'a7',
        '--json',
      )
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expect(lines.map(({ type, state, text }) => ({ type, state, text }))).toEqual([
        { type: 'utterance', state: 'partial', text: 'hello there' },
        { type: 'utterance', state: 'final', text: 'hello there' },
        { type: 'utterance', state: 'partial', text: 'i want to cancel' },
        { type: 'utterance', state: 'final', text: 'i want to cancel' },
        { type: 'outcome', state: 'shown', text: 'Offer the loyalty discount.' },
        { type: 'end', state: undefined, text: undefined },
      ])
      expect(lines[1]).toMatchObject({ callId: 'c-1', party: 'customer', startMs: 100, endMs: 720 })
      expect(lines[1]).toHaveProperty('words.0.stayedMs', 400)
      expect(lines[4]).toMatchObject({ rule: 'cancel-risk@2', kind: 'prompt', latencyMs: { settle: 360.5 } })
      expect(lines[5]).toMatchObject({ callId: 'c-1', durationMs: 3000, reason: 'completed' })
      // Said at 2,260 ms of the recording: it cannot be known before, and this machine is not seconds behind.
      expect(lines[4]?.['delayMs']).toBeGreaterThanOrEqual(-5)
      expect(lines[4]?.['delayMs']).toBeLessThan(1500)
      expect(server.sink.samplesOf('c-1', 'agent')[5000]).toBeGreaterThan(80)
      expect(server.sink.samplesOf('c-1', 'customer')[5000]).toBeLessThan(-80)
    },
  )

  it('prints finals, prompts and a summary for reading', async () => {
    const { exitCode, stdout } = await stream(stereo, '--speed', '10', '--agent', 'a7')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^call c-1: agent and customer, 3\.0 s at 8000 Hz, native$/m)
    expect(stdout).toMatch(/^ 0:00\.1 {2}customer {2}hello there {2}\+\d\.\d s$/m)
    expect(stdout).toMatch(/PROMPT shown\s+cancel-risk@2 {2}“cancel my contract”/)
    expect(stdout).toMatch(/→ Offer the loyalty discount\./)
    expect(stdout).toMatch(/network 12 · settle 361 · recognise 38/)
    expect(stdout).toMatch(/^utterances {2}agent 0, customer 2$/m)
    expect(stdout).toMatch(/^outcomes {4}1 prompt shown$/m)
    expect(stdout).toMatch(/a prompt or alert, shown\s+\d+ ms\s+\d+ ms\s+1$/m)
    expect(stdout).not.toContain('\u001b')
  })

  it('shows moving words on a terminal only, in one line that is cleared', async () => {
    const url = `http://${proxy.host}`
    const args = ['stream', stereo, '--url', url, '--token', token, '--speed', '10']
    const { stdout } = await run(args, { isTTY: true })
    expect(stdout).toContain(
      '\r\u001b[K 0:00.1  customer  hello there\r\u001b[K 0:00.1  customer  hello there  +',
    )
  })

  it('sends each party as a stream of its own when asked to', async () => {
    const { exitCode } = await stream(mono, mono, '--separate', '--speed', '20')
    expect(exitCode).toBe(0)
    expect(server.sink.of('open')).toHaveLength(1)
    expect(server.sink.samplesOf('c-1', 'agent')).toHaveLength(24_000)
    expect(server.sink.samplesOf('c-1', 'customer')).toHaveLength(24_000)
  })

  it('tells the attributes, agent, language and model of the call', async () => {
    await stream(
      mono,
      '--party',
      'customer',
      '--speed',
      '20',
      '--agent',
      'a7',
      '--language',
      'en-GB',
      '--model',
      'model-en-US',
      '--attribute',
      'queue=a=b',
      '--attribute',
      'tier=gold',
    )
    expect(server.sink.of('open')[0]?.call).toMatchObject({
      agentId: 'a7',
      language: 'en-GB',
      attributes: { queue: 'a=b', tier: 'gold' },
    })
    expect(server.sink.of('open')[0]?.model).toBe('model-en-US')
    expect(server.sink.samplesOf('c-1', 'agent')).toHaveLength(0)
  })

  it.each(['native', 'grpc', 'twilio'])('asks for a model over %s', async (protocol) => {
    const options = ['--protocol', protocol, '--model', 'model-ko-KR', '--speed', '20']
    const { exitCode } = await stream(mono, '--party', 'customer', ...options)
    expect(exitCode).toBe(0)
    expect(server.sink.of('open')[0]).toMatchObject({ model: 'model-ko-KR', call: { language: 'ko-KR' } })
  })

  it('survives a cut of all connections: no sample and no event twice or lost', async () => {
    const running = stream(stereo, '--json')
    await until('audio comes', () => server.sink.framesOf('c-1', 'agent').length > 20)
    proxy.cut()
    const { exitCode, stderr, lines } = await running
    expect(exitCode).toBe(0)
    expect(stderr).toBe('connection lost\nconnection resumed\n')
    expect(server.sink.samplesOf('c-1', 'customer')).toHaveLength(24_000)
    const finals = lines.filter(({ state }) => state === 'final').map(({ text }) => text)
    expect(finals).toEqual(['hello there', 'i want to cancel'])
    expect(lines.filter(({ type }) => type === 'end')).toHaveLength(1)
  })

  it('streams with a token that may not read, and says so', async () => {
    token = await server.access.issueToken({ role: 'ingest', ttlMs: 60_000 })
    const { exitCode, stderr, lines } = await stream(mono, '--party', 'customer', '--speed', '20', '--json')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('may not read events')
    expect(lines).toEqual([{ type: 'end', callId: 'c-1', durationMs: 3000 }])
  })

  it('ends with 1 when the server ended the call for a reason of its own', async () => {
    server.sink.endReason = 'failed'
    const { exitCode, stderr } = await stream(stereo, '--speed', '20')
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'earshot: the call ended early (failed)\n' })
  })

  it('ends with 1 when the party is taken', async () => {
    const first = stream(mono)
    await until('the first has begun', () => server.sink.of('open').length === 1)
    const second = await stream(mono)
    expect(second.exitCode).toBe(1)
    expect(second.stderr).toBe(
      'earshot: Another stream already carries this party of the call. (PARTY_TAKEN)\n',
    )
    expect((await first).exitCode).toBe(0)
  })

  it('ends with 2 and one line for a wrong token', async () => {
    token = 'nonsense'
    expect(await stream(stereo)).toMatchObject({
      exitCode: 2,
      stderr: 'earshot: The token is not valid here. (TOKEN_INVALID)\n',
    })
  })

  it('makes a token with the secret of the local server', async () => {
    const secret = 'a secret of at least thirty two bytes'
    const { exitCode, stderr } = await run(['stream', stereo, '--url', `http://${proxy.host}`], {
      env: { EARSHOT_TOKEN_SECRET: secret },
    })
    // It was made, and this server has another secret.
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'earshot: The token is not valid here. (TOKEN_INVALID)\n',
    })
  })
})

describe('earshot stream, used wrongly', () => {
  it.each([
    ['no file', ['stream'], "missing required argument 'file'"],
    ['an unknown option', ['stream', 'a.wav', '--fast'], "unknown option '--fast'"],
    ['a protocol that is none', ['stream', 'a.wav', '--protocol', 'sip'], 'native, twilio, grpc'],
    ['a speed of 0', ['stream', 'a.wav', '--speed', '0'], '1 is real time'],
    ['an address that is none', ['stream', 'a.wav', '--url', 'localhost'], 'http://HOST:PORT'],
    ['an unknown party', ['stream', 'a.wav', '--party', 'caller'], 'agent, customer or both'],
    ['an attribute without a value', ['stream', 'a.wav', '--attribute', 'queue'], 'name=value'],
    ['a command that is none', ['listen'], "unknown command 'listen'"],
    ['a sub-command that is none', ['rules', 'dance'], "unknown command 'dance'"],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { exitCode, stderr } = await run(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
  })

  it('ends with 2 for a file that is not there', async () => {
    const { exitCode, stderr } = await run(['stream', '/nowhere/a.wav', '--token', 't'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'earshot: /nowhere/a.wav: cannot be read (ENOENT)\n',
    })
  })

  it('ends with 2 when there is no token for a server elsewhere', async () => {
    const { exitCode, stderr } = await run(['stream', stereo, '--url', 'http://192.0.2.1:8080'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('a token is needed for http://192.0.2.1:8080')
  })

  it('ends with 2, and makes no secret, when the local server has none', async () => {
    const { exitCode, stderr } = await run(['stream', stereo], { env: { EARSHOT_DATA_DIR: '/nowhere' } })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('/nowhere/secret is not there')
  })

  it('ends with 1 when nobody answers', async () => {
    const { exitCode, stderr } = await run(['stream', stereo, '--url', 'http://127.0.0.1:9', '--token', 't'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'earshot: no server answers at http://127.0.0.1:9 (ECONNREFUSED)\n',
    })
  })

  it('ends with 42 for wrong settings', async () => {
    const { exitCode, stderr } = await run(['stream', stereo], { env: { EARSHOT_PORT: 'http' } })
    expect(exitCode).toBe(42)
    expect(stderr).toContain('EARSHOT_PORT')
  })
})

describe('help', () => {
  it.each([
    [['--help'], 'stream'],
    [['stream', '--help'], 'Examples:'],
    [['mic', '--help'], 'Examples:'],
    [['token', '--help'], 'Examples:'],
  ])('%j goes to standard output and ends with 0', async (args, text) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toContain(text)
  })
})
