import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { dataDirOf, jsonLines, runRulesCommand, type RulesRun } from '../fixtures/rules/rules-command.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { writeModelFolder } from '../helpers/model-store.ts'

const RULE = ruleText({ id: 'hello', when: '{ said: { speaker: customer, phrases: [good day] } }' })
const TEST = `rule: hello
tests:
  - name: says it
    call: |
      00:05 customer good day
      00:10 end
    expect:
      - { at: "00:06", prompt: Do something. }
  - name: says something else
    call: |
      00:05 customer good night
      00:10 end
    expect: []
`

const NO_MODEL = 'words were not checked: no model is installed (vosk-model-small-en-us-0.15)\n'

function earshot(folder: RulesFolder, ...args: readonly string[]): Promise<RulesRun> {
  return runRulesCommand(folder, args)
}

describe('earshot rules lint', () => {
  it('says little when all is well', async () => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': RULE, 'hello.test.yaml': TEST })
    expect(await earshot(folder, 'lint', folder.dir)).toEqual({
      exitCode: 0,
      stdout: '1 rule, 0 errors, 0 warnings\n',
      stderr: NO_MODEL,
    })
  })

  it('shows each fault with its line and a caret', async () => {
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': RULE.replace('[good day]', '[good day, Hello]'),
      'hello.test.yaml': TEST.replace('good night', 'Good night'),
    })
    const run = await earshot(folder, 'lint', folder.dir)
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toBe(
      `hello.rule.yaml:7:56: "Hello" has capital letters, expected "hello" [phrase]
  7 | when: { said: { speaker: customer, phrases: [good day, Hello] } }
    |                                                        ^

hello.test.yaml:11:22: "Good" is not written as the recogniser writes, expected lower-case words without punctuation, numbers spelled out [call-script]
  11 |       00:05 customer Good night
     |                      ^

0 rules, 2 errors, 0 warnings
`,
    )
  })

  it('lets warnings pass', async () => {
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': RULE.replace('[good day]', '[good day, good day]'),
      'hello.test.yaml': TEST,
    })
    const run = await earshot(folder, 'lint', folder.dir)
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toContain('1 rule, 0 errors, 1 warning')
  })

  it('writes one object a line for scripts', async () => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': RULE })
    const run = await earshot(folder, 'lint', folder.dir, '--json')
    expect(run.exitCode).toBe(1)
    expect(jsonLines(run.stdout)).toEqual([
      {
        type: 'fault',
        file: 'hello.rule.yaml',
        line: 1,
        column: 5,
        check: 'missing-test',
        severity: 'error',
        message: expect.stringContaining('hello.test.yaml'),
      },
      { type: 'summary', rules: 1, errors: 1, warnings: 0, wordsChecked: false, ok: false },
    ])
  })
})

describe('earshot rules lint with a model', () => {
  it('says which words it cannot hear, and what it could', async () => {
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': RULE.replace('[good day]', '[good day, goodday now, nixda]'),
      'hello.test.yaml': TEST,
    })
    const model = join(dataDirOf(folder), 'models', 'vosk-model-small-en-us-0.15')
    writeModelFolder(model)
    await writeFile(join(model, 'graph', 'words.txt'), '<eps> 0\ngood 1\nday 2\nnow 3\nholiday 4\n')
    const run = await earshot(folder, 'lint', folder.dir)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    const lines = run.stdout.split('\n').filter((line) => line.includes('.yaml:'))
    expect(lines).toEqual([
      'hello.rule.yaml:7:56: warning: the recogniser never writes "goodday", expected a word that it knows; it can write "good day" [unknown-word]',
      'hello.rule.yaml:7:56: warning: the model can never hear "goodday now", expected words that it knows; it can write "good day" [deaf-phrase]',
      'hello.rule.yaml:7:69: warning: the recogniser never writes "nixda", expected a word that it knows [unknown-word]',
      'hello.rule.yaml:7:69: warning: the model can never hear "nixda", expected words that it knows [deaf-phrase]',
    ])
  })

  it('lets an ignore end on its day', async () => {
    const ignore = '# lint: ignore duplicate-phrase until 2027-01-31 because both are looked at in shadow\n'
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': ignore + RULE.replace('[good day]', '[good day, good day]'),
      'hello.test.yaml': TEST,
    })
    const on = (day: string): Promise<RulesRun> =>
      runRulesCommand(folder, ['lint', folder.dir], new ManualClock(Date.parse(day)))
    expect((await on('2027-01-31')).stdout).toBe('1 rule, 0 errors, 0 warnings\n')
    const over = await on('2027-02-01')
    expect(over.exitCode).toBe(0)
    expect(over.stdout).toMatch(
      /\[expired-ignore\][^]*\[duplicate-phrase\][^]*1 rule, 0 errors, 2 warnings\n$/,
    )
  })
})

