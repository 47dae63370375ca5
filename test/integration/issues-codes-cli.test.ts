import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { HeardContact } from '../../server/contracts/contact.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { systemClock, type Clock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { createRegistry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { dataDirOf, runCodesCommand, type CodesRun } from '../fixtures/issues/codes-command.ts'
import { jsonLines } from '../fixtures/rules/rules-command.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { writeModelFolder } from '../helpers/model-store.ts'

const CODES = `codes:
  - id: web
    title: Web site
    channel: web
    names: [website]
  - id: web.slow
    title: Web site is slow
    severity: low
    phrases: [site is slow]
    in-channel: [so slow]
  - id: web.down
    title: Web site is down
    severity: critical
    phrases: [site is down]
`
const TESTS = `tests:
  - code: web.slow
    finds: [the site is slow, { channel: web, text: 'So slow!' }]
    quiet: [you are so slow]
  - code: web.down
    finds: [the site is down]
    quiet: [the site is slow]
`
const NO_MODEL = 'words were not checked: no model is installed (vosk-model-small-en-us-0.15)\n'

const NOW = Date.UTC(2026, 10, 25, 12)
const HOUR_MS = 3_600_000
/** Timers run, for the store writes by them; the date stands still. */
const CLOCK: Clock = { ...systemClock, now: () => NOW }

