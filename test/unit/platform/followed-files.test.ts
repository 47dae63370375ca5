import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../../server/platform/clock.ts'
import { FollowedFiles } from '../../../server/platform/followed-files.ts'
import { until } from '../../helpers/until.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'earshot-followed-'))
  await writeFile(join(dir, 'read.yaml'), 'one')
})
afterEach(() => rm(dir, { recursive: true }))

function follow(options: { readonly load?: () => Promise<string> } = {}) {
  const taken: string[] = []
  const files = new FollowedFiles<string>({
    dir,
    isRead: (path) => path === 'read.yaml',
    load: options.load ?? (() => readFile(join(dir, 'read.yaml'), 'utf8')),
    take: (text) => taken.push(text),
    clock: systemClock,
    onError: (error) => {
      throw error
    },
  })
  return { files, taken }
}

it('reads at once, and again when a file that is read has changed', async () => {
  const { files, taken } = follow()
  await files.follow()
  expect(taken).toEqual(['one'])
  await writeFile(join(dir, 'not-read.yaml'), 'x')
  await writeFile(join(dir, 'read.yaml'), 'two')
  await until('the change is taken', () => taken.length > 1)
  await files.close()
  expect(taken).toEqual(['one', 'two'])
})

it('reads when asked, without waiting for the watch', async () => {
  const { files, taken } = follow()
  await files.follow()
  await writeFile(join(dir, 'read.yaml'), 'two')
  await files.reload()
  expect(taken.at(-1)).toBe('two')
  await files.close()
})

it('takes nothing that was still being read when it was closed', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const { files, taken } = follow({ load: () => promise })
  const following = files.reload()
  const closed = files.close()
  resolve('too late')
  await Promise.all([following, closed])
  expect(taken).toEqual([])
})
