import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { describeFailure, EXIT, type ExitCode } from '../../server/cli/cli-error.ts'
import { processContext } from '../../server/cli/context.ts'
import { rulesCommand } from '../../server/cli/rules.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'

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

interface Run {
  /** Undefined: a fault of the program. */
  readonly exitCode: ExitCode | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs the sub-command by itself, as the program runs it. */
async function earshot(folder: RulesFolder, ...args: readonly string[]): Promise<Run> {
  const written = { stdout: '', stderr: '' }
  const stdout = { write: (text: string) => (written.stdout += text) }
  const command = rulesCommand({ settings: processContext.settings, stdout })
  for (const each of [command, ...command.commands]) {
    each.exitOverride().configureOutput({ writeErr: (text) => (written.stderr += text) })
  }
  const exitCode = await command.parseAsync([...args], { from: 'user' }).then(
    () => EXIT.done,
    (thrown: unknown) => {
      if (thrown instanceof CommanderError) return EXIT.wrongUse
      const failure = describeFailure(thrown)
      written.stderr += failure?.line ?? ''
      return failure?.exitCode
    },
  )
  return { exitCode, stdout: written.stdout.replaceAll(`${folder.dir}/`, ''), stderr: written.stderr }
}

function json(stdout: string): readonly unknown[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

describe('earshot rules lint', () => {
  it('says little when all is well', async () => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': RULE, 'hello.test.yaml': TEST })
    expect(await earshot(folder, 'lint', folder.dir)).toEqual({
      exitCode: 0,
      stdout: '1 rule, 0 errors, 0 warnings\n',
      stderr: '',
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
    expect(json(run.stdout)).toEqual([
      {
        type: 'fault',
        file: 'hello.rule.yaml',
        line: 1,
        column: 5,
        check: 'missing-test',
        severity: 'error',
        message: expect.stringContaining('hello.test.yaml'),
      },
      { type: 'summary', rules: 1, errors: 1, warnings: 0, ok: false },
    ])
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
    expect(json(run.stdout)).toEqual([
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
