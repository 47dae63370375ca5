import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccess } from '../../../server/access/access.ts'
import { readOrCreateSecret } from '../../../server/access/secret-file.ts'
import { systemClock } from '../../../server/platform/clock.ts'

describe('the secret file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-secret-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is written on the first start, for its owner only, and read on the next', async () => {
    const path = join(folder, 'data', 'secret')
    const first = await readOrCreateSecret(path)
    expect(first).toHaveLength(32)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readOrCreateSecret(path)).toEqual(first)
    expect(await readdir(join(folder, 'data'))).toEqual(['secret'])
  })

  it('is the same for processes that start at once', async () => {
    const path = join(folder, 'secret')
    const secrets = await Promise.all(Array.from({ length: 20 }, () => readOrCreateSecret(path)))
    expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
    expect(await readdir(folder)).toEqual(['secret'])
  })

  it('is refused by name when it is too short', async () => {
    const path = join(folder, 'secret')
    await writeFile(path, 'hunter2')
    const refused = readOrCreateSecret(path)
    await expect(refused).rejects.toMatchObject({ code: 'SECRET_UNUSABLE' })
    await expect(refused).rejects.toThrow(`${path} holds 7 bytes; at least 32 are needed`)
    await expect(refused).rejects.not.toThrow('hunter2')
  })

  it('is refused by name when it cannot be read', async () => {
    const path = join(folder, 'secret')
    await mkdir(path)
    await expect(readOrCreateSecret(path)).rejects.toThrow(`${path} could not be read (EISDIR)`)
  })

  it('is refused when its folder is none', async () => {
    await writeFile(join(folder, 'data'), '')
    const path = join(folder, 'data', 'secret')
    await expect(readOrCreateSecret(path)).rejects.toMatchObject({ code: 'SECRET_UNUSABLE' })
  })

  it('signs tokens that are good after a restart, and in no other installation', async () => {
    const open = (name: string) => createAccess({ secretPath: join(folder, name), clock: systemClock })
    const token = await (await open('here')).issueToken({ role: 'admin', ttlMs: 60_000 })
    await expect((await open('here')).verify(token)).resolves.toMatchObject({ role: 'admin' })
    await expect((await open('there')).verify(token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  })
})
