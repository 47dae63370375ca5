import { describe, expect, it } from 'vitest'
import { loadCodeFrame } from '../../../../server/issues/codes/code-frame-loader.ts'
import { formatFault } from '../../../../server/platform/yaml/file-fault.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

const WEB = `codes:
  - id: web
    title: Web site
    channel: web
    unit: web-team
  - id: web.payment
    title: Paying
    step: payment
    severity: high
  - id: web.payment.page-freezes
    title: Payment page freezes
    severity: critical
    phrases: [payment page ...3 <freezes>]
  - id: web.liked
    title: Web site is liked
    need: delight
    severity: info
    phrases: [great website]
`
const FREEZES = 'list: freezes\nwords: [freezes, is stuck]\n'

async function faultsOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> {
  await using folder = await RulesFolder.create(files)
  const { faults, ok } = await loadCodeFrame(folder.dir)
  expect(ok).toBe(faults.every(({ severity }) => severity === 'warning'))
  return faults.map((fault) => formatFault(fault).replaceAll(`${folder.dir}/`, ''))
}

describe('the code frame of a folder', () => {
  it('takes from the parent what a code does not say', async () => {
    await using folder = await RulesFolder.create({
      'codes/web.codes.yaml': WEB,
      'lists/freezes.yaml': FREEZES,
    })
    const { frame, faults } = await loadCodeFrame(folder.dir)
    expect(faults).toEqual([])
    expect(frame.codes.map(({ id }) => id)).toEqual([
      'web',
      'web.liked',
      'web.payment',
      'web.payment.page-freezes',
    ])
    expect(frame.get('web.payment.page-freezes')).toMatchObject({
      parent: 'web.payment',
      channel: 'web',
      step: 'payment',
      unit: 'web-team',
      severity: 'critical',
      need: 'pain',
    })
    expect(frame.get('web')).toMatchObject({ parent: null, step: null, severity: 'medium', need: 'pain' })
    expect(frame.get('web.liked')).toMatchObject({ need: 'delight', severity: 'info', step: null })
    expect(frame.get('chat')).toBe(undefined)
    expect(frame.finder()).toBe(frame.finder())
  })

  it('joins the files of all sub-folders, in whatever order parents and children stand', async () => {
    await using folder = await RulesFolder.create({
      'codes/a/child.codes.yaml': 'codes: [{ id: app.slow, title: Slow, in-channel: [so slow] }]',
      'codes/z.codes.yaml': 'codes: [{ id: app, title: App, channel: app }]',
    })
    const { frame, faults } = await loadCodeFrame(folder.dir)
    expect(faults).toEqual([])
    expect(frame.get('app.slow')?.channel).toBe('app')
  })

  it('is empty without a folder of codes', async () => {
    await using folder = await RulesFolder.create({ 'some.rule.yaml': 'x' })
    const { frame, faults, ok } = await loadCodeFrame(folder.dir)
    expect([frame.codes, faults, ok]).toEqual([[], [], true])
    expect(frame.finder().find({ channel: 'web', step: null, text: 'anything' }).codes).toEqual([])
  })
})

describe('its hash', () => {
  async function hashOf(files: Readonly<Record<string, string>>): Promise<string> {
    await using folder = await RulesFolder.create(files)
    return (await loadCodeFrame(folder.dir)).frame.hash
  }
  const files = { 'codes/web.codes.yaml': WEB, 'lists/freezes.yaml': FREEZES }

  it('is the same for another layout and other files', async () => {
    const [head = '', ...codes] = WEB.split(/(?=^ {2}- id)/m)
    const moved = {
      'codes/one.codes.yaml': `# moved\n${head}${codes.slice(2).join('')}`,
      'codes/two.codes.yaml': `${head}${codes.slice(0, 2).join('')}`,
      'lists/freezes.yaml': FREEZES,
    }
    expect(await hashOf(moved)).toBe(await hashOf(files))
  })

  it('is another for another phrase, title, channel or list that is named', async () => {
    const hashes = await Promise.all([
      hashOf(files),
      hashOf({ ...files, 'codes/web.codes.yaml': WEB.replace('...3', '...4') }),
      hashOf({ ...files, 'codes/web.codes.yaml': WEB.replace('Paying', 'To pay') }),
      hashOf({ ...files, 'codes/web.codes.yaml': WEB.replace('channel: web', 'channel: app') }),
      hashOf({ ...files, 'lists/freezes.yaml': FREEZES.replace('is stuck', 'hangs') }),
    ])
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(await hashOf({ ...files, 'lists/other.yaml': 'list: other\nwords: [a]' })).toBe(hashes[0])
  })
})

