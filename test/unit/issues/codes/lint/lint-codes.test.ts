import { describe, expect, it } from 'vitest'
import { lintCodes } from '../../../../../server/issues/codes/lint/lint-codes.ts'
import { RulesFolder } from '../../../../fixtures/rules/rules-folder.ts'

type Options = Parameters<typeof lintCodes>[1]

/** Places and checks of what is found in a file of codes and one of tests. */
async function lint(
  codes: string,
  tests: string,
  { files = {}, options = {} }: { files?: Readonly<Record<string, string>>; options?: Options } = {},
): Promise<readonly string[]> {
  await using folder = await RulesFolder.create({
    'codes/web.codes.yaml': codes,
    'codes/web.test.yaml': tests,
    ...files,
  })
  const { faults } = await lintCodes(folder.dir, options)
  return faults.map(
    ({ file, line, column, check, severity }) =>
      `${file.replace(`${folder.dir}/codes/`, '')}:${line}:${column} ${severity} ${check}`,
  )
}

const CODES = `codes:
  - id: web
    title: Web site
    channel: web
  - id: web.slow
    title: Slow
    phrases: [site is slow]
  - id: web.down
    title: Down
    phrases: [site is down]
`
const TESTS = `tests:
  - code: web.slow
    finds: [the site is slow]
    quiet: [hello]
  - code: web.down
    finds: [the site is down]
    quiet: [hello]
`

describe('lint of codes', () => {
  it('has nothing to say of what is well', async () => {
    expect(await lint(CODES, TESTS)).toEqual([])
  })

  it.each<readonly [string, string, string, readonly string[]]>([
    [
      'a code without tests',
      CODES,
      TESTS.slice(0, TESTS.indexOf('  - code: web.down')),
      ['web.codes.yaml:8:9 error missing-test'],
    ],
    [
      'a test without its code',
      CODES,
      TESTS.replace('code: web.down', 'code: web.donw'),
      [
        'web.codes.yaml:8:9 error missing-test',
        'web.test.yaml:5:11 error orphan-test',
        'web.test.yaml:6:13 warning overlap',
      ],
    ],
    [
      'another code that is not there',
      CODES,
      TESTS.replace('[the site is slow]', '[{ text: the site is slow, also: [web.nothing] }]'),
      ['web.test.yaml:3:13 error orphan-test'],
    ],
    [
      'a code that is never found',
      `${CODES}  - id: web.empty\n    title: Empty\n`,
      TESTS,
      ['web.codes.yaml:11:9 warning empty-code'],
    ],
    [
      'a phrase twice in a code',
      CODES.replace('[site is slow]', '[site is slow, site is slow]'),
      TESTS,
      ['web.codes.yaml:7:29 warning duplicate-phrase'],
    ],
    [
      'a phrase in two codes',
      CODES.replace('[site is down]', '[site is down, site is slow]'),
      TESTS,
      ['web.codes.yaml:10:29 warning duplicate-phrase', 'web.test.yaml:3:13 warning overlap'],
    ],
    [
      'a phrase that another holds',
      CODES.replace('[site is slow]', '[site is slow, the site is slow today]'),
      TESTS,
      ['web.codes.yaml:7:29 warning covered-phrase'],
    ],
    [
      'a phrase of one word',
      CODES.replace('[site is slow]', '[site is slow, sluggish]'),
      TESTS,
      ['web.codes.yaml:7:29 warning short-phrase'],
    ],
    [
      'a common word, even in the channel',
      CODES.replace('phrases: [site is slow]', 'phrases: [site is slow]\n    in-channel: [sluggish, not]'),
      TESTS,
      ['web.codes.yaml:8:28 warning short-phrase'],
    ],
    [
      'an example of one code in which another is found',
      CODES,
      TESTS.replace('[the site is slow]', '[the site is slow and the site is down]'),
      ['web.test.yaml:3:13 warning overlap'],
    ],
    [
      'unless the test says so',
      CODES,
      TESTS.replace(
        '[the site is slow]',
        '[{ text: the site is slow and the site is down, also: [web.down] }]',
      ),
      [],
    ],
    [
      'a fault of a test file',
      CODES,
      TESTS.replace('quiet', 'quite'),
      [
        'web.codes.yaml:5:9 error missing-test',
        'web.codes.yaml:8:9 error missing-test',
        'web.test.yaml:4:5 error unknown-key',
      ].toSorted(),
    ],
    [
      'a fault of a file of codes, and nothing that follows from it',
      CODES.replace('site is slow', 'Site'),
      TESTS,
      ['web.codes.yaml:7:15 error phrase'],
    ],
  ])('%s', async (_name, codes, tests, expected) => {
    expect([...(await lint(codes, tests))].toSorted()).toEqual([...expected].toSorted())
  })

  it('the same words are two subjects in two channels', async () => {
    const codes = `codes:
  - { id: web, title: Web, channel: web, in-channel: [so slow] }
  - { id: app, title: App, channel: app, in-channel: [so slow] }
`
    const tests = `tests:
  - { code: web, finds: [{ text: so slow, channel: web }], quiet: [so slow] }
  - { code: app, finds: [{ text: so slow, channel: app }], quiet: [so slow] }
`
    expect(await lint(codes, tests)).toEqual([])
  })

  it('a list that is there for codes, and that none uses', async () => {
    const files = {
      'codes/lists/used.yaml': 'list: used\nwords: [slow]\n',
      'codes/lists/unused.yaml': 'list: unused\nwords: [slow]\n',
      'lists/of-rules.yaml': 'list: of-rules\nwords: [slow]\n',
    }
    expect(await lint(CODES.replace('site is slow', 'site is <used>'), TESTS, { files })).toEqual([
      'lists/unused.yaml:1:7 warning unused-list',
    ])
  })

  it('a code of which no model hears anything', async () => {
    const codes = CODES.replace('[site is down]', '[site is down, site is offline]')
    const hears = (word: string): boolean => word !== 'slow' && word !== 'offline'
    expect(await lint(codes, TESTS, { options: { hears } })).toEqual(['web.codes.yaml:5:9 warning deaf-code'])
  })

  it('may be silenced in one file until a day', async () => {
    const codes = `# lint: ignore short-phrase until 2027-01-31 because it is tried\n${CODES.replace('[site is slow]', '[site is slow, sluggish]')}`
    expect(await lint(codes, TESTS, { options: { today: '2027-01-31' } })).toEqual([])
    expect(await lint(codes, TESTS, { options: { today: '2027-02-01' } })).toEqual([
      'web.codes.yaml:1:1 warning expired-ignore',
      'web.codes.yaml:8:29 warning short-phrase',
    ])
    expect(await lint(codes.replace('short-phrase', 'no-owner'), TESTS)).toEqual([
      'web.codes.yaml:1:1 error lint-ignore',
      'web.codes.yaml:8:29 warning short-phrase',
    ])
  })
})
