import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccess, type Access } from '../../server/access/access.ts'
import { readSettings } from '../../server/app/settings.ts'
import { main } from '../../server/cli/cli.ts'
import { systemClock } from '../../server/platform/clock.ts'

const HOUR_MS = 3_600_000

describe('earshot token', () => {
  let folder: string
  let access: Access
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-token-'))
    // As the first start of the server does.
    access = await createAccess({ secretPath: join(folder, 'secret'), clock: systemClock })
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function token(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    let stdout = ''
    let stderr = ''
    const exitCode = await main(['token', ...args], {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      clock: systemClock,
      settings: () => readSettings({ EARSHOT_DATA_DIR: folder, EARSHOT_PORT: '8123' }),
      colour: () => false,
    })
    return { exitCode, stdout, stderr }
  }

  it('prints a token that the server takes, and the link to sign in with it', async () => {
    const { exitCode, stdout } = await token('--role', 'agent', '--agent', 'a7')
    const [made = '', link = ''] = stdout.split('\n')
    expect(exitCode).toBe(0)
    expect(await access.verify(made)).toMatchObject({ role: 'agent', agentId: 'a7' })
    expect(link).toBe(`sign in: http://127.0.0.1:8123/signin?token=${made}`)
  })

  it('makes a supervisor of teams and sites', async () => {
    const teams = ['--team', 'billing', '--team', 'retention']
    const { stdout } = await token('--role', 'supervisor', ...teams, '--site', 'berlin', '--json')
    const printed = JSON.parse(stdout) as Record<string, unknown>
    const scope = { teams: ['billing', 'retention'], sites: ['berlin'] }
    expect(printed['scope']).toEqual(scope)
    expect((await access.verify(String(printed['token']))).scope).toEqual(scope)
  })

  it('is good for as long as asked, 12 hours by default', async () => {
    const expiry = async (...args: string[]): Promise<number> => {
      const { stdout } = await token('--role', 'supervisor', ...args)
      return (await access.verify(stdout.split('\n')[0])).expiresAt - systemClock.now()
    }
    expect(Math.abs((await expiry()) - 12 * HOUR_MS)).toBeLessThan(60_000)
    expect(Math.abs((await expiry('--ttl', '30m')) - HOUR_MS / 2)).toBeLessThan(60_000)
  })

  it('prints one object with --json', async () => {
    const { stdout } = await token('--role', 'ingest', '--json')
    const printed = JSON.parse(stdout) as Record<string, unknown>
    expect(printed).toMatchObject({ role: 'ingest', agentId: null, scope: null })
    expect(await access.verify(String(printed['token']))).toMatchObject({ role: 'ingest' })
    expect(Date.parse(String(printed['expiresAt']))).toBeGreaterThan(systemClock.now())
  })

  it('gives a telephony system no link to pages it cannot open', async () => {
    expect((await token('--role', 'ingest')).stdout.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    ['no role', [], '--role'],
    ['an unknown role', ['--role', 'boss'], 'Allowed choices'],
    ['an agent without a name', ['--role', 'agent'], 'REQUEST_INVALID'],
    ['a supervisor who is an agent', ['--role', 'supervisor', '--agent', 'a7'], 'REQUEST_INVALID'],
    ['an analyst of a team', ['--role', 'analyst', '--team', 'billing'], 'REQUEST_INVALID'],
    ['a time that is none', ['--role', 'admin', '--ttl', 'soon'], '30m, 12h or 7d'],
    ['no time at all', ['--role', 'admin', '--ttl', '0s'], '30m, 12h or 7d'],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await token(...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('makes no secret of its own: nobody would take its tokens', async () => {
    await rm(join(folder, 'secret'))
    expect(await token('--role', 'admin')).toMatchObject({ exitCode: 2 })
    await expect(readFile(join(folder, 'secret'))).rejects.toThrow('ENOENT')
  })
})
