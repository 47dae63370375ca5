import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', optional: true },
  },
}

/** Stands in for npm: installs what the lockfile says and writes down how it was called. */
const NPM = `
import { appendFileSync, cpSync, mkdirSync } from 'node:fs'
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n')
mkdirSync('node_modules', { recursive: true })
cpSync('package-lock.json', 'node_modules/.package-lock.json')
`

/** Stands in for the console's build. */
const VITE = `
import { appendFileSync, mkdirSync } from 'node:fs'
appendFileSync('vite.log', 'build\\n')
mkdirSync('agent-console/dist', { recursive: true })
`

/** Stands in for the server: says what it got, then waits to be told to stop. */
const MAIN = `
process.on('SIGTERM', () => { process.stdout.write('drained\\n'); process.exit(7) })
process.stdout.write('main ' + process.argv.slice(2).join(' ') + '\\n')
if (process.argv[2] === 'fail') process.exit(42)
setInterval(() => {}, 1000)
`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-boot-'))
  cpSync(join(ROOT, 'server/boot'), join(folder, 'server/boot'), { recursive: true })
  write('server/main.ts', MAIN)
  write('node_modules/vite/bin/vite.js', VITE)
  write(
    'package.json',
    JSON.stringify({ name: 'earshot', type: 'module', bin: { earshot: 'server/boot/earshot.mjs' } }),
  )
  write('npm-cli.js', NPM)
  write('package-lock.json', JSON.stringify(LOCK))
  write('agent-console/src/panel.ts', 'export {}')
  mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true })
  symlinkSync(process.execPath, join(folder, 'node_modules/node/bin/node'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, content: string): void {
  mkdirSync(resolve(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}

function linesOf(path: string): number {
  return existsSync(join(folder, path))
    ? readFileSync(join(folder, path), 'utf8').trim().split('\n').length
    : 0
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/** Runs a boot script; once the server has spoken, does what `whenUp` says. */
function boot(script: string, args: readonly string[], whenUp?: (pid: number) => void): Promise<Ended> {
  const env = { ...process.env, npm_execpath: join(folder, 'npm-cli.js'), npm_lifecycle_event: '' }
  const child = spawn(process.execPath, [join(folder, 'server/boot', script), ...args], { cwd: folder, env })
  let output = ''
  let told = false
  const onText = (text: string): void => {
    output += text
    if (told || !output.includes('main ')) return
    told = true
    if (child.pid !== undefined) whenUp?.(child.pid)
  }
  child.stdout.setEncoding('utf8').on('data', onText)
  child.stderr.setEncoding('utf8').on('data', onText)
  return new Promise((done) => child.once('close', (code, signal) => done({ code, signal, output })))
}

const terminate = (pid: number): void => {
  process.kill(pid, 'SIGTERM')
}

describe('npm start', () => {
  it('installs, builds, serves, and passes the signal and the exit code through', async () => {
    const { code, output } = await boot('start.mjs', ['--flag'], terminate)
    expect(output).toMatch(/installing packages\n[^]*building the console\n[^]*main serve --flag\ndrained\n$/)
    expect(code).toBe(7)
    expect(readFileSync(join(folder, 'npm.log'), 'utf8')).toMatch(/^ci --include=dev /)
  })

  it('does neither again while nothing has changed', async () => {
    await boot('start.mjs', [], terminate)
    const { output } = await boot('start.mjs', [], terminate)
    expect(output).toBe('main serve\ndrained\n')
    expect([linesOf('npm.log'), linesOf('vite.log')]).toEqual([1, 1])
  })

  it('installs and builds again when the lockfile has changed', async () => {
    await boot('start.mjs', [], terminate)
    write(
      'package-lock.json',
      JSON.stringify({ packages: { ...LOCK.packages, 'node_modules/a': { version: '2.0.0' } } }),
    )
    await boot('start.mjs', [], terminate)
    expect([linesOf('npm.log'), linesOf('vite.log')]).toEqual([2, 2])
  })

  it('builds again when a source of the console has changed or its output is gone', async () => {
    await boot('start.mjs', [], terminate)
    write('agent-console/src/panel.ts', 'export const changed = true')
    await boot('start.mjs', [], terminate)
    rmSync(join(folder, 'agent-console/dist'), { recursive: true })
    await boot('start.mjs', [], terminate)
    expect([linesOf('npm.log'), linesOf('vite.log')]).toEqual([1, 3])
  })

  it('ends with one line when a step fails, and tries it again the next time', async () => {
    write('node_modules/vite/bin/vite.js', 'process.exit(3)')
    const { code, output } = await boot('start.mjs', [])
    expect(code).toBe(1)
    expect(output).toMatch(/earshot: .*vite\.js build agent-console .* ended with 3\n$/)
    expect(existsSync(join(folder, 'agent-console/dist/.sources'))).toBe(false)
  })
})

describe('the command earshot', () => {
  it('runs the program with its arguments and ends as it ends', async () => {
    const { code, output } = await boot('earshot.mjs', ['fail', '--json'])
    expect({ code, output }).toEqual({ code: 42, output: 'main fail --json\n' })
  })

  it('dies of the signal that its program died of', async () => {
    write('server/main.ts', `process.stdout.write('main \\n'); setInterval(() => {}, 1000)`)
    const { code, signal } = await boot('earshot.mjs', [], terminate)
    expect({ code, signal }).toEqual({ code: null, signal: 'SIGTERM' })
  })

  it('says what to do on a clone without packages', async () => {
    rmSync(join(folder, 'node_modules'), { recursive: true })
    const { code, output } = await boot('earshot.mjs', ['serve'])
    expect(code).toBe(1)
    expect(output).toMatch(/the packages are not installed; run "npm ci" in .* once, or "npm start"/)
  })
})
