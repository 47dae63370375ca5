import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readSettings } from '../../server/app/settings.ts'
import { main } from '../../server/cli/cli.ts'
import { recordMicrophone } from '../../server/cli/mic/microphone.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { startStreamingServer } from '../helpers/streaming-server.ts'
import { until } from '../helpers/until.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-mic-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** Puts a recording program of our own in the place of sox. It keeps its arguments. */
async function install(body: string): Promise<void> {
  const path = join(folder, 'sox')
  await writeFile(
    path,
    `#!${process.execPath}\nrequire('node:fs').writeFileSync(${JSON.stringify(join(folder, 'args'))}, process.argv.slice(2).join(' '))\n${body}`,
  )
  await chmod(path, 0o755)
  vi.stubEnv('PATH', folder)
}

/** Writes 20 ms of 16 kHz every 20 ms, counting up, in pieces that split samples. */
const COUNTING = `
let count = 0
setInterval(() => {
  const bytes = Buffer.alloc(640)
  for (let at = 0; at < 640; at += 2) bytes.writeInt16LE(count++ % 30000, at)
  process.stdout.write(bytes.subarray(0, 333))
  process.stdout.write(bytes.subarray(333))
}, 20)`

async function record(
  signal: AbortSignal,
  onSamples: (all: readonly number[]) => void = () => undefined,
): Promise<readonly number[]> {
  const all: number[] = []
  for await (const samples of recordMicrophone({
    recorder: 'sox',
    rate: 16_000,
    device: undefined,
    signal,
  })) {
    all.push(...samples)
    onSamples(all)
  }
  return all
}

describe('recordMicrophone', () => {
  it('gives whole samples as they come, until it is stopped', async () => {
    await install(COUNTING)
    const controller = new AbortController()
    const all = await record(controller.signal, ({ length }) => {
      if (length > 3000) controller.abort()
    })
    expect(all.slice(0, 3000)).toEqual(Array.from({ length: 3000 }, (_, at) => at))
  })

  it('asks for raw samples of one channel', async () => {
    await install(COUNTING)
    const controller = new AbortController()
    await record(controller.signal, () => controller.abort())
    const args = await readFile(join(folder, 'args'), 'utf8')
    expect(args).toContain('--rate 16000')
    expect(args).toContain('--channels 1')
    expect(args).toContain('--type raw')
  })

  it('names the package of a program that is missing', async () => {
    vi.stubEnv('PATH', '/nowhere')
    await expect(record(new AbortController().signal)).rejects.toMatchObject({
      message: expect.stringContaining('`sox` is missing; on Debian: apt-get install sox'),
      exitCode: 2,
    })
  })

  it('says what the program said when it gives up', async () => {
    await install(
      `process.stderr.write('sox FAIL formats: no default audio device\\n'); process.exitCode = 2`,
    )
    await expect(record(new AbortController().signal)).rejects.toMatchObject({
      message: 'the recording program `sox` ended: sox FAIL formats: no default audio device',
      exitCode: 1,
    })
  })

  it('takes the end of the program as a failure, even in good order', async () => {
    await install(`process.stdout.write(Buffer.alloc(640))`)
    await expect(record(new AbortController().signal)).rejects.toThrow('ended')
  })
})

describe('earshot mic', () => {
  it('streams as one party until Ctrl-C, and ends the call in good order', async () => {
    await install(COUNTING)
    const server = await startStreamingServer([{ text: 'hello there', startMs: 100 }])
    try {
      const token = await server.access.issueToken({ role: 'admin', ttlMs: 60_000 })
      let stdout = ''
      let stderr = ''
      const args = [
        'mic',
        '--url',
        `http://${server.host}`,
        '--token',
        token,
        '--call-id',
        'c-1',
        '--agent',
        'a7',
      ]
      const running = main(args, {
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: (text) => (stderr += text) },
        clock: systemClock,
        settings: () => readSettings({ EARSHOT_DATA_DIR: folder }),
        colour: () => false,
      })
      await until('the words are shown', () => stdout.includes('hello there'))
      process.emit('SIGINT')
      expect(await running).toBe(0)
      expect(stderr).toBe('')
      expect(stdout).toMatch(/end of the call \(completed\)/)
      expect(server.sink.of('open')[0]?.call).toMatchObject({ callId: 'c-1', agentId: 'a7' })
      const samples = server.sink.samplesOf('c-1', 'customer')
      expect(samples.length).toBeGreaterThan(8000)
      expect(samples.slice(0, 8000)).toEqual(Int16Array.from({ length: 8000 }, (_, at) => at))
      expect(server.sink.breaches).toEqual([])
    } finally {
      await server.close()
    }
  })
})