describe('earshot rules test', () => {
  it('ends with the numbers', async () => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': RULE, 'hello.test.yaml': TEST })
    expect(await earshot(folder, 'test', folder.dir)).toEqual({
      exitCode: 0,
      stdout: 'pass  hello: says it\npass  hello: says something else\n2 passed, 0 failed\n',
      stderr: '',
    })
  })

  it('shows what differs, at its line', async () => {
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': RULE,
      'hello.test.yaml': TEST.replace('00:06', '00:09').replace('good night', 'good day'),
    })
    const run = await earshot(folder, 'test', folder.dir)
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toBe(
      `FAIL  hello: says it
hello.test.yaml:8:9: expected the prompt "Do something." at 00:09.0 (give or take 500 ms), but it came at 00:06.2 [test]
  8 |       - { at: "00:09", prompt: Do something. }
    |         ^

FAIL  hello: says something else
hello.test.yaml:13:13: the prompt "Do something." came at 00:06.2, which is not expected [test]
  13 |     expect: []
     |             ^

0 passed, 2 failed
`,
    )
  })

  it('fails when a file could not be read, though all other tests pass', async () => {
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': RULE,
      'hello.test.yaml': TEST,
      'other.test.yaml': 'rule: other\ntests: []\n',
    })
    const run = await earshot(folder, 'test', folder.dir)
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toContain(
      'other.test.yaml:2:8: the list is too short or small, expected at least 1 entries',
    )
    expect(run.stdout.endsWith('2 passed, 0 failed\n')).toBe(true)
  })

  it('runs the tests of one rule', async () => {
    await using folder = await RulesFolder.create({
      'hello.rule.yaml': RULE,
      'hello.test.yaml': TEST,
      'other.rule.yaml': 'id: [',
    })
    const run = await earshot(folder, 'test', folder.dir, '--rule', 'hello', '--json')
    expect(run.exitCode).toBe(0)
    expect(jsonLines(run.stdout)).toEqual([
      { type: 'test', rule: 'hello', name: 'says it', passed: true, failures: [] },
      { type: 'test', rule: 'hello', name: 'says something else', passed: true, failures: [] },
      { type: 'summary', passed: 2, failed: 0, ok: true },
    ])
  })

  it.each([
    {
      name: 'no folder',
      args: ['/nowhere/rules'],
      line: '/nowhere/rules is not a folder, expected a folder of rules',
    },
    { name: 'no such rule', args: ['--rule', 'nobody'], line: 'there are no tests of the rule "nobody"' },
    { name: 'no such option', args: ['--fast'], line: "unknown option '--fast'" },
  ])('calls it wrong use: $name', async ({ args, line }) => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': RULE, 'hello.test.yaml': TEST })
    const run = await earshot(
      folder,
      'test',
      ...args,
      ...(args[0]?.startsWith('/') === true ? [] : [folder.dir]),
    )
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(line)
  })
})

describe('the program', () => {
  const MAIN = resolve(import.meta.dirname, '../../server/main.ts')
  const run = promisify(execFile)

  it('has the sub-commands and hands on their exit code', async () => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': RULE, 'hello.test.yaml': TEST })
    const { stdout } = await run(process.execPath, [MAIN, 'rules', 'test', folder.dir])
    expect(stdout.endsWith('2 passed, 0 failed\n')).toBe(true)
    await folder.write('hello.test.yaml', TEST.replace('00:06', '00:09'))
    const failed = run(process.execPath, [MAIN, 'rules', 'test', folder.dir])
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/1 passed, 1 failed\n$/),
    })
  })
})
