import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFiles, newFiles } from '../../../../server/rules/desk/rule-files.ts'
import { writeFiles } from '../../../../server/rules/desk/write-files.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

let folder: RulesFolder

beforeEach(async () => {
  folder = await RulesFolder.create({
    'service/hello.rule.yaml': 'id: hello\n',
    'service/hello.test.yaml': 'rule: hello\n',
    'alone.rule.yaml': 'id: alone\n',
    '.hidden/secret.rule.yaml': 'id: secret\n',
  })
})

afterEach(() => folder[Symbol.asyncDispose]())

const ID_NAMES = [
  '',
  '..',
  '../hello',
  'Hello',
  'a/b',
  'a.b',
  'hello.rule',
  '-a',
  'a--b',
  'a\n',
  'x'.repeat(65),
]

describe('the files of a rule', () => {
  it('are found at any depth', async () => {
    expect(await findFiles(folder.dir, 'hello')).toEqual({
      id: 'hello',
      file: 'service/hello.rule.yaml',
      testFile: 'service/hello.test.yaml',
      text: 'id: hello\n',
      testText: 'rule: hello\n',
    })
    expect(await findFiles(folder.dir, 'alone')).toMatchObject({
      testFile: 'alone.test.yaml',
      testText: '',
    })
    expect(await findFiles(folder.dir, 'ello')).toBeNull()
    expect(await findFiles(folder.dir, 'secret')).toBeNull()
  })

  it.each(ID_NAMES)('have no path for the id %j', async (id) => {
    await expect(findFiles(folder.dir, id)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    expect(() => newFiles(id, undefined)).toThrow('id: expected')
  })

  it('of a new rule lie in the folder that was asked for', () => {
    expect(newFiles('bye', undefined)).toEqual({ file: 'bye.rule.yaml', testFile: 'bye.test.yaml' })
    expect(newFiles('bye', 'service/late-2').file).toBe('service/late-2/bye.rule.yaml')
  })

  it.each(['', '/', '..', '../out', 'a/../../out', '/etc', 'a/', 'A', '.hidden', 'a\\b', 'a/b/c/d/e', 'a b'])(
    'have no folder %j',
    (name) => {
      expect(() => newFiles('bye', name)).toThrow('folder: expected')
    },
  )
})

describe('writing the files of a rule', () => {
  const bye = { id: 'bye', text: 'id: bye\n', testText: 'rule: bye\n', ...newFiles('bye', 'late/night') }

  it('makes their folder, writes both and leaves nothing beside them', async () => {
    await writeFiles(folder.dir, bye)
    expect((await readdir(folder.path('late/night'))).toSorted()).toEqual(['bye.rule.yaml', 'bye.test.yaml'])
    expect(await readFile(folder.path(bye.file), 'utf8')).toBe('id: bye\n')
  })

  it('replaces what was there, and removes a test that is empty', async () => {
    await writeFiles(folder.dir, bye)
    await writeFiles(folder.dir, { ...bye, text: 'id: bye # new\n', testText: '' })
    expect(await findFiles(folder.dir, 'bye')).toMatchObject({ text: 'id: bye # new\n', testText: '' })
    expect(await readdir(folder.path('late/night'))).toEqual(['bye.rule.yaml'])
  })

  it('follows no link out of the folder, neither of a folder nor of a file', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'earshot-outside-'))
    try {
      await writeFile(join(outside, 'target.yaml'), 'precious\n')
      await symlink(outside, folder.path('late'))
      await expect(writeFiles(folder.dir, bye)).rejects.toMatchObject({ code: 'RULES_UNWRITABLE' })
      await symlink(join(outside, 'target.yaml'), folder.path('bye.rule.yaml'))
      const top = { ...bye, testText: '', ...newFiles('bye', undefined) }
      await expect(writeFiles(folder.dir, top)).rejects.toMatchObject({ code: 'RULES_UNWRITABLE' })
      expect(await readdir(outside)).toEqual(['target.yaml'])
      expect(await readFile(join(outside, 'target.yaml'), 'utf8')).toBe('precious\n')
    } finally {
      await rm(outside, { recursive: true })
    }
  })

  it('writes through a link within the folder', async () => {
    await mkdir(folder.path('shared'))
    await symlink(folder.path('shared'), folder.path('late'))
    await writeFiles(folder.dir, { ...bye, ...newFiles('bye', 'late') })
    expect(await readFile(folder.path('shared/bye.rule.yaml'), 'utf8')).toBe('id: bye\n')
  })

  it('says that it could not, and why, without a path', async () => {
    await folder.write('late', 'a file where a folder should be')
    const failure = await writeFiles(folder.dir, bye).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({
      code: 'RULES_UNWRITABLE',
      detail: expect.stringMatching(/EEXIST|ENOTDIR/),
    })
    expect(String(failure)).not.toContain(folder.dir)
  })
})
