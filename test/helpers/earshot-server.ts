import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { testModelDir } from './model.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** A real server in a process of its own, with its own data folder and free ports. */
export interface EarshotServer {
  readonly url: string
  readonly grpc: string
  readonly dataDir: string
  /** Sign-in links by role, as printed. */
  readonly links: Readonly<Record<string, string>>
  /** Tokens by role, taken from the links. */
  readonly tokens: Readonly<Record<string, string>>
  readonly pid: number
  /** Everything it wrote to standard error so far. */
  log(): string
  /** Sends the signal and resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** A token for any role, made by the program itself. */
  token(role: string, agentId?: string): Promise<string>
}

interface StartOptions {
  /** Keeps the data of an earlier server; a new folder, removed at the end, by default. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
}

export async function startEarshot(options: StartOptions = {}): Promise<EarshotServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'earshot-e2e-')))
  const env = {
    ...process.env,
    EARSHOT_HOST: '127.0.0.1',
    EARSHOT_PORT: '0',
    EARSHOT_GRPC_PORT: '0',
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_MODEL: testModelDir(),
    // Without a limit it would measure what calls cost, and a test has no CPU to spare for that.
    EARSHOT_MAX_CALLS: '100',
    // It would take CPU from tests that measure nothing of it.
    EARSHOT_WARM_UP: '0s',
    ...options.env,
  }
  const child = spawn(process.execPath, [join(ROOT, 'server/main.ts'), 'serve'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => errors.push(chunk))
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const lines = await readyLines(child, errors)
  const ready = /^earshot ready (http:\/\/\S+) grpc (\S+) /.exec(lines[0] ?? '')
  const links = Object.fromEntries(
    lines.slice(1).flatMap((line) => {
      const link = /^\s*(\w+)\s+(http:\S+)$/.exec(line)
      return link?.[1] === undefined || link[2] === undefined ? [] : [[link[1], link[2]]]
    }),
  ) as Record<string, string>
  return {
    url: ready?.[1] ?? '',
    grpc: ready?.[2] ?? '',
    dataDir,
    links,
    tokens: Object.fromEntries(
      Object.entries(links).map(([role, link]) => [role, new URL(link).searchParams.get('token') ?? '']),
    ),
    pid: child.pid ?? -1,
    log: () => errors.join(''),
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const code = await exited
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
      return code
    },
    token: (role, agentId) => issueToken(env, role, agentId),
  }
}

/** Resolves to the ready line and the sign-in links; rejects with the log when the server ends before. */
function readyLines(child: ChildProcess, errors: readonly string[]): Promise<string[]> {
  return new Promise((resolveLines, reject) => {
    let output = ''
    const fail = (why: string): void => {
      child.kill('SIGKILL')
      reject(new Error(`${why}\nstdout:\n${output}\nstderr:\n${errors.join('')}`))
    }
    const timer = setTimeout(() => fail('the server was not ready within 60 s'), 60_000)
    const onExit = (code: number | null): void =>
      fail(`the server ended with code ${code} before it was ready`)
    child.once('exit', onExit)
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      const lines = output.split('\n').filter((line) => line.trim() !== '')
      const start = lines.findIndex((line) => line.startsWith('earshot ready '))
      const complete = start >= 0 && lines.slice(start).some((line) => /^\s*admin\s+http/.test(line))
      if (!complete || !output.endsWith('\n')) return
      clearTimeout(timer)
      child.off('exit', onExit)
      resolveLines(lines.slice(start))
    })
  })
}

function issueToken(env: NodeJS.ProcessEnv, role: string, agentId: string | undefined): Promise<string> {
  const agent = agentId === undefined ? [] : ['--agent', agentId]
  const args = [join(ROOT, 'server/main.ts'), 'token', '--role', role, ...agent, '--json']
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk))
    child.once('exit', (code) => {
      if (code === 0) done((JSON.parse(output) as { token: string }).token)
      else reject(new Error(`earshot token ended with ${code}: ${errors}`))
    })
  })
}
