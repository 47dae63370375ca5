import { describe, expect, it } from 'vitest'
import { loadCodeFrame } from '../../../../../server/issues/codes/code-frame-loader.ts'
import { checkDraft } from '../../../../../server/issues/codes/draft/check-draft.ts'
import { draftCode, type CodeWish } from '../../../../../server/issues/codes/draft/draft-code.ts'
import { draftPhrases } from '../../../../../server/issues/codes/draft/draft-phrases.ts'
import { frameOf } from '../../../../fixtures/issues/build-frame.ts'
import { RulesFolder } from '../../../../fixtures/rules/rules-folder.ts'

const WISH: CodeWish = {
  title: 'points, vanished',
  channel: 'app',
  step: 'account',
  severity: 'medium',
  features: ['points + vanished', 'zero'],
  quotes: [
    'all my loyalty points have vanished overnight',
    'My points: gone, vanished!',
    'the app says i have zero points since tuesday',
  ],
  quiet: ['how many points do i get for a flight', 'the app crashed'],
}

const FRAME = `codes:
  - { id: app, title: App, channel: app }
  - { id: app.account, title: Account, step: account }
`

describe('phrases of a draft', () => {
  it('find the quotes and none of the quiet texts, the detection’s own pair first', () => {
    const { phrases, found } = draftPhrases(WISH)
    expect(phrases[0]?.text).toMatch(/^~points \.\.\.\d ~vanished$/)
    expect(found).toEqual(WISH.quotes)
  })

  it('are as few as it takes', () => {
    const quotes = ['the gift card is rejected', 'my gift card was rejected', 'gift card rejected again']
    expect(draftPhrases({ features: ['gift + rejected'], quotes, quiet: [] }).phrases).toHaveLength(1)
  })

  it('leave out what quiet texts say, too', () => {
    const quotes = ['my transfer was declined because of the limit']
    const { phrases } = draftPhrases({
      features: ['transfer + declined'],
      quotes,
      quiet: ['transfer declined'],
    })
    expect(phrases.length).toBeGreaterThan(0)
    expect(phrases[0]?.text).not.toMatch(/transfer.*declined/)
  })

  it('are none where every pair is said by quiet texts', () => {
    const quotes = ['transfer declined']
    expect(draftPhrases({ features: [], quotes, quiet: quotes })).toEqual({ phrases: [], found: [] })
  })

  it('are none without quotes', () => {
    expect(draftPhrases({ features: ['a + b'], quotes: [], quiet: [] })).toEqual({ phrases: [], found: [] })
  })

  it('read masks, marks and other scripts without a fault', () => {
    const quotes = ['card • • declined!!! 12345', '付款失败了', '¿Qué? Größe fehlt immer', '']
    expect(() => draftPhrases({ features: ['• + card'], quotes, quiet: ['#@!'] })).not.toThrow()
  })
})

