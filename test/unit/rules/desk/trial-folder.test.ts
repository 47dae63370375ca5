import { access, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newFiles } from '../../../../server/rules/desk/rule-files.ts'
import { TrialFolder } from '../../../../server/rules/desk/trial-folder.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

it('a trial folder is the rules folder with a draft in its place, and gone afterwards', async () => {
  await using folder = await RulesFolder.create({
    'service/hello.rule.yaml': 'old',
    'service/hello.test.yaml': 'old test',
    'lists/names.yaml': 'list',
    'knowledge/refunds.md': 'an article',
    'README.txt': 'not a rule',
    '.git/config.yaml': 'hidden',
  })
  const draft = { id: 'hello', text: 'new', testText: '', ...newFiles('hello', 'service') }
  const trial = await TrialFolder.create(folder.dir, draft)
  const { dir } = trial
  const found = (await readdir(dir, { recursive: true })).toSorted()
  expect(found).toEqual([
    'knowledge',
    'knowledge/refunds.md',
    'lists',
    'lists/names.yaml',
    'service',
    'service/hello.rule.yaml',
  ])
  expect(await readFile(join(dir, 'service/hello.rule.yaml'), 'utf8')).toBe('new')
  await trial[Symbol.asyncDispose]()
  await expect(access(dir)).rejects.toThrow('ENOENT')
  expect(await readFile(folder.path('service/hello.rule.yaml'), 'utf8')).toBe('old')
})