describe('faults between files', () => {
  const HEAD = 'codes: [{ id: web, title: Web site, channel: web }]'

  it.each<readonly [string, Readonly<Record<string, string | Uint8Array>>, readonly string[]]>([
    [
      'an id twice',
      { 'codes/a.codes.yaml': HEAD, 'codes/b.codes.yaml': HEAD },
      [
        'codes/b.codes.yaml:1:15: the id "web" is taken at codes/a.codes.yaml:1, expected an id of its own [duplicate-id]',
      ],
    ],
    [
      'a parent that is not there',
      { 'codes/a.codes.yaml': 'codes: [{ id: web, title: Web }, { id: wep.slow, title: Slow }]' },
      [
        'codes/a.codes.yaml:1:40: there is no code "wep" for "wep.slow" to stand below, expected one in this folder; did you mean "web"? [unknown-parent]',
      ],
    ],
    [
      'a parent whose file has a fault is not said to be missing',
      {
        'codes/a.codes.yaml': 'codes: [{ id: web, title: "" }]',
        'codes/b.codes.yaml': 'codes: [{ id: web.slow, title: Slow }]',
      },
      ['codes/a.codes.yaml:1:28: "" is too short or small, expected at least 1 characters [form]'],
    ],
    [
      'what needs a channel',
      { 'codes/a.codes.yaml': 'codes: [{ id: web, title: Web, in-channel: [so slow], names: [site] }]' },
      [
        'codes/a.codes.yaml:1:44: "in-channel" needs a channel, expected "channel" here or in a code above [no-channel]',
        'codes/a.codes.yaml:1:62: "names" needs a channel, expected "channel" here or in a code above [no-channel]',
      ],
    ],
    [
      'names that are nearly right',
      { 'codes/web.code.yaml': HEAD, 'codes/web.yml': HEAD, 'codes/notes.md': 'x' },
      [
        'codes/web.code.yaml:1:1: warning: the file is not read, expected a name that ends in .codes.yaml or .test.yaml, or a file in lists/ [ignored-file]',
        'codes/web.yml:1:1: warning: the file is not read, expected a name that ends in .codes.yaml or .test.yaml, or a file in lists/ [ignored-file]',
      ],
    ],
    [
      'no UTF-8',
      { 'codes/a.codes.yaml': new Uint8Array([0xff, 0xfe, 0x00]) },
      [
        'codes/a.codes.yaml:1:1: cannot be read (ERR_ENCODING_INVALID_ENCODED_DATA), expected a readable file of UTF-8 text [unreadable]',
      ],
    ],
    [
      'too much',
      { 'codes/a.codes.yaml': `# ${'x'.repeat(256 * 1024)}` },
      ['codes/a.codes.yaml:1:1: the file has 262146 bytes, expected at most 262144 [too-large]'],
    ],
    [
      'a list under another name, and one twice',
      {
        'codes/a.codes.yaml': HEAD,
        'codes/lists/one.yaml': 'list: two\nwords: [a]',
        'codes/lists/both.yaml': 'list: both\nwords: [a]',
        'lists/both.yaml': 'list: both\nwords: [b]',
      },
      [
        'codes/lists/one.yaml:1:7: the list "two" is not the name of the file, expected the file to be called two.yaml [file-name]',
        'lists/both.yaml:1:7: there is a list "both" in another folder already, expected a name of its own [duplicate-id]',
      ],
    ],
    [
      'a list without words, told once',
      {
        'codes/a.codes.yaml': 'codes: [{ id: web, title: Web, phrases: [site <one>, page <one>] }]',
        'lists/one.yaml': 'list: one\nwords: []',
      },
      ['lists/one.yaml:2:8: the list is too short or small, expected at least 1 entries [form]'],
    ],
    [
      'an entry of a list that is no phrase, told where it is used',
      {
        'codes/a.codes.yaml': 'codes: [{ id: web, title: Web, phrases: [site <one>] }]',
        'codes/lists/one.yaml': 'list: one\nwords: [Down]',
      },
      [
        'codes/a.codes.yaml:1:47: the list "one" has the entry "Down": "Down" has capital letters, expected "down" [phrase]',
      ],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await faultsOf(files)).toEqual(expected)
  })
})
