import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { main } from '../../server/cli/cli.ts'
import { EXIT } from '../../server/cli/cli-error.ts'
import { processContext } from '../../server/cli/context.ts'
import { readSettings } from '../../server/app/settings.ts'
import { jsonLines } from '../fixtures/rules/rules-command.ts'

const RULES = resolve(import.meta.dirname, '../../rules')

const CHECKLIST = `id: hello
version: 1
title: Hello
owner: team
applies: { always: true }
items:
  - { id: hi, text: Say hello, phrases: [hello there] }
`
const TESTS = `checklist: hello
tests:
  - name: it is said
    call: |
      00:01 agent hello there
      00:05 end
    expect: { applies: true, done: [hi], missing: [] }
  - name: it is not said
    call: |
      00:01 customer hello there
      00:05 end
    expect: { applies: true, done: [], missing: [hi] }
`
const ARTICLE = `---
id: greeting
title: How we greet
owner: team
keywords: [hello, greeting]
---

Say hello.
`

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-assist-cli-'))
  for (const below of ['lists', 'phases.yaml'])
    await cp(join(RULES, below), join(folder, below), { recursive: true })
  await write('checklists/hello.yaml', CHECKLIST)
  await write('checklists/hello.test.yaml', TESTS)
  await write('knowledge/greeting.md', ARTICLE)
})

afterEach(() => rm(folder, { recursive: true }))

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), text)
}

async function run(...args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  let out = ''
  let errors = ''
  const code = await main(['assist', ...args], {
    ...processContext,
    settings: () => readSettings({ EARSHOT_RULES_DIR: folder, EARSHOT_DATA_DIR: join(folder, '.data') }),
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (errors += text) },
  })
  return { code, out: out.replaceAll(`${folder}/`, ''), errors }
}

describe('earshot assist', () => {
  it('finds nothing wrong with the files that are shipped, and their tests pass', async () => {
    expect(await run('lint', RULES)).toMatchObject({ code: EXIT.done })
    const { code, out } = await run('test', RULES)
    expect(out.trim()).toMatch(/^\d+ passed, 0 failed$/)
    expect(code).toBe(EXIT.done)
  })

  it('runs tests, and says at which one what came instead', async () => {
    expect(await run('test')).toMatchObject({ code: EXIT.done, out: '2 passed, 0 failed\n' })
    await write('checklists/hello.test.yaml', TESTS.replace('agent hello there', 'agent good morning'))
    const { code, out } = await run('test')
    expect(code).toBe(EXIT.faults)
    expect(out).toContain('checklists/hello.test.yaml:3:11')
    expect(out).toContain('done: none, expected hi')
    expect(out).toContain('1 passed, 1 failed')
  })

  it('asks the queries of the knowledge', async () => {
    await write('knowledge/queries.test.yaml', 'queries:\n  - { say: good morning, expect: greeting }\n')
    const { code, out } = await run('test', '--json')
    expect(code).toBe(EXIT.faults)
    const failed = jsonLines(out).filter((line) => JSON.stringify(line).includes('"passed":false'))
    expect(failed).toMatchObject([{ subject: 'knowledge', name: 'good morning' }])
  })

  it.each([
    [
      'a phrase that is none',
      'checklists/hello.yaml',
      CHECKLIST.replace('hello there', 'Hello, there'),
      '7:42',
      'phrase',
    ],
    [
      'digits, which are masked',
      'checklists/hello.yaml',
      CHECKLIST.replace('hello there', 'number <digits>'),
      '7:49',
      'phrase',
    ],
    ['an unknown key', 'checklists/hello.yaml', `${CHECKLIST}colour: red\n`, '8:1', 'unknown-key'],
    [
      'another name than its file',
      'checklists/hello.yaml',
      CHECKLIST.replace('id: hello', 'id: hallo'),
      '1:5',
      'file-name',
    ],
    [
      'no reason to apply',
      'checklists/hello.yaml',
      CHECKLIST.replace('{ always: true }', '{}'),
      '5:10',
      'form',
    ],
    [
      'an item twice',
      'checklists/hello.yaml',
      `${CHECKLIST}  - { id: hi, text: Again, phrases: [again] }\n`,
      '8:11',
      'duplicate-id',
    ],
    ['an article without front matter', 'knowledge/greeting.md', 'Hello.\n', '1:1', 'form'],
    [
      'an article without keywords',
      'knowledge/greeting.md',
      ARTICLE.replace(/keywords.*\n/, ''),
      '2:1',
      'missing-key',
    ],
    [
      'an article that says nothing',
      'knowledge/greeting.md',
      ARTICLE.replace('Say hello.', ''),
      '7:1',
      'form',
    ],
    [
      'dispositions without promises',
      'dispositions.yaml',
      'dispositions:\n  - { id: a, title: A }\n',
      '1:1',
      'missing-key',
    ],
  ])('tells where a file has %s', async (_what, file, text, place, check) => {
    await write(file, text)
    const { code, out } = await run('lint')
    expect(out).toContain(`${file}:${place}: `)
    expect(out).toContain(`[${check}]`)
    expect(code).toBe(EXIT.faults)
  })

  it('wants a test beside each checklist, and warns of a file that nobody reads', async () => {
    await rm(join(folder, 'checklists/hello.test.yaml'))
    await write('checklists/other.yml', CHECKLIST)
    const { code, out } = await run('lint')
    expect(code).toBe(EXIT.faults)
    expect(out).toContain('[missing-test]')
    expect(out).toContain('other.yml:1:1: warning:')
  })

  it('says that a folder without tests has none', async () => {
    await rm(join(folder, 'checklists'), { recursive: true })
    expect(await run('test')).toMatchObject({ code: EXIT.wrongUse })
    expect(await run('lint', join(folder, 'nowhere'))).toMatchObject({ code: EXIT.wrongUse })
  })
})

it('a rule whose card leads to an article that is not there is a fault', async () => {
  const rule = `id: greet
version: 1
title: Greet
status: live
severity: low
owner: team
when: { said: { speaker: customer, phrases: [hello there friend] } }
then: { prompt: { text: Greet., cooldown: 5m, article: greetings } }
`
  const tests = `rule: greet
tests:
  - name: a
    call: "00:01 customer hello there friend\\n00:09 end"
    expect: [{ at: '00:02.5', prompt: Greet. }]
  - name: b
    call: "00:01 customer no\\n00:09 end"
    expect: []
`
  await write('greet.rule.yaml', rule)
  await write('greet.test.yaml', tests)
  let out = ''
  const context = {
    ...processContext,
    settings: () => readSettings({ EARSHOT_RULES_DIR: folder, EARSHOT_DATA_DIR: join(folder, '.data') }),
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: () => true },
  }
  expect(await main(['rules', 'lint', folder], context)).toBe(EXIT.faults)
  expect(out).toContain('did you mean "greeting"? [unknown-article]')
  await write('greet.rule.yaml', rule.replace('greetings', 'greeting'))
  expect(await main(['rules', 'lint', folder], context)).toBe(EXIT.done)
})