describe('a drafted code', () => {
  it('passes its own tests in the folder it is for', async () => {
    await using folder = await RulesFolder.create({ 'codes/app.codes.yaml': FRAME })
    const { frame } = await loadCodeFrame(folder.dir)
    const draft = draftCode(WISH, frame)
    expect(draft).toMatchObject({
      id: 'app.account.points-vanished',
      file: 'codes/app.account.points-vanished.codes.yaml',
      testFile: 'codes/app.account.points-vanished.test.yaml',
    })
    expect(await checkDraft(folder.dir, draft)).toEqual([])
    await folder.write(draft.file, draft.text)
    await folder.write(draft.testFile, draft.testText)
    const loaded = await loadCodeFrame(folder.dir)
    expect(loaded.faults).toEqual([])
    const code = loaded.frame.get(draft.id)
    expect(code).toMatchObject({
      channel: 'app',
      step: 'account',
      severity: 'medium',
      title: 'points, vanished',
    })
    // Once it is there, a second draft of the same needs another name, and the same one may be saved again.
    expect(draftCode(WISH, loaded.frame).id).toBe('app.account.points-vanished-2')
    expect(await checkDraft(folder.dir, draft)).toEqual([])
  })

  it.each<readonly [string, Partial<CodeWish>, string, string]>([
    [
      'below the channel where the step has no code',
      { step: 'basket' },
      'app.points-vanished',
      'step: basket',
    ],
    ['at the top where the channel has none', { channel: 'chat' }, 'points-vanished', 'channel: chat'],
    ['at the top for what is heard in calls', { channel: 'call' }, 'points-vanished', 'step: account'],
    [
      'by its title where there is no feature',
      { features: [], title: 'Größe: fehlt!' },
      'app.account.groe-fehlt',
      'title: "Größe: fehlt!"',
    ],
    [
      'by a name where there is neither',
      { features: [], title: '!!!' },
      'app.account.new-code',
      'title: "!!!"',
    ],
  ])('stands %s', (_name, change, id, line) => {
    const frame = frameOf([
      { id: 'app', channel: 'app' },
      { id: 'app.account', step: 'account' },
    ])
    const draft = draftCode({ ...WISH, ...change }, frame)
    expect(draft.id).toBe(id)
    expect(draft.text).toContain(line)
  })

  it('keeps quotes that no phrase finds, as tests that fail', async () => {
    await using folder = await RulesFolder.create({ 'codes/app.codes.yaml': FRAME })
    const { frame } = await loadCodeFrame(folder.dir)
    const draft = draftCode({ ...WISH, quotes: [...WISH.quotes, 'hm'] }, frame)
    expect((await checkDraft(folder.dir, draft)).map(({ check, file }) => `${file} ${check}`)).toEqual([
      'codes/app.account.points-vanished.test.yaml test',
    ])
  })

  it('has an example of what it is not, also when none is given', async () => {
    await using folder = await RulesFolder.create({ 'codes/app.codes.yaml': FRAME })
    const draft = draftCode({ ...WISH, quiet: [] }, (await loadCodeFrame(folder.dir)).frame)
    expect(draft.testText).toContain('quiet:\n      - hello')
    expect(await checkDraft(folder.dir, draft)).toEqual([])
  })

  it('survives texts that mean something in YAML', async () => {
    await using folder = await RulesFolder.create({ 'codes/app.codes.yaml': FRAME })
    const odd = [
      '- points {vanished} # yes',
      '"points" & *vanished*',
      "points 'vanished': no",
      'points vanished | >\n',
    ]
    const draft = draftCode(
      { ...WISH, title: '- "x": {y} # z', quotes: odd },
      (await loadCodeFrame(folder.dir)).frame,
    )
    expect(await checkDraft(folder.dir, draft)).toEqual([])
  })
})

describe('the check of a draft', () => {
  const draft = {
    file: 'codes/new.codes.yaml',
    text: 'codes: [{ id: app.new, title: New, phrases: [brand new] }]',
    testFile: 'codes/new.test.yaml',
    testText: 'tests: [{ code: app.new, finds: [brand new], quiet: [old] }]',
  }

  it.each<readonly [string, Partial<typeof draft>, readonly string[]]>([
    ['nothing', {}, []],
    [
      'its form',
      { text: 'codes: []', testText: 'tests: 1' },
      ['codes/new.codes.yaml:1:8 form', 'codes/new.test.yaml:1:8 form'],
    ],
    [
      'an id that is taken',
      { text: 'codes: [{ id: app, title: New, phrases: [brand new] }]' },
      ['codes/new.codes.yaml:1:15 duplicate-id'],
    ],
    [
      'a parent that is not there',
      { text: 'codes: [{ id: web.new, title: New, phrases: [brand new] }]' },
      ['codes/new.codes.yaml:1:15 unknown-parent'],
    ],
    [
      'an example that it fails',
      { testText: 'tests: [{ code: app.new, finds: [old], quiet: [brand new] }]' },
      ['codes/new.test.yaml:1:34 test', 'codes/new.test.yaml:1:48 test'],
    ],
    [
      'a test of another code',
      { testText: 'tests: [{ code: app.old, finds: [a], quiet: [b] }]' },
      ['codes/new.test.yaml:1:9 orphan-test', 'codes/new.test.yaml:1:9 orphan-test'],
    ],
  ])('tells %s', async (_name, change, expected) => {
    await using folder = await RulesFolder.create({ 'codes/app.codes.yaml': FRAME })
    const faults = await checkDraft(folder.dir, { ...draft, ...change })
    expect(faults.map(({ file, line, column, check }) => `${file}:${line}:${column} ${check}`)).toEqual(
      expected,
    )
  })
})