function frame(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<RulesFolder> {
  return RulesFolder.create({ 'codes/web.codes.yaml': CODES, 'codes/web.test.yaml': TESTS, ...files })
}

function earshot(folder: RulesFolder, ...args: readonly string[]): Promise<CodesRun> {
  return runCodesCommand(folder, args, CLOCK)
}

describe('earshot codes lint', () => {
  it('says little when all is well', async () => {
    await using folder = await frame()
    expect(await earshot(folder, 'lint')).toEqual({
      exitCode: 0,
      stdout: '3 codes, 0 errors, 0 warnings\n',
      stderr: NO_MODEL,
    })
  })

  it('shows each fault with its line and a caret', async () => {
    await using folder = await frame({
      'codes/web.codes.yaml': CODES.replace('site is slow]', 'Site is slow]'),
    })
    const run = await earshot(folder, 'lint', folder.dir)
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toBe(
      `codes/web.codes.yaml:9:15: "Site" has capital letters, expected "site" [phrase]
  9 |     phrases: [Site is slow]
    |               ^

0 codes, 1 error, 0 warnings
`,
    )
    expect(run.stderr).toContain('the code frame has faults')
  })

  it('tells overlap as a warning, which lets pass', async () => {
    await using folder = await frame({
      'codes/web.test.yaml': TESTS.replace(
        '[the site is down]',
        '[the site is down and so slow on your website]',
      ),
    })
    const run = await earshot(folder, 'lint', folder.dir)
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toContain(
      'codes/web.test.yaml:6:13: warning: web.slow is found here, too, by "so slow", expected web.down alone, or "also: [web.slow]" [overlap]',
    )
    expect(run.stdout).toContain('3 codes, 0 errors, 1 warning\n')
  })

  it('knows what the installed model hears', async () => {
    await using folder = await frame()
    const models = join(dataDirOf(folder), 'models', 'vosk-model-small-en-us-0.15')
    writeModelFolder(models)
    await writeFile(join(models, 'graph', 'words.txt'), '<eps> 0\nsite 1\nis 2\nslow 3\nso 4\n')
    const run = await earshot(folder, 'lint', folder.dir)
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toBe('')
    expect(run.stdout).toContain(
      'codes/web.codes.yaml:11:9: warning: the model can hear no phrase of "web.down"',
    )
  })

  it('writes one object a line with --json', async () => {
    await using folder = await frame({ 'codes/web.test.yaml': TESTS.replace('web.down', 'web.donw') })
    const run = await earshot(folder, 'lint', folder.dir, '--json')
    const lines = jsonLines(run.stdout)
    expect(run.exitCode).toBe(1)
    expect(lines.at(-1)).toEqual({
      type: 'summary',
      codes: 3,
      errors: 2,
      warnings: 1,
      wordsChecked: false,
      ok: false,
    })
    expect(lines[0]).toMatchObject({
      type: 'fault',
      check: 'missing-test',
      line: 11,
      column: 9,
      severity: 'error',
    })
    expect(lines[1]).toMatchObject({ type: 'fault', check: 'orphan-test', line: 5, column: 11 })
  })
})

describe('earshot codes test', () => {
  it('counts what passed', async () => {
    await using folder = await frame()
    expect(await earshot(folder, 'test')).toEqual({ exitCode: 0, stdout: '5 passed, 0 failed\n', stderr: '' })
    expect((await earshot(folder, 'test', '--code', 'web.down')).stdout).toBe('2 passed, 0 failed\n')
    expect((await earshot(folder, 'test', '--code', 'web')).stdout).toBe('5 passed, 0 failed\n')
  })

  it('shows where an example fails, and by which words', async () => {
    await using folder = await frame({
      'codes/web.test.yaml': TESTS.replace('[the site is down]', '[nothing works]').replace(
        'you are so slow',
        'your website is so slow',
      ),
    })
    const run = await earshot(folder, 'test', folder.dir)
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toBe(
      `codes/web.test.yaml:4:13: web.slow was found by "so slow" (phrase "so slow"), expected it not to be [test]
  4 |     quiet: [your website is so slow]
    |             ^

codes/web.test.yaml:6:13: no code was found, expected web.down [test]
  6 |     finds: [nothing works]
    |             ^

3 passed, 2 failed
`,
    )
  })

  it('says by --json what each example did', async () => {
    await using folder = await frame()
    const lines = jsonLines((await earshot(folder, 'test', '--json')).stdout)
    expect(lines).toHaveLength(6)
    expect(lines[0]).toEqual({
      type: 'test',
      code: 'web.slow',
      text: 'the site is slow',
      finds: true,
      passed: true,
      failure: null,
    })
    expect(lines.at(-1)).toEqual({ type: 'summary', passed: 5, failed: 0, ok: true })
  })

  it('refuses a folder without tests, and a code that has none', async () => {
    await using folder = await RulesFolder.create({ 'codes/web.codes.yaml': CODES })
    expect(await earshot(folder, 'test')).toMatchObject({
      exitCode: 2,
      stderr: `there are no tests in ${folder.dir}`,
    })
    const run = await earshot(folder, 'test', '--code', 'chat')
    expect(run).toMatchObject({
      exitCode: 2,
      stderr: `there are no tests of the code "chat" in ${folder.dir}`,
    })
  })
})

describe('earshot codes list', () => {
  it('prints the tree', async () => {
    await using folder = await frame()
    expect(await earshot(folder, 'list')).toEqual({
      exitCode: 0,
      stdout: `web                                  web                medium   Web site
  web.down                           web                critical Web site is down
  web.slow                           web                low      Web site is slow
3 codes
`,
      stderr: '',
    })
  })

  it('prints all of each code with --json', async () => {
    await using folder = await frame()
    const lines = jsonLines((await earshot(folder, 'list', '--json')).stdout)
    expect(lines[2]).toMatchObject({
      type: 'code',
      id: 'web.slow',
      parent: 'web',
      channel: 'web',
      need: 'pain',
      inChannel: ['so slow'],
    })
    expect(lines.at(-1)).toMatchObject({ type: 'summary', codes: 3, ok: true })
  })
})

describe('earshot codes coverage of a file', () => {
  const TEXTS = [
    'The site is slow',
    'site is slow, site is down',
    'My points have vanished',
    'points vanished again',
    'all points vanished',
    'these points vanished',
    'hello',
  ]

  it('tells the codes, which go together, and what the others talk of', async () => {
    await using folder = await frame({ '.data/texts.txt': `${TEXTS.join('\n')}\n\n` })
    const run = await earshot(folder, 'coverage', '--texts', folder.path('.data/texts.txt'))
    expect(run).toEqual({
      exitCode: 0,
      stdout: `       2  28.6 %  web.slow
       1  14.3 %  web.down

contacts without a code talk of
          80.0 %  points

7 contacts, 2 with a code (28.6 %)
`,
      stderr: '',
    })
  })

  it.each<readonly [string, string, Uint8Array | string, readonly string[]]>([
    ['CSV', 'a.csv', 'id,text\n1,"the site is slow, yes"\n2,"hello\nthere"\n', []],
    [
      'CSV with another column',
      'a.csv',
      'id,review\r\n1,site is slow\r\n2,hello\r\n',
      ['--column', 'review'],
    ],
    ['TSV', 'a.tsv', 'text\tid\nsite is slow\t1\nhello\t2\n', []],
    ['JSON Lines', 'a.jsonl', '{"text":"site is slow"}\n{"text":"hello"}\n', []],
    ['packed', 'a.csv.gz', gzipSync('text\nsite is slow\nhello\n'), []],
    ['by another channel', 'a.txt', 'so slow\nhello\n', ['--channel', 'web']],
  ])('reads %s', async (_name, file, content, args) => {
    await using folder = await frame({ [`.data/${file}`]: content })
    const run = await earshot(folder, 'coverage', '--texts', folder.path(`.data/${file}`), ...args)
    expect(run.stderr).toBe('')
    expect(run.stdout).toContain('2 contacts, 1 with a code (50.0 %)')
  })

  it('leaves out lines without a text, and says which', async () => {
    await using folder = await frame({
      '.data/a.jsonl': '{"text":"site is slow"}\nnot json\n[]\n{"text":5}\n{"other":"x"}\n',
    })
    const run = await earshot(folder, 'coverage', '--texts', folder.path('.data/a.jsonl'))
    expect(run.stderr).toBe('4 lines without a text left out, the first at 2, 3, 4, 5\n')
    expect(run.stdout).toContain('1 contact, 1 with a code (100.0 %)')
  })

  it('writes one object a line with --json', async () => {
    await using folder = await frame({ '.data/texts.txt': [...TEXTS, ...TEXTS].join('\n') })
    const lines = jsonLines(
      (await earshot(folder, 'coverage', '--json', '--texts', folder.path('.data/texts.txt'))).stdout,
    )
    expect(lines).toContainEqual({ type: 'code', code: 'web.slow', contacts: 4 })
    expect(lines).toContainEqual({ type: 'together', codes: ['web.down', 'web.slow'], contacts: 2, share: 1 })
    expect(lines).toContainEqual({ type: 'uncoded', words: 'points', share: 0.8 })
    expect(lines.at(-1)).toEqual({ type: 'summary', contacts: 14, coded: 4 })
  })

  it.each<readonly [string, readonly string[], string]>([
    ['a file that is not there', ['--texts', 'no-such-file.txt'], 'no-such-file.txt cannot be read (ENOENT)'],
    [
      'a packed file that is not there',
      ['--texts', 'no-such-file.csv.gz'],
      'no-such-file.csv.gz cannot be read (ENOENT)',
    ],
    ['a folder', ['--texts', '.'], '. cannot be read (EISDIR)'],
    ['a channel that is none', ['--texts', 'x', '--channel', 'phone'], "argument 'phone' is invalid"],
    ['a time that is none', ['--since', 'yesterday'], 'Expected a time such as 12h or 7d.'],
    ['a flag that is none', ['--text', 'x'], "unknown option '--text'"],
    ['a rules folder that is not there', ['/no/such/folder'], '/no/such/folder is not a folder'],
    ['nothing kept', [], 'no calls are kept here'],
  ])('refuses %s', async (_name, args, message) => {
    await using folder = await frame()
    const run = await earshot(folder, 'coverage', ...args)
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(message)
  })

  it('refuses a column that is not there, naming those that are, and what is not packed', async () => {
    await using folder = await frame({ '.data/a.csv': 'id,review\n1,x\n', '.data/b.txt.gz': 'not packed' })
    const csv = await earshot(folder, 'coverage', '--texts', folder.path('.data/a.csv'))
    expect(csv).toMatchObject({
      exitCode: 2,
      stderr: '.data/a.csv has no column "text", expected one of "id", "review"; choose with --column',
    })
    const packed = await earshot(folder, 'coverage', '--texts', folder.path('.data/b.txt.gz'))
    expect(packed.exitCode).toBe(2)
    expect(packed.stderr).toContain('.data/b.txt.gz cannot be read')
  })

  it('shows the faults of a broken frame and looks at nothing', async () => {
    await using folder = await frame({ 'codes/web.codes.yaml': 'codes: []', '.data/a.txt': 'x' })
    const run = await earshot(folder, 'coverage', '--texts', folder.path('.data/a.txt'))
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toContain('codes/web.codes.yaml:1:8: the list is too short or small')
  })
})

describe('earshot codes coverage of what is kept', () => {
  function heard(id: string, hoursAgo: number, texts: readonly string[]): HeardContact {
    return {
      ...{ id, channel: 'call', step: null, at: wallMs(NOW - hoursAgo * HOUR_MS), authorKey: null },
      ...{ language: 'en-US', codes: [], texts, rating: null, sourceId: 'west', mood: null },
      ...{ callId: id, atMs: null, queue: null },
    }
  }

  it('looks for the codes anew, with what was said before in the same contact', async () => {
    await using folder = await frame()
    await mkdir(dataDirOf(folder), { recursive: true })
    const store = openSqliteStore({
      path: join(dataDirOf(folder), 'earshot.db'),
      log: createLog({ level: 'silent' }),
      registry: createRegistry(),
      clock: CLOCK,
    })
    for (const contact of [
      heard('old', 200, ['the site is down']),
      heard('a', 2, ['i was on your website']),
      heard('b', 2, ['good morning']),
      heard('a', 2, ['it is so slow']),
      heard('c', 1, ['the site is down']),
    ]) {
      await store.issues.saveContact(contact, contact.at)
    }
    await store.flush()
    await store.close()
    const week = await earshot(folder, 'coverage', '--json')
    expect(week.exitCode, week.stderr).toBe(0)
    expect(jsonLines(week.stdout)).toEqual([
      { type: 'code', code: 'web.down', contacts: 1 },
      { type: 'code', code: 'web.slow', contacts: 1 },
      { type: 'summary', contacts: 3, coded: 2 },
    ])
    const more = await earshot(folder, 'coverage', '--since', '30d')
    expect(more.stdout).toContain('4 contacts, 3 with a code (75.0 %)')
  })
})

it('is part of the program', async () => {
  await using folder = await frame()
  const main = resolve(import.meta.dirname, '../../server/main.ts')
  const run = await promisify(execFile)(process.execPath, [main, 'codes', 'test', folder.dir])
  expect(run.stdout).toBe('5 passed, 0 failed\n')
  const wrong = promisify(execFile)(process.execPath, [main, 'codes', 'list'], {
    env: { ...process.env, EARSHOT_PORT: 'many' },
  })
  await expect(wrong).rejects.toMatchObject({ code: 42 })
}, 30_000)
