import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { validate } from 'dockerfile-utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testModelDir } from '../helpers/model.ts'
import { until } from '../helpers/until.ts'
import { buildInFolders, environmentOf, type FolderBuild } from './dockerfile-in-folders.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

describe('the Dockerfile', () => {
  it('passes the linter', () => {
    expect(validate(DOCKERFILE)).toEqual([])
  })

  it('is linted for real: a planted fault is found', () => {
    expect(validate(DOCKERFILE.replace('WORKDIR /app', 'WORKDIRS /app'))).not.toEqual([])
  })
})

describe('the build steps, in plain folders', () => {
  let work: string
  let build: FolderBuild

  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'earshot-image-'))
    build = buildInFolders({ dockerfile: DOCKERFILE, context: ROOT, work })
  }, 600_000)
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  it('run, all but those that need the image itself', () => {
    expect(build.ran).toEqual([
      'npm ci --include=dev --no-audit --no-fund',
      'npm run build',
      'npm prune --omit=dev --no-audit --no-fund',
      'mkdir -p /data',
    ])
    expect(build.skipped).toEqual([
      expect.stringContaining('install -y --no-install-recommends maven'),
      expect.stringContaining('install -y --no-install-recommends libjemalloc2'),
      'chown node:node /data',
    ])
    console.log(`Dockerfile: ${build.ran.length} commands run, skipped: ${build.skipped.join(' · ')}`)
  })

  it('start from the Node that the project runs on, and end as another user than root', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const major = manifest.devDependencies['node']?.split('.')[0]
    const outer = [...build.bases.values()].filter((base) => !build.bases.has(base))
    expect(new Set(outer)).toEqual(new Set([`node:${major}-slim`]))
    expect(build.image.user).toBe('node')
  })

  it('leave out tests, tools and development packages', () => {
    const app = join(build.image.root, 'app')
    expect(
      ['test', 'node_modules/vitest', 'node_modules/node', '.ci'].filter((path) =>
        existsSync(join(app, path)),
      ),
    ).toEqual([])
    expect(existsSync(join(app, 'agent-console/dist/agent.html'))).toBe(true)
  })

  it('give a server that answers its own health check and drains when it is told to stop', async () => {
    const { image } = build
    const port = await freePort()
    const env = {
      ...environmentOf(image),
      EARSHOT_HOST: '127.0.0.1',
      EARSHOT_PORT: String(port),
      EARSHOT_GRPC_PORT: '0',
      EARSHOT_MODEL: testModelDir(),
    }
    const cwd = join(image.root, image.workdir)
    const [command = '', ...args] = image.command
    const server = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
    let log = ''
    server.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
    const exited = new Promise<number | null>((done) => server.once('exit', done))
    try {
      const [check = '', ...checkArgs] = image.healthcheck
      const healthy = (): boolean => spawnSync(check, checkArgs, { cwd, env }).status === 0
      await until('the server is healthy', healthy, 60_000).catch((thrown: unknown) => {
        throw new Error(`the server said: ${log}`, { cause: thrown })
      })
    } finally {
      server.kill('SIGTERM')
    }
    expect(await exited, log).toBe(0)
  })
})
